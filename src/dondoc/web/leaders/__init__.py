"""The leader's page: what is red, who owes what, what to ask; only of the bodies and fields in charge."""

"""People who sign in: the role each holds in a body from a day to a day, and so what they see and do."""

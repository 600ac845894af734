"""Reports of a period: who owes which by when, their figures, who confirmed them, what they add up to."""

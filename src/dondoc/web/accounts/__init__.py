"""People who sign in, what role they hold in which body from when to when, and so what they may see and do."""

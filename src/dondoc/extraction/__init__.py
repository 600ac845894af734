"""Documents to facts, each with its words."""

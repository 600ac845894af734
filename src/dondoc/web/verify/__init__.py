"""Everything that repeats something else, made anew from it and compared."""

"""Characters to meanings: numbers, dates, units, names. Each module one kind."""

"""Papers: what the office writes out of the register, as Word files in its own templates."""

"""Figures added up over the tree of bodies and judged: one block of bytes an indicator and year."""

"""Bodies merged, divided and ended, and what passes to those that take over."""

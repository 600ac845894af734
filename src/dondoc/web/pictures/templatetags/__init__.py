"""Filters of the pages of pictures."""

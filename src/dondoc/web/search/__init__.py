"""One index over everything a reader may find, matched with and without marks, the same on both databases."""

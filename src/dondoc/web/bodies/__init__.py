"""Bodies of the province over time (names, parents, successors) and the people who hold office in them."""

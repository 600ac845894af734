"""Files, their readings, the register of documents, the facts read, and the review that confirms them."""

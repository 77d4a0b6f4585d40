"""A document's bytes to references, and an accepted paper to a minimal edit of that document."""

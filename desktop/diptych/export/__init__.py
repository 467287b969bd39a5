"""A comparison becomes a file: one module a writer."""

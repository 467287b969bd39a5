"""A file becomes a Document: one module a format."""

VERSION = 3
"""Part of the cache's key: it rises whenever the same bytes would give another Document."""

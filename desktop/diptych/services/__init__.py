"""The use cases, in verbs. No Qt."""

"""Bring a file, say what its columns are, look at what would change, apply it."""

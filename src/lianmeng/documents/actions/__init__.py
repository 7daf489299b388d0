"""Keeping files, issuing documents, and clearing away what is over."""

"""Accounts, and the roles that people hold at a place."""

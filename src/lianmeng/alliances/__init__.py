"""Alliances of all twelve forms: members, signed agreements, activities, and a life with an end."""

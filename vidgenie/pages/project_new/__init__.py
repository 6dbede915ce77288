"""A new Project."""

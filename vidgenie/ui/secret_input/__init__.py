"""A masked field with an eye; only JavaScript uses it, a secret never passes through a State."""

"""The board of one Project."""

"""The canvas page."""

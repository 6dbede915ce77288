"""The registration page."""

"""Prices and products, for admins."""

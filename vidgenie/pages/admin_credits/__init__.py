"""People's credits, for admins."""

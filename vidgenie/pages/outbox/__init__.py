"""The outbox page, for admins."""

"""The page that sets a new password."""

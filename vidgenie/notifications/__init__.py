"""Notifications: what an Account is told, in the app and by e-mail."""

"""Who can read a key, and when."""

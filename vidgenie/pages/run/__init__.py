"""One Run."""

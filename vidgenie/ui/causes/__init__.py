"""Cards that say what went wrong, and the table of causes they look it up in."""

"""Node types: one file each; the slug is the file's name."""

"""Storage: files under their checksum, and the secret of this installation."""

"""What videos can start from."""

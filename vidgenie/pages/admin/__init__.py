"""Where an admin can go."""

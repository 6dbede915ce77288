"""What Providers charge themselves, in dollars; credits are never among it."""

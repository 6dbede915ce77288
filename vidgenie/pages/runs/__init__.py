"""All Runs."""

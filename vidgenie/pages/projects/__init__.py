"""All Projects."""

"""Clips and sound people bring: looked at, then encoded anew, each in a child under limits."""

"""Providers: one file or folder each, found by discovery; the slug is its name."""

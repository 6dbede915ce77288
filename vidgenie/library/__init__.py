"""The library: Assets, and what every Run made (Content)."""

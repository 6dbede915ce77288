"""The checkout of test payments."""

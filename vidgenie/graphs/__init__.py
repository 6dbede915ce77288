"""Graphs people draw, and every version of them."""

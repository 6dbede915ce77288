"""A video from one sentence."""

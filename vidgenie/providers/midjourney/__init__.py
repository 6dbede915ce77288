"""Midjourney, through a bridge that somebody runs for themselves."""

from vidgenie.providers.midjourney.image import Midjourney

__all__ = ["Midjourney"]

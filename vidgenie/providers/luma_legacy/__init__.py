"""Luma's first API, Dream Machine: Ray 2 and Ray 2 Flash, behind a key of its own."""

from vidgenie.providers.luma_legacy.video import LumaLegacy

__all__ = ["LumaLegacy"]

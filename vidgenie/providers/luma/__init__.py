"""Luma: pictures by Uni-1, clips by Ray 3.2. One key for both (the Luma Agents API)."""

from vidgenie.providers.luma.image import LumaImage
from vidgenie.providers.luma.video import LumaVideo

__all__ = ["LumaImage", "LumaVideo"]

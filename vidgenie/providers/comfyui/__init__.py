"""ComfyUI: pictures by somebody's own server."""

from vidgenie.providers.comfyui.image import ComfyUI

__all__ = ["ComfyUI"]

"""The local Provider: text, pictures and clips made by this server, without a key.

Importing it is cheap: drawing is done in child processes, by modules that only
they import.
"""

from vidgenie.providers.local.image import LocalImage
from vidgenie.providers.local.text import LocalText
from vidgenie.providers.local.video import LocalVideo

__all__ = ["LocalImage", "LocalText", "LocalVideo"]

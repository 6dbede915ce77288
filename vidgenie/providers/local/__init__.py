"""The local Provider: text, pictures, clips and speech made by this server, without a key.

Importing it is cheap: drawing and speaking are done in child processes, by modules that only
they import.
"""

from vidgenie.providers.local.image import LocalImage
from vidgenie.providers.local.speech import LocalSpeech
from vidgenie.providers.local.text import LocalText
from vidgenie.providers.local.video import LocalVideo

__all__ = ["LocalImage", "LocalSpeech", "LocalText", "LocalVideo"]

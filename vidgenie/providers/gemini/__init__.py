"""Gemini draws and speaks, with the key of its clips."""

from vidgenie.providers.gemini.image import GeminiImage
from vidgenie.providers.gemini.speech import GeminiSpeech

__all__ = ["GeminiImage", "GeminiSpeech"]

"""OpenAI: prompts made richer, and GPT pictures. One key for both."""

from vidgenie.providers.openai.image import OpenAIImage
from vidgenie.providers.openai.text import OpenAIText

__all__ = ["OpenAIImage", "OpenAIText"]

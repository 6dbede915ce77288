"""OpenAI: prompts made richer, GPT pictures, and speech. One key for all."""

from vidgenie.providers.openai.image import OpenAIImage
from vidgenie.providers.openai.speech import OpenAISpeech
from vidgenie.providers.openai.text import OpenAIText

__all__ = ["OpenAIImage", "OpenAISpeech", "OpenAIText"]

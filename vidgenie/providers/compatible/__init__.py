"""A server that speaks OpenAI's language: Ollama, LM Studio, vLLM, Kokoro... Text and speech."""

from vidgenie.providers.compatible.speech import CompatibleSpeech
from vidgenie.providers.compatible.text import CompatibleText

__all__ = ["CompatibleSpeech", "CompatibleText"]

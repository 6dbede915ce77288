"""OpenAI speaks: gpt-4o-mini-tts, which OpenAI ends on 2027-01-06."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.errors import InvalidInput
from vidgenie.providers.openai import service
from vidgenie.providers.openai.service import SERVICE
from vidgenie.wire import speech

MODEL = "gpt-4o-mini-tts"
_SOURCE = "estimate: its model page says 0.015 a minute, and 1000 characters take 65 s"
# Its two best voices first.
_VOICES = (
    *("marin", "cedar", "alloy", "ash", "ballad", "coral", "echo"),
    *("fable", "onyx", "nova", "sage", "shimmer", "verse"),
)
# It hears the language from the text, and takes a short one for another.
_LANGUAGES = {
    "fr": "French",
    "en": "English",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "de": "German",
    "hi": "Hindi",
    "ja": "Japanese",
    "zh": "Mandarin Chinese",
}


class OpenAISpeech(SpeechProvider):
    """One MP3, which comes with the answer to the submission and travels in the Job.

    It tells nothing of when each word is said. OpenAI shuts the model down on
    2027-01-06 and names no successor for `/audio/speech`: by then another speech
    Provider has to be chosen; "compatible" asks other servers in the same way.
    """

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(16_500, "thousand_characters", "2026-06-07", MODEL, source=_SOURCE),
    )
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel(MODEL, 4096, (0.25, 4.0)),)
    voices: ClassVar[tuple[Voice, ...]] = tuple(Voice(name, name.title()) for name in _VOICES)

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """They are the same for everybody."""
        del call
        return self.voices

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for a text, speed, voice or model that it does not take."""
        speech.check_speech(request, self.model(request), self.title)
        if request.voice and request.voice not in _VOICES:
            message = "OpenAI has no such voice."
            allowed = list(_VOICES)
            raise InvalidInput(message, field="voice", problem="unsupported", allowed=allowed)

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """The sound, in the Job."""
        return await speech.say(SERVICE, call, _order(request))

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the MP3 as it came."""
        del call, progress
        await speech.deliver_sound(job, target)
        voice = request.voice or _VOICES[0]
        return {"provider": self.slug, "model": MODEL, "voice": voice, "prompt": request.text}


def _order(request: SpeechRequest) -> dict[str, Any]:
    """The body of the request."""
    manner = "Narrate a short video: clear, warm and lively."
    if request.language in _LANGUAGES:
        manner = f"Speak {_LANGUAGES[request.language]} like a native. {manner}"
    body: dict[str, Any] = {
        "model": MODEL,
        "input": request.text,
        "voice": request.voice or _VOICES[0],
        "instructions": manner,
        "response_format": "mp3",
    }
    if request.speed != 1.0:
        body["speed"] = request.speed
    return body

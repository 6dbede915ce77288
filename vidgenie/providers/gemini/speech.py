"""Gemini speaks: Flash TTS, through the Interactions API."""

import asyncio
import io
import re
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.providers.gemini import service
from vidgenie.providers.gemini.service import SERVICE
from vidgenie.wire import at, decode, google, inline, inlined, items
from vidgenie.wire.speech import check_speech, deliver_sound

_MAX_BYTES = 24_000_000  # of an answer, base64
_MOST_TEXT = 3000  # characters: three minutes, ten megabytes
_RATE = 24_000  # samples a second, when the answer does not say
_SOURCE = "third parties quoting Google's list until 2026-12-31; 25 tokens a second, 15 characters"
# Model -> millionths of a dollar for a thousand tokens of sound; then of text in.
_PRICES = {"gemini-3.8-flash-lite-tts": 6000, "gemini-3.8-flash-tts": 9000}
_IN = 500
_SECONDS_TO_TOKENS = 25
_CHARACTERS_A_SECOND = 15
# Of what people choose from; it hears other languages by itself.
_TAGS = {
    "fr": "fr-FR",
    "en": "en-US",
    "es": "es-ES",
    "it": "it-IT",
    "pt": "pt-BR",
    "de": "de-DE",
    "hi": "hi-IN",
    "ja": "ja-JP",
}
# The prebuilt ones; each speaks every language.
_VOICES = (
    "Kore Puck Charon Zephyr Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel "
    "Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux "
    "Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat"
)


class GeminiSpeech(SpeechProvider):
    """One WAV, which comes with the answer to the submission and travels in the Job.

    The text is read as it is written. It knows no speed and tells no timings.
    """

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = google.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(
            price * _SECONDS_TO_TOKENS // _CHARACTERS_A_SECOND,
            "thousand_characters",
            "2026-11-01",
            name,
            source=_SOURCE,
        )
        for name, price in _PRICES.items()
    )
    models: ClassVar[tuple[SpeechModel, ...]] = tuple(
        SpeechModel(name, limit=_MOST_TEXT) for name in _PRICES
    )
    voices: ClassVar[tuple[Voice, ...]] = tuple(Voice(name, name) for name in _VOICES.split())

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """The Account's own voices, then the prebuilt ones."""
        service.check_kind(call)
        said = await SERVICE.check_key(call, "/voices?type=prompted&type=replicated&page_size=100")
        own = [_voice(row) for row in items(said, "voices") if isinstance(at(row, "id"), str)]
        known = {voice.id for voice in self.voices}
        return [*(voice for voice in own if voice.id not in known), *self.voices]

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for a model, text or speed that it does not take."""
        check_speech(request, self.model(request), self.title)

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """The speech, in the Job."""
        model = self.model(request)
        voice = {"voice": request.voice or self.voices[0].id}
        if request.language in _TAGS:
            voice["language"] = _TAGS[request.language]
        config: dict[str, Any] = {"speech_config": [voice]}
        if request.seed:
            config["seed"] = request.seed
        body = {
            "model": model.name,
            "input": request.text,
            "generation_config": config,
            "response_modalities": ["AUDIO"],
        }
        part, said = await service.made(call, body, "audio", max_bytes=_MAX_BYTES)
        sound = await asyncio.to_thread(_file, part)
        if not _is_sound(sound):
            raise SERVICE.rejected("unusable_answer")
        return Job(
            id=str(said["id"]),
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=await asyncio.to_thread(inline, sound),
            cost_micro_usd=_cost(model.name, said),
        )

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the file as it came."""
        del call, progress
        if not _is_sound(inlined(job.url)):
            raise SERVICE.rejected("unusable_answer")
        await deliver_sound(job, target)
        return {
            "provider": self.slug,
            "model": self.model(request).name,
            "voice": request.voice or self.voices[0].id,
            "language": request.language,
            "seed": str(request.seed),
        }


def _file(part: Mapping[str, Any]) -> bytes:
    """The sound as a file: bare samples get the head of a WAV. b"" when there is none."""
    data = decode(part.get("data"))
    mime = str(part.get("mime_type", "")).lower()
    if not data or data.startswith(b"RIFF") or not mime.startswith(("audio/l16", "audio/pcm")):
        return data
    rate, channels = part.get("sample_rate"), part.get("channels")
    in_type = re.search(r"rate=(\d{4,6})", mime)
    if not isinstance(rate, int) or not 8000 <= rate <= 96_000:
        rate = int(in_type[1]) if in_type else _RATE
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(2 if channels == 2 else 1)
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(data)
    return file.getvalue()


def _is_sound(data: bytes) -> bool:
    """Whether it begins like a WAV, an MP3 or an M4A."""
    # Layer III: the same beginning with other layers is AAC.
    is_frame = len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2
    return is_frame or data.startswith((b"ID3", b"RIFF")) or data[4:8] == b"ftyp"


def _voice(row: object) -> Voice:
    name, language = at(row, "display_name"), at(row, "language_code")
    known = (language[:2].lower(),) if isinstance(language, str) and len(language) > 1 else ()
    return Voice(at(row, "id"), str(name or at(row, "id")), known)


def _cost(model: str, said: dict[str, Any]) -> int | None:
    """What the tokens cost by the price list, in millionths of a dollar."""
    out = google.tokens(said, "audio") * _PRICES[model]
    return round((out + google.input_tokens(said) * _IN) / 1000) if out else None

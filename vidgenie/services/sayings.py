"""Use cases: what the voices of this server say outside of a Run."""

import asyncio
import json
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.errors import InvalidInput, NotFound, RenderFailed
from vidgenie.media.cache import Cache, key_of
from vidgenie.services.voice_samples import SENTENCES

LONGEST = 600
"""Characters that are said outside of a Run."""

_VERSION = 1  # of what is kept; raised when equal requests sound different
_NAME = len(key_of())  # characters of a name


@dataclass(frozen=True, slots=True)
class Said:
    """A text that was said. name: of its sound, for `sound`. words: text, start, end (s)."""

    name: str
    path: Path
    seconds: float
    words: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class SayingService:
    """Says sentences, each once.

    providers: (kind, slug) -> Provider. cache: what was said.
    """

    providers: Mapping[tuple[str, str], Provider]
    cache: Cache

    async def sample(self, provider: str, voice: str, *, language: str, speed: float) -> Path:
        """A short sentence in a voice of this server: a WAV file.

        language: "" for the voice's own. Raises NotFound for a voice that is not here,
        InvalidInput, RenderFailed and StorageFull.
        """
        maker = self._local(provider)
        voices = await maker.list_voices(Call()) if maker else ()
        found = next((one for one in voices if one.id == voice), None)
        if maker is None or found is None:
            raise NotFound("voice")
        spoken = language or next(iter(found.languages), "en")
        if spoken not in SENTENCES:
            raise _refused("language", "unsupported", allowed=sorted(SENTENCES))
        request = SpeechRequest(SENTENCES[spoken], voice=voice, language=spoken, speed=speed)
        return (await self._said(maker, request)).path

    async def say(self, provider: str, request: SpeechRequest) -> Said:
        """A text said by this server. Raises InvalidInput, RenderFailed and StorageFull."""
        maker = self._local(provider)
        if maker is None:
            raise _refused("provider", "unsupported")
        if len(request.text) > LONGEST:
            raise _refused("text", "too_long", limit=LONGEST)
        return await self._said(maker, request)

    def sound(self, name: str) -> Path:
        """The WAV file of what was said. Raises NotFound, also when it is not kept any more."""
        found = self.cache.find(name, "wav") if len(name) == _NAME and name.isalnum() else None
        if found is None:
            raise NotFound("sound")
        return found

    def _local(self, slug: str) -> SpeechProvider | None:
        maker = self.providers.get((Kind.SPEECH, slug))
        is_local = maker is not None and maker.on_this_machine and maker.repeatable
        return cast("SpeechProvider", maker) if is_local else None

    async def _said(self, maker: SpeechProvider, request: SpeechRequest) -> Said:
        maker.check(request)
        voices = [voice.id for voice in await maker.list_voices(Call())]
        # Another one speaks where the packages of a voice came or went.
        name = key_of(
            *("voices", _VERSION, maker.slug, request.text, request.voice),
            *(request.language, request.speed, request.seed, voices),
        )

        async def speak(target: Path) -> None:
            sound = target.with_suffix(".sound")
            try:
                job = await maker.submit(request, Call())
                made = await maker.deliver(
                    job, request, Call(), target=sound, progress=lambda _done: None
                )

                async def keep(path: Path) -> None:
                    await asyncio.to_thread(sound.replace, path)

                await self.cache.get(name, "wav", keep)
                await asyncio.to_thread(target.write_text, made.get("words", "[]"))
            finally:
                sound.unlink(missing_ok=True)

        # Of the two files one may have had to go.
        for _ in range(2):
            words = await self.cache.get(name, "json", speak)
            path = await asyncio.to_thread(self.cache.find, name, "wav")
            if path:
                return await asyncio.to_thread(_read, name, path, words)
            words.unlink(missing_ok=True)
        raise RenderFailed("What was said could not be kept.", reason="not_kept")


def _read(name: str, path: Path, words: Path) -> Said:
    with wave.open(str(path)) as file:
        seconds = file.getnframes() / file.getframerate()
    found = cast("list[list[object]]", json.loads(words.read_text(encoding="utf-8")))
    times = tuple(
        (str(text), float(cast("float", start)), float(cast("float", end)))
        for text, start, end in found
    )
    return Said(name, path, round(seconds, 3), times)


def _refused(field_name: str, problem: str, **params: object) -> InvalidInput:
    return InvalidInput("This cannot be said.", field=field_name, problem=problem, **params)

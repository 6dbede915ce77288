"""Use cases: which voices there are, and how those of this server sound."""

import asyncio
import json
import time
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import quote

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.declared import Voice
from vidgenie.domain.ports.keys import KeyMode, KeyUse, Place
from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    InvalidInput,
    NotFound,
    ProviderRejected,
    ProviderUnavailable,
    RateLimited,
    RenderFailed,
    VidGenieError,
)
from vidgenie.media.cache import Cache, key_of
from vidgenie.redact import shielded
from vidgenie.services.key_views import SAID
from vidgenie.services.keyring import Keyring
from vidgenie.services.voice_samples import SENTENCES

LONGEST = 600
"""Characters that are said outside of a Run."""

_VERSION = 1  # of what is kept; raised when equal requests sound different
_FRESH = 600.0  # seconds a service's list is good for
_TROUBLED = 60.0  # seconds before a service that failed is asked again
_PATIENCE = 5.0  # seconds for a service to answer
_MOST_KEPT = 500  # lists
_HTTPS = "https://"


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice in a picker.

    languages: it speaks well; empty = any. ready: this Account can use it now.
    sample: address of a sentence said in it, "" when there is none.
    """

    provider: str
    provider_title: str
    id: str
    title: str
    languages: tuple[str, ...]
    demo: bool
    ready: bool
    sample: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A Provider that speaks. speeds: slowest and fastest. languages: empty = any.

    problem: why its own list of voices is not shown, "" when nothing is wrong: sealed (its
        key is in its owner's browser only), unreachable, busy, key_refused and the like.
    """

    slug: str
    title: str
    ready: bool
    speeds: tuple[float, float]
    languages: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class VoicesView:
    """Every voice, those of this server first, the best first."""

    voices: tuple[VoiceView, ...]
    providers: tuple[SpeakerView, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A text that was said. name: of its sound, for `sound`. words: text, start, end (s)."""

    name: str
    path: Path
    seconds: float
    words: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """The voices a Provider has for an Account, until it is asked again."""

    voices: tuple[Voice, ...]
    problem: str
    until: float


@dataclass(frozen=True, slots=True)
class VoiceService:
    """Voices of every Provider that speaks.

    providers: (kind, slug) -> Provider. cache: what voices of this server have said.
    seconds: a clock that only goes forward.
    """

    reading: Transaction
    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring
    cache: Cache
    seconds: Callable[[], float] = time.monotonic
    patience: float = _PATIENCE
    _lists: dict[tuple[str, ...], _Listed] = field(
        default_factory=dict["tuple[str, ...]", _Listed], repr=False
    )

    async def list(self, account: Account, language: str = "") -> VoicesView:
        """What there is for an Account; in a language, or in all of them ("").

        Services that have a list of their own are asked for it, at the same time and at
        most every ten minutes. Where one fails, the voices known without asking are there.
        """
        makers = self._makers()
        is_ready = await in_thread(lambda: self._ready(account))
        listed = await asyncio.gather(
            *(self._listed(account, maker, ready=is_ready(maker)) for maker in makers)
        )
        voices, speakers = list[VoiceView](), list[SpeakerView]()
        for maker, found in zip(makers, listed, strict=True):
            model = maker.models[0]
            ready = is_ready(maker) and bool(found.voices)
            speakers.append(
                SpeakerView(
                    maker.slug, maker.title, ready, model.speeds, model.languages, found.problem
                )
            )
            voices += [
                VoiceView(
                    provider=maker.slug,
                    provider_title=maker.title,
                    id=voice.id,
                    title=voice.title,
                    languages=voice.languages,
                    demo=maker.demo,
                    ready=ready,
                    sample=_sample_of(maker, voice, language),
                )
                for voice in _speaking(found.voices, language, is_strict=bool(model.languages))
            ]
        return VoicesView(tuple(voices), tuple(speakers))

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

    def _makers(self) -> tuple[SpeechProvider, ...]:
        """Every Provider that speaks, those of this server first."""
        found = [
            cast("SpeechProvider", maker)
            for (kind, _), maker in sorted(self.providers.items())
            if kind == Kind.SPEECH
        ]
        return tuple(sorted(found, key=lambda maker: not maker.on_this_machine))

    def _local(self, slug: str) -> SpeechProvider | None:
        maker = self.providers.get((Kind.SPEECH, slug))
        is_local = maker is not None and maker.on_this_machine and maker.repeatable
        return cast("SpeechProvider", maker) if is_local else None

    def _ready(self, account: Account) -> Callable[[Provider], bool]:
        with self.reading() as session:
            return self.keyring.ready(session, account.id)

    async def _listed(self, account: Account, maker: SpeechProvider, *, ready: bool) -> _Listed:
        """The list of a Provider, as it is known, or asked for anew."""
        if not ready:
            return _Listed(maker.voices, "", 0.0)
        place, about = await in_thread(lambda: self._about(account, maker))
        known = self._lists.get(about)
        if known and known.until > self.seconds():
            return known
        voices, problem = await self._asked(account, maker, place)
        now = self.seconds()
        found = _Listed(
            tuple(voices) or maker.voices if problem else tuple(voices),
            problem,
            now + (_TROUBLED if problem else _FRESH),
        )
        if not maker.on_this_machine:
            while len(self._lists) >= _MOST_KEPT:
                self._lists.pop(next(iter(self._lists)), None)
            self._lists[about] = found
        return found

    def _about(self, account: Account, maker: SpeechProvider) -> tuple[Place, tuple[str, ...]]:
        """Where it is, and what its list depends on: another key or address, another list."""
        with self.reading() as session:
            place = self.keyring.places.of(session, account.id, maker)
            holder, key_id = self.keyring.key_id(session, account.id, maker)
        typed = json.dumps(sorted(place.options.items()))
        return place, (account.id, maker.slug, holder, key_id, place.base_url, typed)

    async def _asked(
        self, account: Account, maker: SpeechProvider, place: Place
    ) -> tuple[Sequence[Voice], str]:
        """(its voices, what went wrong or ""). The key is opened for this and let go."""
        try:
            key = await in_thread(lambda: self._opened(account, maker))
            if key is None:
                return (), "sealed"
            call = Call(
                key=key,
                base_url=place.base_url,
                is_guarded=place.is_guarded,
                may_be_inside=place.may_be_inside,
                options=place.options,
            )
            async with asyncio.timeout(self.patience):
                return await shielded(maker.slug, key, lambda: maker.list_voices(call)), ""
        except RateLimited:
            return (), "busy"
        except (TimeoutError, ProviderUnavailable):
            return (), "unreachable"
        except ProviderRejected as error:
            problem = str(error.params.get("problem", ""))
            return (), problem if problem in SAID else "failed"
        except VidGenieError:
            return (), "failed"

    def _opened(self, account: Account, maker: SpeechProvider) -> str | None:
        """The key a Run would use; None for a sealed one: nobody is asked for it just to look."""
        if maker.key_form is None:
            return ""
        with self.reading() as session:
            stored = self.keyring.secrets.find(session, account.id, maker.key_slug)
        if stored is not None and stored.mode is KeyMode.SEALED:
            return None
        return self.keyring.open(account.id, maker, KeyUse("voices"))

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


_NAME = len(key_of())


def _read(name: str, path: Path, words: Path) -> Said:
    with wave.open(str(path)) as file:
        seconds = file.getnframes() / file.getframerate()
    found = cast("list[list[object]]", json.loads(words.read_text(encoding="utf-8")))
    times = tuple(
        (str(text), float(cast("float", start)), float(cast("float", end)))
        for text, start, end in found
    )
    return Said(name, path, round(seconds, 3), times)


def _speaking(voices: Sequence[Voice], language: str, *, is_strict: bool) -> list[Voice]:
    """Those that speak the language, the ones that do it well first.

    is_strict: a voice speaks no other languages than it says.
    """
    if not language:
        return list(voices)
    well = [voice for voice in voices if language in {name[:2].lower() for name in voice.languages}]
    if is_strict:
        return well
    return [*well, *(voice for voice in voices if voice not in well)]


def _sample_of(maker: SpeechProvider, voice: Voice, language: str) -> str:
    """Address of a sample: ours for voices of this server, the service's own if it is https."""
    if not maker.on_this_machine:
        return voice.preview if voice.preview.startswith(_HTTPS) else ""
    spoken = language or next(iter(voice.languages), "")
    address = f"/api/voices/{quote(maker.slug, safe='')}/{quote(voice.id, safe='')}/sample"
    return f"{address}?language={spoken}" if spoken else address


def _refused(field_name: str, problem: str, **params: object) -> InvalidInput:
    return InvalidInput("This cannot be said.", field=field_name, problem=problem, **params)

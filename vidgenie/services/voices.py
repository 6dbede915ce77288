"""Use cases: which voices there are."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.declared import Voice
from vidgenie.domain.ports.keys import KeyMode, KeyUse, Place
from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.engine.threads import in_thread
from vidgenie.errors import ProviderRejected, ProviderUnavailable, RateLimited, VidGenieError
from vidgenie.redact import shielded
from vidgenie.services.key_views import SAID
from vidgenie.services.keyring import Keyring

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
class _Listed:
    """The voices a Provider has for an Account, until it is asked again."""

    voices: tuple[Voice, ...]
    problem: str
    until: float


@dataclass(frozen=True, slots=True)
class VoiceService:
    """Voices of every Provider that speaks.

    providers: (kind, slug) -> Provider.
    seconds: a clock that only goes forward.
    """

    reading: Transaction
    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring
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

    def _makers(self) -> tuple[SpeechProvider, ...]:
        """Every Provider that speaks, those of this server first."""
        found = [
            cast("SpeechProvider", maker)
            for (kind, _), maker in sorted(self.providers.items())
            if kind == Kind.SPEECH
        ]
        return tuple(sorted(found, key=lambda maker: not maker.on_this_machine))

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

"""ElevenLabs speaks, and says when each letter is said."""

import asyncio
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeGuard, cast
from urllib.parse import quote

import httpx

from vidgenie.domain.ports.declared import Cost, KeyForm, SpeechModel, Voice
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.spoken import timed
from vidgenie.errors import ProviderRejected
from vidgenie.media.part import replacing
from vidgenie.storage.disk import full_disk_is_told
from vidgenie.wire import Service, at, decode, inline, inlined, items, read_json
from vidgenie.wire.speech import check_speech

_WAIT = 300.0  # s
# Of the sound and its times. Ten thousand characters are eleven minutes at 16 kB a second.
_MAX_BYTES = 24_000_000
_MAX_LIST = 8_000_000  # bytes of a hundred voices with all that is known of them
_FORMAT = "mp3_44100_128"
_SPEEDS = (0.7, 1.2)
_STEADY = "eleven_multilingual_v2"
_FAST = "eleven_flash_v2_5"
_EXPRESSIVE = "eleven_v3"
_LISTED = "third parties quoting its price list"
_UNLISTED = "no list price known: counted as eleven_multilingual_v2"
_PROBLEMS = {
    "invalid_api_key": "key_refused",
    "missing_api_key": "key_refused",
    "needs_authorization": "key_refused",
    "quota_exceeded": "no_credit",
    "insufficient_credits": "no_credit",
    "missing_permissions": "forbidden",
    "detected_unusual_activity": "forbidden",
    "content_against_policy": "moderated",
    "content_violation": "moderated",
    "voice_not_found": "unknown_voice",
    "model_not_found": "unknown_model",
    "max_character_limit_exceeded": "too_large",
}


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about: 401 may be the key, its rights or the money."""
    detail = at(read_json(answer), "detail")
    names = (str(at(detail, name)) for name in ("status", "code"))
    return next((_PROBLEMS[name] for name in names if name in _PROBLEMS), "")


_SERVICE = Service(
    "elevenlabs",
    "ElevenLabs",
    "https://api.elevenlabs.io",
    header="xi-api-key",
    scheme="",
    problem=_problem,
)


class ElevenLabs(SpeechProvider):
    """One MP3, which comes with the answer to the submission, and the times of its letters.

    Both travel in the Job as a `data:` address, so that speech that was paid for survives
    a crash before it is delivered: a line of JSON, then the sound. The engine commits the
    Job together with the note that the submission was accepted.
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="ELEVENLABS_API_KEY",
        example="sk_...",
        url="https://elevenlabs.io/app/settings/api-keys",
        pattern=r"sk_[0-9A-Za-z]{48}",
        also=("ELEVEN_API_KEY",),
    )
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(100_000, "thousand_characters", "2026-05-01", _STEADY, source=_LISTED),
        Cost(50_000, "thousand_characters", "2026-05-01", _FAST, source=_LISTED),
        Cost(100_000, "thousand_characters", "2026-05-01", _EXPRESSIVE, source=_UNLISTED),
    )
    # The fast one takes 40 000 characters; what it says of them would not fit into a Job.
    models: ClassVar[tuple[SpeechModel, ...]] = (
        SpeechModel(_STEADY, 10_000, _SPEEDS, has_timings=True),
        SpeechModel(_FAST, 10_000, _SPEEDS, has_timings=True),
        SpeechModel(_EXPRESSIVE, 5_000, has_timings=True),
    )
    # The voice of the examples in its own SDK; it speaks every language of the models.
    voices: ClassVar[tuple[Voice, ...]] = (Voice("JBFqnCBsd6RMkjVDRZzb", "George"),)

    async def validate(self, call: Call) -> None:
        """Ask for the subscription, or the models when the key may not know about money."""
        said: Mapping[str, Any] | None = None
        try:
            said = await _SERVICE.check_key(call, "/v1/user/subscription")
        except ProviderRejected as error:
            if error.params.get("problem") != "forbidden":
                raise
        # An error raised from here has no history, which could hold the key.
        if said is None:
            await self._ask_models(call)
            return
        used, limit = said.get("character_count"), said.get("character_limit")
        if not _is_number(used) or not _is_number(limit):
            raise _SERVICE.unavailable()
        if used >= limit + _beyond(said):
            raise _SERVICE.rejected("no_credit")

    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """The Account's own voices and those that everybody has."""
        answer = await _SERVICE.ask(call, "/v2/voices?page_size=100", max_bytes=_MAX_LIST)
        said = read_json(answer)
        if not isinstance(said.get("voices"), list):
            raise _SERVICE.unavailable()
        return [_voice(found) for found in items(said, "voices") if at(found, "voice_id")]

    def check(self, request: SpeechRequest) -> None:
        """Raise InvalidInput for a model, speed or text that it does not take."""
        check_speech(request, self.model(request), self.title)

    async def submit(self, request: SpeechRequest, call: Call) -> Job:
        """The speech, in the Job."""
        voice = request.voice or self.voices[0].id
        answer = await _SERVICE.order(
            call,
            f"/v1/text-to-speech/{quote(voice, safe='')}/with-timestamps?output_format={_FORMAT}",
            body=_order(request, self.model(request).name),
            wait=_WAIT,
            max_bytes=_MAX_BYTES,
        )
        packed = await asyncio.to_thread(_packed, answer)
        if not packed:
            raise _SERVICE.unanswered()
        return Job(
            id=answer.headers.get("request-id", "")[:80],
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=packed,
        )

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: SpeechRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the MP3; "words" when the answer had the times of the letters.

        Raises StorageFull.
        """
        del call, progress
        words = await asyncio.to_thread(_unpack, job.url, target)
        made = {
            "provider": self.slug,
            "model": self.model(request).name,
            "voice": request.voice or self.voices[0].id,
            "prompt": request.text,
            "seed": str(request.seed),
        }
        return {**made, "words": words} if words else made

    async def _ask_models(self, call: Call) -> None:
        """What every key may know. Raises as `validate`."""
        said = b""
        try:
            said = (await _SERVICE.ask(call, "/v1/models", max_bytes=_MAX_LIST)).content
        except ProviderRejected as error:
            if error.params.get("problem") in ("key_refused", "no_credit", "forbidden"):
                raise
        if not said.lstrip().startswith(b"["):
            raise _SERVICE.unavailable()


def _order(request: SpeechRequest, model: str) -> dict[str, Any]:
    """The body of the request."""
    body: dict[str, Any] = {
        "text": request.text,
        "model_id": model,
        "voice_settings": {
            "stability": 0.5,
            "similarity_boost": 0.75,
            "style": 0.0,
            "speed": request.speed,
            "use_speaker_boost": True,
        },
    }
    if request.seed:
        body["seed"] = request.seed
    # The steady model hears which language it is, and refuses to be told.
    if model != _STEADY:
        body["language_code"] = request.language
    if model != _EXPRESSIVE:
        near = {"previous_text": request.before, "next_text": request.after}
        body |= {name: text for name, text in near.items() if text}
    return body


def _packed(answer: httpx.Response) -> str:
    """The sound and the times of its words as one address, "" when there is no sound."""
    said = read_json(answer)
    sound = decode(said.get("audio_base64"))
    if not sound:
        return ""
    # The other alignment is of what was read out, with numbers in words.
    words = _words(said.get("alignment"))
    return inline(json.dumps(words).encode() + b"\n" + sound)


def _words(alignment: object) -> list[tuple[str, float, float]]:
    """[text, start, end] of every word, [] when the times are missing or make no sense."""
    signs = items(alignment, "characters")
    starts = items(alignment, "character_start_times_seconds")
    ends = items(alignment, "character_end_times_seconds")
    is_whole = len(signs) == len(starts) == len(ends)
    if not is_whole or not all(_is_number(moment) for moment in (*starts, *ends)):
        return []
    times = [
        (float(start), float(end))
        for sign, start, end in zip(signs, starts, ends, strict=True)
        for _ in str(sign)
    ]
    return timed("".join(map(str, signs)), times)


def _unpack(url: str | None, target: Path) -> str:
    """Write the sound; the words as JSON, "" when there are none. Raises StorageFull."""
    words, _, sound = inlined(url).partition(b"\n")
    if not sound:
        raise _SERVICE.rejected("unusable_answer")
    with replacing(target) as part, full_disk_is_told():
        part.write_bytes(sound)
    found = cast("list[object]", json.loads(words))
    return json.dumps(found, ensure_ascii=False) if found else ""


def _voice(said: object) -> Voice:
    """A voice of the list; what it is not verified for it speaks too."""
    verified = [str(at(found, "language") or "") for found in items(said, "verified_languages")]
    verified.append(str(at(said, "labels", "language") or ""))
    name = str(at(said, "voice_id"))
    return Voice(
        id=name[:120],
        title=str(at(said, "name") or name)[:80],
        languages=tuple(dict.fromkeys(filter(None, verified))),
        preview=str(at(said, "preview_url") or ""),
    )


def _beyond(said: Mapping[str, Any]) -> float:
    """Characters that may be used beyond the limit, and paid for."""
    if said.get("allowed_to_extend_character_limit") is not True:
        return 0
    more = said.get("max_credit_limit_extension")
    if more == "unlimited":
        return math.inf
    return float(more) if _is_number(more) else 0


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)

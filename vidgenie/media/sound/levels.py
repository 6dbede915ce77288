"""How loud every source is: measured once for each content."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vidgenie.domain.craft import Source
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.part import replacing
from vidgenie.media.probe import was_killed
from vidgenie.media.sound.loudness import NOTHING, Loudness, meter_of, read

VERSION = 2
RATE = 48_000
"""Samples a second of all that we mix, of two channels."""
# Whole numbers first: a hostile file of floating point may hold what is no number.
CONFORMED = f"aformat=sample_fmts=s32,aresample={RATE},aformat=sample_fmts=fltp:cl=stereo"
ABREAST = 16
"""Inputs of one ffmpeg; each takes threads, and those take address space."""
_MISSING = 0.3  # s that may be missing of the length a file was stored with
# A meter needs 0.4 s: the shortest word gets that much silence behind it.
_PAD = 0.4
_TIMEOUT = 300  # s


@dataclass(frozen=True, slots=True)
class Sound:
    """A stored file that is heard.

    suffix: what it is. seconds: how long it was when it was stored, None for the sound of
        a clip, which may have none.
    place: how an error says where it was, as {"shot": 2}.
    """

    source: Source
    suffix: str
    seconds: float | None = None
    place: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def key(self) -> str:
        """The same for the same content."""
        return key_of("sound level", VERSION, self.source.sha256, self.suffix)


async def levels(sounds: Sequence[Sound], *, cache: Cache) -> dict[str, Loudness]:
    """Key of a Sound -> how loud it is; those measured before are not measured again.

    Raises InvalidMedia (problem unreadable, and the place of the Sound) for what is damaged
    or shorter than it was, RenderFailed, StorageFull.
    """
    found = dict[str, Loudness]()
    missing = dict[str, Sound]()
    for sound in sounds:
        path = await asyncio.to_thread(cache.find, sound.key, "json")
        if path is None:
            missing[sound.key] = sound
        else:
            found[sound.key] = Loudness(**json.loads(await asyncio.to_thread(path.read_bytes)))
    waiting = list(missing.values())
    for first in range(0, len(waiting), ABREAST):
        found |= await _measured(waiting[first : first + ABREAST], cache)
    for sound in sounds:
        whole = (sound.seconds or 0.0) + _PAD - _MISSING
        if sound.seconds is not None and found[sound.key].seconds < whole:
            raise damaged(sound)
    return found


def damaged(sound: Sound) -> InvalidMedia:
    """The error that names where the file was."""
    return InvalidMedia("This sound is damaged.", problem="unreadable", **sound.place)


async def _measured(sounds: Sequence[Sound], cache: Cache) -> dict[str, Loudness]:
    """All of them by one ffmpeg, which is cheaper; when it fails, one by one: whose fault?"""
    await asyncio.to_thread(cache.root.mkdir, parents=True, exist_ok=True)
    try:
        return await _at_once(sounds, cache)
    except RenderFailed as error:
        if was_killed(error) or error.params.get("reason") == "timeout":
            raise
        if len(sounds) == 1:
            raise damaged(sounds[0]) from None
    found = dict[str, Loudness]()
    for sound in sounds:
        found |= await _measured([sound], cache)
    return found


async def _at_once(sounds: Sequence[Sound], cache: Cache) -> dict[str, Loudness]:
    homes = [cache.root / sound.key[:2] / f".{sound.key}.txt" for sound in sounds]
    inputs = list[str]()
    outputs = list[str]()
    for n, (sound, notes) in enumerate(zip(sounds, homes, strict=True)):
        await asyncio.to_thread(notes.parent.mkdir, exist_ok=True)
        inputs += ff.untrusted(sound.source.path, suffix=sound.suffix)
        outputs += ["-map", f"{n}:a:0?", "-map", f"{len(sounds)}:a"]
        meter = f"{CONFORMED},apad=pad_dur={_PAD},{meter_of(notes, peak='sample')}"
        outputs += ["-filter:a:0", meter, "-f", "null", "-"]
    try:
        await ff.run([*inputs, *NOTHING, *outputs], timeout=_TIMEOUT)
        read_all = await asyncio.to_thread(lambda: [read(notes) for notes in homes])
    finally:
        for notes in homes:
            notes.unlink(missing_ok=True)
    for sound, level in zip(sounds, read_all, strict=True):
        await cache.get(sound.key, "json", lambda path, level=level: _write(path, level))
    return {sound.key: level for sound, level in zip(sounds, read_all, strict=True)}


async def _write(path: Path, level: Loudness) -> None:
    with replacing(path) as part:
        await asyncio.to_thread(part.write_text, json.dumps(asdict(level)))

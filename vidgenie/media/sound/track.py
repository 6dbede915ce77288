"""The sound of a video: who speaks, the clips' own sound, and music below."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vidgenie.domain.craft import Source
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import FPS, LEAD, Timeline
from vidgenie.media.cache import Cache
from vidgenie.media.sound.levels import RATE, Sound, levels
from vidgenie.media.sound.loudness import read
from vidgenie.media.sound.master import encode_silence, master
from vidgenie.media.sound.mix import mix
from vidgenie.media.sound.parts import Parts, Piece, Score

BED = "bed"
"""In the origin of music that was made to be repeated."""
_FRAME = RATE // FPS  # samples

Files = Mapping[str, Source]


async def sound_track(timeline: Timeline, files: Files, *, cache: Cache) -> Path:
    """An .m4a (AAC 192k, 48 kHz, two channels) exactly as long as the video; in the cache.

    -14 LUFS within 1, true peaks below -1 dBTP; digital silence when nothing is heard.
    files: asset id -> Source of every file of the Timeline.
    Raises InvalidMedia for a damaged file, with `shot` (the first is 1) or `part` (voice
    or music), RenderFailed, StorageFull.
    """
    parts = _parts(timeline, files)

    async def make(target: Path) -> None:
        heard = parts.levelled(await levels(parts.sounds, cache=cache))
        if heard.sounds:
            await _make(heard, target)
        else:
            await encode_silence(target, length=parts.length)

    return await cache.get(parts.key, "m4a", make)


async def _make(parts: Parts, target: Path) -> None:
    # Beside the target, with a point: what a dead process left is swept with the cache.
    raw, notes = target.with_suffix(".f32"), target.with_suffix(".txt")
    try:
        await mix(parts, raw, notes=notes)
        level = await asyncio.to_thread(read, notes)
        await master(raw, target, level=level, length=parts.length, loudest=parts.headroom)
    finally:
        raw.unlink(missing_ok=True)
        notes.unlink(missing_ok=True)


def _parts(timeline: Timeline, files: Files) -> Parts:
    voices, clips = list[Piece](), list[Piece]()
    for number, placed in enumerate(timeline.placed(), start=1):
        place = {"shot": number}
        shot = placed.shot
        if shot.speech:
            voices.append(Piece(_sound(shot.speech, files, place), round(placed.speech_at * RATE)))
        if shot.keep_sound and shot.picture.type is PortType.VIDEO:
            sound = replace(_sound(shot.picture, files, place), seconds=None)
            length = min(placed.frames * _FRAME, _samples(shot.picture))
            clips.append(Piece(sound, placed.first * _FRAME, length=length))
    if timeline.voice:
        sound = _sound(timeline.voice, files, {"part": "voice"})
        voices.append(Piece(sound, round(LEAD * RATE)))
    return Parts(timeline.frames * _FRAME, voices, clips, _score(timeline, files))


def _score(timeline: Timeline, files: Files) -> Score | None:
    music = timeline.music
    if not music or music.volume <= 0:
        return None
    sound = _sound(music.file, files, {"part": "music"})
    return Score(
        sound=sound,
        samples=_samples(music.file),
        gain=20 * math.log10(min(music.volume, 1.0)),
        is_ducked=music.is_ducked,
        is_loop=BED in music.file.origin,
        fade_in=music.fade_in,
        fade_out=music.fade_out,
    )


def _sound(file: FileValue, files: Files, place: Mapping[str, object]) -> Sound:
    return Sound(files[file.asset_id], file.suffix, file.seconds or 0.0, place)


def _samples(file: FileValue) -> int:
    return round((file.seconds or 0.0) * RATE)

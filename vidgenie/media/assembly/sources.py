"""Everything a Timeline shows, looked at and drawn before it is encoded; kept by content."""

import asyncio
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from vidgenie.domain.craft import Source
from vidgenie.domain.timeline import Corner, Logo, Shot, Timeline
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff, magic
from vidgenie.media.assembly.drift import margin_size
from vidgenie.media.assembly.facts import Clip, ClipFacts, Scenery, Stamp, Still, resolved
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.probe import was_killed

VERSION = 2
"""Of how pictures are drawn and clips are looked at."""
_CHILD = "vidgenie.media.assembly.inputs_child"
_SHORTEST, _EACH = 60, 20  # s, for all and for each file
# Parts of the frame where no platform has its own buttons: left, top, right, bottom.
_SAFE_TALL = (0.06, 0.135, 0.12, 0.35)
_SAFE = (0.05, 0.05, 0.05, 0.05)
_TALLEST_LOGO = 0.12  # part of the frame's height


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to look at or to draw.

    key, suffix: of what comes of it. request: for the child. shot: the first that shows it,
    from 1; 0 for the logo.
    """

    key: str
    suffix: str
    request: Mapping[str, object]
    shot: int


async def scenery(timeline: Timeline, files: Mapping[str, Source], *, cache: Cache) -> Scenery:
    """What the Pieces of the Timeline are drawn from.

    files: Asset id -> Source. Raises InvalidMedia with `shot`, the first is 1, or with
    `part` logo; RenderFailed, StorageFull.
    """
    jobs = await asyncio.to_thread(_jobs, timeline, files)
    stamp = _stamp_job(timeline.logo, timeline.size, files) if timeline.logo else None
    wanted = dict[str, _Job]()
    for job in [*jobs, *([stamp] if stamp else [])]:
        wanted.setdefault(job.key, job)
    found = await _made(list(wanted.values()), cache)
    pictures = dict[int, Clip | Still]()
    for at, (job, shot) in enumerate(zip(jobs, timeline.shots, strict=True)):
        path, source = found[job.key], files[shot.picture.asset_id]
        if job.suffix == "json":
            pictures[at] = Clip(source.path, source.sha256, _facts(path))
        else:
            pictures[at] = Still(path, job.key, _drawn_size(shot, timeline.size))
    if timeline.logo is None or stamp is None:
        return Scenery(pictures, None)
    return Scenery(pictures, _stamp(timeline.logo, stamp.key, found[stamp.key], timeline.size))


def _jobs(timeline: Timeline, files: Mapping[str, Source]) -> list[_Job]:
    return [
        _shot_job(shot, number, timeline.size, files[shot.picture.asset_id])
        for number, shot in enumerate(timeline.shots, 1)
    ]


def _shot_job(shot: Shot, number: int, size: tuple[int, int], source: Source) -> _Job:
    if source.path.stat().st_size and magic.suffix_of(source.path) not in magic.PICTURES:
        key = key_of(VERSION, "clip", source.sha256)
        return _Job(key, "json", {"work": "clip", "path": str(source.path)}, number)
    fit, focus = resolved(shot.fit, shot.focus)
    drawn = _drawn_size(shot, size)
    key = key_of(VERSION, "still", source.sha256, fit, focus, drawn)
    request = {"work": "still", "path": str(source.path), "fit": fit, "focus": focus}
    return _Job(key, "yuv", {**request, "size": drawn}, number)


def _drawn_size(shot: Shot, size: tuple[int, int]) -> tuple[int, int]:
    return margin_size(size) if shot.moves else size


def _stamp_job(logo: Logo, size: tuple[int, int], files: Mapping[str, Source]) -> _Job:
    source = files[logo.picture.asset_id]
    room = (round(size[0] * logo.width), round(size[1] * _TALLEST_LOGO))
    key = key_of(VERSION, "stamp", source.sha256, room, logo.opacity)
    request = {"work": "stamp", "path": str(source.path), "size": room, "opacity": logo.opacity}
    return _Job(key, "png", request, 0)


async def _made(jobs: Sequence[_Job], cache: Cache) -> dict[str, Path]:
    """The file of every job by its key; what is not kept yet is made by one child."""
    found, missing = dict[str, Path](), list[_Job]()
    for job in jobs:
        path = await asyncio.to_thread(cache.find, job.key, job.suffix)
        if path is None:
            missing.append(job)
        else:
            found[job.key] = path
    if missing:
        found |= await _make(missing, cache)
    return found


async def _make(jobs: Sequence[_Job], cache: Cache) -> dict[str, Path]:
    parts = [await asyncio.to_thread(cache.part, job.key, job.suffix) for job in jobs]
    requests = [{**job.request, "target": str(part)} for job, part in zip(jobs, parts, strict=True)]
    try:
        answers = await _asked(requests, jobs)
        found = dict[str, Path]()
        for job, part, answer in zip(jobs, parts, answers, strict=True):
            if job.suffix == "json":
                await asyncio.to_thread(part.write_text, json.dumps(answer))
            found[job.key] = await asyncio.to_thread(cache.keep, part, job.key, job.suffix)
        return found
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


async def _asked(requests: Sequence[Mapping[str, object]], jobs: Sequence[_Job]) -> list[object]:
    timeout = _SHORTEST + _EACH * len(jobs)
    try:
        answer = await ff.run_python(_CHILD, {"jobs": requests}, timeout=timeout)
    except InvalidMedia as error:
        at = int(cast("int", error.params.get("at", 0)))
        raise _about(error, jobs[at]) from None
    except RenderFailed as error:
        if was_killed(error):
            raise
        if len(jobs) == 1:
            # A decoder that crashes, hangs or eats its memory met a file we do not want.
            damaged = InvalidMedia("This file cannot be read.", problem="unreadable")
            raise _about(damaged, jobs[0]) from None
        alone = [await _asked([one], [job]) for one, job in zip(requests, jobs, strict=True)]
        return [answer for answers in alone for answer in answers]
    return cast("list[object]", answer["answers"])


def _about(error: InvalidMedia, job: _Job) -> InvalidMedia:
    params = {name: value for name, value in error.params.items() if name != "at"}
    where: dict[str, object] = {"shot": job.shot} if job.shot else {"part": "logo"}
    return InvalidMedia(str(error), **params, **where)


def _facts(path: Path) -> ClipFacts:
    said = cast("dict[str, object]", json.loads(path.read_text()))
    known = {field.name for field in fields(ClipFacts)}
    return ClipFacts(**{name: said[name] for name in known})  # pyright: ignore[reportArgumentType]  # written by asdict on the other side


def _stamp(logo: Logo, key: str, path: Path, size: tuple[int, int]) -> Stamp:
    """The logo in its corner, where the buttons of no platform cover it."""
    with path.open("rb") as file:
        # Width and height of a PNG are the first numbers of its first chunk.
        width, height = struct.unpack(">16xII", file.read(24))
    left, top, right, bottom = _SAFE_TALL if size[1] > size[0] else _SAFE
    is_left = logo.corner in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT)
    is_top = logo.corner in (Corner.TOP_LEFT, Corner.TOP_RIGHT)
    x = size[0] * left if is_left else size[0] * (1 - right) - width
    y = size[1] * top if is_top else size[1] * (1 - bottom) - height
    return Stamp(path, key, round(x / 2) * 2, round(y / 2) * 2)

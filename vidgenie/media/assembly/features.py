"""What the ffmpeg at hand can do; asked once, and again when it is another one."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from vidgenie.errors import Unavailable
from vidgenie.media import ff
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.process import supervise

_TIMEOUT = 30  # s


@dataclass(frozen=True, slots=True)
class Features:
    """version: first line ffmpeg says about itself. has_...: the filters it was built with."""

    version: str
    has_ass: bool = True
    has_xfade: bool = True
    has_zscale: bool = True


async def features(cache: Cache) -> Features:
    """What the ffmpeg of `ff.ffmpeg` can do. Raises Unavailable when it has no x264."""
    program = await asyncio.to_thread(ff.ffmpeg)
    stat = await asyncio.to_thread(Path(program).stat)
    key = key_of("features", 1, program, stat.st_size, stat.st_mtime_ns)

    async def ask(target: Path) -> None:
        text = json.dumps(asdict(await _asked(program)))
        await asyncio.to_thread(target.write_text, text, encoding="utf-8")

    path = await cache.get(key, "json", ask)
    said = cast("Mapping[str, str]", json.loads(await asyncio.to_thread(path.read_text)))
    return Features(**said)  # pyright: ignore[reportArgumentType]  # written by asdict above


async def _asked(program: str) -> Features:
    version, filters, encoders = [
        await _said(program, question) for question in ("-version", "-filters", "-encoders")
    ]
    if "libx264" not in _names(encoders):
        raise Unavailable("ffmpeg with x264")
    names = _names(filters)
    return Features(
        version=version[0] if version else "",
        has_ass="ass" in names,
        has_xfade="xfade" in names,
        has_zscale={"zscale", "tonemap"} <= names,
    )


async def _said(program: str, question: str) -> list[str]:
    lines = list[str]()
    await supervise(
        [program, "-hide_banner", question],
        timeout=_TIMEOUT,
        on_line=lambda line: lines.append(line.decode(errors="replace")),
    )
    return lines


def _names(lines: list[str]) -> set[str]:
    """The second word of every line: what stands in a table of ffmpeg."""
    return {words[1] for line in lines if len(words := line.split()) > 1}

"""Music of our own, free of anybody's rights: one file a bed, which holds its SCORE."""

import asyncio
import importlib
import pkgutil
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from vidgenie.domain.craft import Bed
from vidgenie.errors import InvalidInput
from vidgenie.media import ff
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.part import replacing
from vidgenie.media.sound.band.score import Score

VERSION = 1  # of the band
_LONGEST = 600.0  # s
_TIMEOUT = 120  # s


def _found() -> Mapping[str, Score]:
    scores = dict[str, Score]()
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        score: Score = importlib.import_module(f"{__name__}.{module.name}").SCORE
        if score.slug != module.name:
            raise ValueError(f"{module.name}: the slug must be {module.name!r}")
        scores[score.slug] = score
    return scores


BEDS: Mapping[str, Score] = _found()
"""Slug -> score of every bed there is a file for."""


async def play(bed: Bed, target: Path, *, cache: Cache) -> None:
    """Write the bed to `target` as a WAV whose end leads into its beginning.

    It goes round as often as comes nearest to the seconds that were asked for, once at least.
    Raises InvalidInput for a bed we do not have, RenderFailed, StorageFull.
    """
    score = known(bed.slug)
    rounds = max(1, round(min(bed.seconds, _LONGEST) / score.seconds))
    made = await performed(score, cache=cache, rounds=rounds)
    with replacing(target) as part:
        await asyncio.to_thread(shutil.copyfile, made, part)


async def sample(slug: str, *, cache: Cache) -> Path:
    """An .m4a of the bed to listen to, in the cache.

    Raises InvalidInput for a bed we do not have, RenderFailed, StorageFull.
    """
    score = known(slug)

    async def make(target: Path) -> None:
        played = await performed(score, cache=cache)
        codec = ("-c:a", "aac", "-b:a", "128k", "-map_metadata", "-1", "-fflags", "+bitexact")
        await ff.run(
            [
                *("-f", "wav", "-i", f"file:{played}"),
                *("-af", "volume=4dB,alimiter=limit=0.8:level=0", *codec),
                *("-movflags", "+faststart", "-f", "ipod", f"file:{target}"),
            ],
            timeout=_TIMEOUT,
        )

    return await cache.get(key_of("bed sample", VERSION, asdict(score)), "m4a", make)


def known(slug: str) -> Score:
    """The score of a bed. Raises InvalidInput when there is none."""
    if slug not in BEDS:
        raise InvalidInput("There is no such music.", field="bed", problem="unknown")
    return BEDS[slug]


async def performed(score: Score, *, cache: Cache, rounds: int = 1) -> Path:
    """The WAV of a score, in the cache; it is played anew when anything in it has changed."""

    async def make(target: Path) -> None:
        await ff.run_python(
            "vidgenie.media.sound.band.perform_child",
            {"bed": score.slug, "rounds": rounds, "target": str(target)},
            timeout=_TIMEOUT,
        )

    return await cache.get(key_of("bed", VERSION, rounds, asdict(score)), "wav", make)

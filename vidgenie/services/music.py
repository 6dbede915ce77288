"""Use cases of the music we play ourselves: what there is, and how it sounds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anyio import CapacityLimiter

from vidgenie.errors import NotFound
from vidgenie.media.cache import Cache
from vidgenie.media.sound import beds


@dataclass(frozen=True, slots=True)
class BedView:
    """A bed: music that may be used by anybody for anything. seconds: of its loop."""

    slug: str
    seconds: float


@dataclass(frozen=True, slots=True)
class MusicService:
    """Lists beds and plays samples. cache: where they are kept once they have been played."""

    cache: Cache
    # A bed takes seconds of a core: the next listener waits, and then finds it played.
    turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    def beds(self) -> Sequence[BedView]:
        """Every bed there is, by name."""
        return [BedView(score.slug, score.seconds) for score in beds.BEDS.values()]

    async def sample(self, slug: str) -> Path:
        """An .m4a of the bed; the file stays for a day at least.

        Raises NotFound, RenderFailed, StorageFull.
        """
        if slug not in beds.BEDS:
            raise NotFound("music")
        async with self.turn:
            return await beds.sample(slug, cache=self.cache)

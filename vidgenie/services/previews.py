"""Filmstrips and waveforms of Assets: made once, kept by content."""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import InvalidInput, Unavailable
from vidgenie.library import assets as shelf
from vidgenie.media import previews
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.previews import Waveform

STRIP_HEIGHT = 90  # pixels


@dataclass(frozen=True, slots=True)
class PreviewService:
    """Shows what is in an Account's own Assets. cache: where previews are kept."""

    reading: Transaction
    storage: Storage
    cache: Cache | None

    async def filmstrip(self, account: Account, asset_id: str, *, count: int) -> Path:
        """A JPEG of `count` frames of a clip. Raises NotFound, and InvalidInput for no clip."""
        asset = await asyncio.to_thread(self._asset, account, asset_id)
        facts = asset.facts
        if not facts.is_video:
            raise _wrong_kind("not_a_clip")

        async def make(target: Path) -> None:
            await previews.filmstrip(
                self._path(asset),
                target,
                suffix=facts.suffix,
                seconds=facts.seconds or 0.0,
                count=count,
                height=STRIP_HEIGHT,
            )

        key = key_of("filmstrip", previews.VERSION, asset.sha256, count, STRIP_HEIGHT)
        return await self._cache.get(key, "jpg", make)

    async def waveform(self, account: Account, asset_id: str, *, count: int) -> Waveform:
        """How loud an Asset is, in `count` parts.

        Raises NotFound, and InvalidInput for a picture.
        """
        asset = await asyncio.to_thread(self._asset, account, asset_id)
        if asset.facts.seconds is None:
            raise _wrong_kind("not_sound")

        async def make(target: Path) -> None:
            found = await previews.waveform(
                self._path(asset), suffix=asset.facts.suffix, count=count
            )
            await asyncio.to_thread(target.write_text, json.dumps(asdict(found)))

        key = key_of("waveform", previews.VERSION, asset.sha256, count)
        path = await self._cache.get(key, "json", make)
        kept = json.loads(await asyncio.to_thread(path.read_text))
        return Waveform(seconds=kept["seconds"], peaks=tuple(kept["peaks"]))

    @property
    def _cache(self) -> Cache:
        if self.cache is None:
            raise Unavailable("cache")
        return self.cache

    def _asset(self, account: Account, asset_id: str) -> Asset:
        with self.reading() as session:
            return shelf.asset(session, account.id, asset_id)

    def _path(self, asset: Asset) -> Path:
        return self.storage.path(asset.sha256, asset.facts.suffix)


def _wrong_kind(problem: str) -> InvalidInput:
    return InvalidInput("This Asset is of another kind.", field="asset", problem=problem)

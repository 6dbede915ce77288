"""Files people bring become Assets: never kept as they came."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vidgenie.db import Transaction
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import TooLarge
from vidgenie.library import assets as shelf
from vidgenie.media import magic
from vidgenie.media.pictures import clean_picture
from vidgenie.media.thumbs import thumbnail
from vidgenie.media.uploads import clean, rules
from vidgenie.media.uploads.formats import format_of
from vidgenie.media.uploads.look import look

MAX_PICTURE_BYTES = 20_000_000
MAX_CLIP_BYTES = 500_000_000
MAX_SOUND_BYTES = 200_000_000  # ten minutes of WAV, 24 bits and two channels
MAX_PIXELS = 40_000_000  # of a picture
_THUMBNAIL_WIDTH = 360  # pixels
_PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes files in, one after the other; who calls decides how many at once."""

    transaction: Transaction
    reading: Transaction
    storage: Storage

    async def take_in(
        self,
        account_id: str,
        source: Path,
        *,
        origin: Mapping[str, str],
        keep_alpha: bool = False,
    ) -> Asset:
        """Make a picture, a clip or sound anew and keep it; `source` stays where it is.

        What was taken in before is not made a second time: it is the same Asset.
        origin: what is known about where it comes from. keep_alpha: see `clean_picture`.
        Raises TooLarge, InvalidMedia and StorageFull; RenderFailed when the work was
        ended from outside. When it is cancelled nothing is left.
        """
        form = await asyncio.to_thread(form_of, source)
        if form == _PICTURE:
            return await self.take_picture(account_id, source, origin=origin, keep_alpha=keep_alpha)
        size = await _check_size(source, MAX_CLIP_BYTES)
        digest = await asyncio.to_thread(_digest, source)
        asset_id = shelf.upload_id(account_id, f"{digest}:{clean.VERSION}")
        known = await asyncio.to_thread(self._known, account_id, asset_id)
        if known is not None:
            return known
        seen = await look(source, format=form)
        is_clip = seen.video is not None
        if not is_clip and size > MAX_SOUND_BYTES:
            raise TooLarge(limit=MAX_SOUND_BYTES)
        make = clean.clean_clip if is_clip else clean.clean_sound
        with self.storage.temp("bin") as cleaned:
            facts = await make(source, cleaned, look=seen)
            kind = "video" if is_clip else "audio"
            asset = _asset(asset_id, account_id, kind, facts)
            origin = {**origin, "upload_sha256": digest}
            return await self._finish(replace(asset, origin=origin), cleaned)

    async def take_picture(
        self,
        account_id: str,
        source: Path,
        *,
        origin: Mapping[str, str],
        keep_alpha: bool = False,
    ) -> Asset:
        """The same for what must be a picture."""
        await _check_size(source, MAX_PICTURE_BYTES)
        with self.storage.temp("bin") as cleaned:
            facts = await clean_picture(
                source, cleaned, max_pixels=MAX_PIXELS, keep_alpha=keep_alpha
            )
            digest = await asyncio.to_thread(_digest, cleaned)
            asset_id = shelf.upload_id(account_id, digest)
            known = await asyncio.to_thread(self._known, account_id, asset_id)
            if known is not None:
                return known
            asset = _asset(asset_id, account_id, "image", facts)
            return await self._finish(replace(asset, origin=dict(origin)), cleaned)

    async def _finish(self, asset: Asset, cleaned: Path) -> Asset:
        """Draw the thumbnail, then write everything down at once."""
        with self.storage.temp("jpg") as small:
            files = [(asset, cleaned)]
            if not asset.facts.is_sound:
                facts = await thumbnail(cleaned, small, facts=asset.facts, width=_THUMBNAIL_WIDTH)
                shown = shelf.thumbnail_id(asset.id)
                files.append((_asset(shown, asset.account_id, "thumbnail", facts), small))
            kept = asyncio.create_task(asyncio.to_thread(self._keep, files))
            return await _to_its_end(kept)

    def _keep(self, files: Sequence[tuple[Asset, Path]]) -> Asset:
        """Store the files and write their Assets down; the first of them, as it is now known."""
        stored = [self._stored(asset, path) for asset, path in files]
        with self.transaction() as session:
            for asset in stored:
                shelf.add_asset(session, asset)
            # Somebody may have brought the same file meanwhile.
            return shelf.asset(session, stored[0].account_id, stored[0].id)

    def _stored(self, asset: Asset, path: Path) -> Asset:
        named = path.with_suffix(f".{asset.facts.suffix}")
        try:
            path.rename(named)
            return replace(asset, sha256=self.storage.put(named).sha256)
        finally:
            named.unlink(missing_ok=True)

    def _known(self, account_id: str, asset_id: str) -> Asset | None:
        """The Asset with this id whose file is there."""
        with self.reading() as session:
            found = shelf.assets(session, account_id, {asset_id}).get(asset_id)
        if found and not self.storage.exists(found.sha256, found.facts.suffix):
            return None
        return found


def form_of(source: Path) -> str:
    """A key of FORMATS, or `picture`. Raises InvalidMedia (problem: empty, unsupported)."""
    if magic.suffix_of(source) in magic.PICTURES:
        return _PICTURE
    found = format_of(source)
    if not found:
        # Who brings a GIF is told which pictures we take.
        if magic.is_other_picture(source):
            return _PICTURE
        raise rules.unsupported()
    return found


def is_picture(source: Path) -> bool:
    """Whether it is taken in fast. Raises as `form_of`."""
    return form_of(source) == _PICTURE


async def _to_its_end(task: asyncio.Task[Asset]) -> Asset:
    """What has begun to be written down is finished, whoever has lost patience."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _asset(asset_id: str, account_id: str, kind: str, facts: MediaFacts) -> Asset:
    """An Asset whose file is not stored yet."""
    return Asset(
        id=asset_id,
        account_id=account_id,
        kind=kind,
        sha256="",
        facts=facts,
        created_at=datetime.now(tz=UTC),
    )


async def _check_size(source: Path, limit: int) -> int:
    size = (await asyncio.to_thread(source.stat)).st_size
    if size > limit:
        raise TooLarge(limit=limit)
    return size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

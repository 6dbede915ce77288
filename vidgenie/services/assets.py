"""Assets: files people bring, and links to files."""

import asyncio
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from vidgenie import net
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import MEDIA_TYPES, Asset, MediaFacts
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import InvalidInput, NotFound, TooLarge
from vidgenie.library import assets as shelf
from vidgenie.media.pictures import clean_picture
from vidgenie.media.probe import probe
from vidgenie.media.thumbs import thumbnail
from vidgenie.net import FetchRules
from vidgenie.services.links import Links

MAX_PICTURE_BYTES = 20_000_000
MAX_PIXELS = 40_000_000
_THUMBNAIL_WIDTH = 360  # pixels
_FILE_NAME = re.compile(r"([0-9a-f]{32})\.([a-z0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class AssetView:
    """A stored file as people see it; links are paths of this site, good for a day."""

    id: str
    kind: str
    url: str
    thumbnail_url: str
    width: int
    height: int
    seconds: float | None
    bytes: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to be sent.

    sha256: of its content; it names the content for caches.
    """

    path: Path
    media_type: str
    download_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AssetService:
    """Takes pictures in and signs links; its methods wait, so call them from a thread.

    rules: where `fetch` may go.
    turns: drawing a picture anew takes memory, so only a few are drawn at once.
    origin: the public address of this installation.
    """

    transaction: Transaction
    reading: Transaction
    storage: Storage
    links: Links
    rules: FetchRules = field(default_factory=FetchRules)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))
    origin: str = ""

    def upload(self, account: Account, path: Path, *, name: str) -> AssetView:
        """Take a picture in: drawn anew, without metadata; the file itself is never kept.

        The same picture twice is the same Asset.
        name: what its owner calls it.

        Raises TooLarge and InvalidMedia.
        """
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise TooLarge(limit=MAX_PICTURE_BYTES)
        with self.turns:
            return asyncio.run(self._take_in(account, path, origin=_origin("upload", name)))

    def fetch(self, account: Account, url: str) -> AssetView:
        """Take in the picture a public address leads to. Raises as `upload`, and InvalidInput."""
        with self._temp("bin") as temp:
            asyncio.run(net.fetch_public_image(url, temp, rules=self.rules))
            with self.turns:
                return asyncio.run(self._take_in(account, temp, origin=_origin("url", "")))

    def public_link(self, asset_id: str, suffix: str) -> str:
        """An address a service may fetch the Asset from for a day.

        "" when this installation has no public address with TLS.
        """
        try:
            net.check_url(self.origin, FetchRules(ports={"https": frozenset({443})}))
        except InvalidInput:
            return ""
        return self.origin + self.signed_url(asset_id, suffix)

    def signed_url(self, asset_id: str, suffix: str, *, download: bool = False) -> str:
        """A link to an Asset's file for whoever holds it, good for a day."""
        return self.links.sign(f"{asset_id}.{suffix}", download=download)

    def open_signed(self, name: str, signature: str, expires: int) -> StoredFile:
        """The file a link leads to. Raises NotFound, also when the link is forged or too old."""
        address = _FILE_NAME.fullmatch(name)
        if address is None or not self.links.is_good(name, signature=signature, expires=expires):
            raise NotFound("file")
        asset_id, suffix = address.groups()
        with self.reading() as session:
            asset = shelf.linked_asset(session, asset_id)
        path = self.storage.path(asset.sha256, asset.facts.suffix)
        if suffix != asset.facts.suffix or not path.is_file():
            raise NotFound("file")
        return StoredFile(
            path=path,
            media_type=MEDIA_TYPES[suffix],
            download_name=f"vidgenie-{asset_id[:8]}.{suffix}",
            sha256=asset.sha256,
        )

    def file(self, account: Account, asset_id: str) -> Path:
        """Where the file of an Account's own Asset lies. Raises NotFound."""
        with self.reading() as session:
            asset = shelf.asset(session, account.id, asset_id)
        return self.storage.path(asset.sha256, asset.facts.suffix)

    async def _take_in(
        self, account: Account, source: Path, *, origin: dict[str, str]
    ) -> AssetView:
        with self._temp("bin") as cleaned:
            facts = await clean_picture(source, cleaned, max_pixels=MAX_PIXELS)
            with self._temp(facts.suffix) as named:
                cleaned.rename(named)
                stored = self.storage.put(named)
        asset = Asset(
            id=shelf.upload_id(account.id, stored.sha256),
            account_id=account.id,
            kind="image",
            sha256=stored.sha256,
            facts=facts,
            created_at=datetime.now(tz=UTC),
            origin=origin,
        )
        with self.reading() as session:
            known = shelf.assets(session, account.id, {asset.id})
        if not known:
            small = await self._thumbnail(asset)
            with self.transaction() as session:
                shelf.add_asset(session, asset)
                shelf.add_asset(session, small)
        return self._view(asset)

    async def _thumbnail(self, asset: Asset) -> Asset:
        with self._temp("jpg") as temp:
            source = self.storage.path(asset.sha256, asset.facts.suffix)
            await thumbnail(source, temp, facts=asset.facts, width=_THUMBNAIL_WIDTH)
            facts: MediaFacts = await probe(temp)
            stored = self.storage.put(temp)
        return Asset(
            id=shelf.thumbnail_id(asset.id),
            account_id=asset.account_id,
            kind="thumbnail",
            sha256=stored.sha256,
            facts=facts,
            created_at=asset.created_at,
        )

    @contextmanager
    def _temp(self, suffix: str) -> Generator[Path]:
        path = self.storage.new_temp(suffix)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _view(self, asset: Asset) -> AssetView:
        facts = asset.facts
        return AssetView(
            id=asset.id,
            kind=asset.kind,
            url=self.signed_url(asset.id, facts.suffix),
            thumbnail_url=self.signed_url(shelf.thumbnail_id(asset.id), "jpg"),
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            bytes=facts.bytes,
        )


def _origin(source: str, name: str) -> dict[str, str]:
    shown = "".join(letter for letter in name if letter.isprintable())
    return {"source": source, "name": shown[:120]} if shown else {"source": source}

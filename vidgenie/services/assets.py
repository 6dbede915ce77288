"""Assets: files people bring, and links to files."""

import asyncio
import hashlib
import re
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vidgenie import net
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import MEDIA_TYPES, Asset
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import InvalidInput, NotFound, StorageFull
from vidgenie.library import assets as shelf
from vidgenie.media.cache import Cache
from vidgenie.media.receipt import SUFFIXES
from vidgenie.net import FetchRules
from vidgenie.services.links import Links
from vidgenie.services.previews import PreviewService
from vidgenie.services.uploads import Intake
from vidgenie.storage.disk import full_disk_is_told

_NAME = 120  # characters of what is shown of a name
_FILE_NAME = re.compile(r"([0-9a-f]{32})\.([a-z0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class AssetView:
    """A stored file as people see it; links are paths of this site, good for a day.

    kind: image, video or audio.
    name: what its owner calls it, else how its prompt begins.
    thumbnail_url: "" for sound.
    """

    id: str
    kind: str
    name: str
    url: str
    thumbnail_url: str
    width: int
    height: int
    seconds: float | None
    bytes: int
    has_audio: bool


@dataclass(frozen=True, slots=True)
class AssetPage:
    """Some Assets. next_cursor: for the page after this one, None when this is the last."""

    items: list[AssetView]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to be sent.

    tail: bytes that follow those of the file: the receipt of the Run that made it.
    name: it names the whole content for caches.
    """

    path: Path
    media_type: str
    download_name: str
    sha256: str
    tail: bytes = b""

    @property
    def name(self) -> str:
        """Another one for every content."""
        if not self.tail:
            return self.sha256
        return f"{self.sha256}-{hashlib.sha256(self.tail).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class AssetService:
    """Takes files in, lists them and signs links.

    What is no coroutine waits: call it from a thread.

    rules: where `fetch` may go.
    turns: drawing a picture anew takes memory, so threads draw only a few at once.
    origin: the public address of this installation.
    cache: where previews are kept.
    tail: Run and Asset -> what follows the Asset's bytes where it is handed out as its result.
    """

    transaction: Transaction
    reading: Transaction
    storage: Storage
    links: Links
    rules: FetchRules = field(default_factory=FetchRules)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))
    origin: str = ""
    cache: Cache | None = None
    tail: Callable[[str, str], bytes] = lambda _run, _asset: b""

    @property
    def previews(self) -> PreviewService:
        """Filmstrips and waveforms."""
        return PreviewService(self.reading, self.storage, self.cache)

    def upload(self, account: Account, path: Path, *, name: str) -> AssetView:
        """As `take_in`, for who waits in a thread."""
        with self.turns:
            return asyncio.run(self.take_in(account, path, name=name))

    async def take_in(
        self, account: Account, path: Path, *, name: str, keep_alpha: bool = False
    ) -> AssetView:
        """Take a picture, a clip or sound in: made anew, without metadata; never kept as it came.

        The same file twice is the same Asset.
        name: what its owner calls it. keep_alpha: see `media.pictures.clean_picture`.

        Raises TooLarge, InvalidMedia and StorageFull.
        """
        intake = Intake(self.transaction, self.reading, self.storage)
        origin = _origin("upload", name)
        asset = await intake.take_in(account.id, path, origin=origin, keep_alpha=keep_alpha)
        return (await asyncio.to_thread(self._views, [asset]))[0]

    @contextmanager
    def inbox(self, *, expected: int = 0) -> Generator[Path]:
        """A path for a file on its way in; it is gone with the block.

        expected: bytes it will have, 0 when nobody knows. Raises StorageFull, also for a disk
            that turns out to be full inside the block.
        """
        if self.storage.free_bytes() < expected:
            raise StorageFull
        with full_disk_is_told(), self.storage.temp("upload") as path:
            yield path

    def fetch(self, account: Account, url: str) -> AssetView:
        """Take in the picture a public address leads to. Raises as `take_in`, and InvalidInput."""
        with self.storage.temp("bin") as temp:
            asyncio.run(net.fetch_public_image(url, temp, rules=self.rules))
            with self.turns:
                intake = Intake(self.transaction, self.reading, self.storage)
                origin = _origin("url", "")
                asset = asyncio.run(intake.take_picture(account.id, temp, origin=origin))
            return self._views([asset])[0]

    def get(self, account: Account, asset_id: str) -> AssetView:
        """One of the Account's own. Raises NotFound."""
        with self.reading() as session:
            asset = shelf.asset(session, account.id, asset_id)
        if asset.kind == "thumbnail":
            raise NotFound("asset")
        return self._views([asset])[0]

    def page(self, account: Account, *, kind: str, limit: int, cursor: str) -> AssetPage:
        """The Account's Assets, newest first.

        kind: image, video or audio, "" for all. cursor: where the page before ended.
        Raises InvalidInput for a cursor that is none.
        """
        with self.reading() as session:
            after = shelf.assets(session, account.id, {cursor}).get(cursor) if cursor else None
            if cursor and after is None:
                raise InvalidInput("This is no cursor.", field="cursor", problem="malformed")
            found = shelf.page(session, account.id, kind=kind, after=after, limit=limit + 1)
        items = self._views(found[:limit])
        return AssetPage(items, next_cursor=items[-1].id if len(found) > limit else None)

    def public_link(self, asset_id: str, suffix: str) -> str:
        """An address a service may fetch the Asset from for a day.

        "" when this installation has no public address with TLS.
        """
        try:
            net.check_url(self.origin, FetchRules(ports={"https": frozenset({443})}))
        except InvalidInput:
            return ""
        return self.origin + self.signed_url(asset_id, suffix)

    def signed_url(
        self, asset_id: str, suffix: str, *, download: bool = False, run: str = ""
    ) -> str:
        """A link to an Asset's file for whoever holds it, good for a day.

        run: the Run whose result it is, for its receipt to be in the file.
        """
        run = run if suffix in SUFFIXES else ""
        return self.links.sign(f"{asset_id}.{suffix}", download=download, run=run)

    def open_signed(self, name: str, signature: str, expires: int, *, run: str = "") -> StoredFile:
        """The file a link leads to. Raises NotFound, also when the link is forged or too old."""
        address = _FILE_NAME.fullmatch(name)
        is_good = self.links.is_good(name, signature=signature, expires=expires, run=run)
        if address is None or not is_good:
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
            tail=self.tail(run, asset_id) if run else b"",
        )

    def file(self, account: Account, asset_id: str) -> Path:
        """Where the file of an Account's own Asset lies. Raises NotFound."""
        with self.reading() as session:
            asset = shelf.asset(session, account.id, asset_id)
        return self.storage.path(asset.sha256, asset.facts.suffix)

    def _views(self, found: Sequence[Asset]) -> list[AssetView]:
        with self.reading() as session:
            small = shelf.thumbnails(session, found)
        return [self._view(asset, small.get(asset.id)) for asset in found]

    def _view(self, asset: Asset, small: Asset | None) -> AssetView:
        facts = asset.facts
        return AssetView(
            id=asset.id,
            kind=asset.kind,
            name=asset.origin.get("name") or asset.origin.get("prompt", "")[:_NAME],
            url=self.signed_url(asset.id, facts.suffix),
            thumbnail_url="" if small is None else self.signed_url(small.id, small.facts.suffix),
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            bytes=facts.bytes,
            has_audio=facts.has_audio,
        )


def _origin(source: str, name: str) -> dict[str, str]:
    """What is noted about a file; of its name what can be printed, and no folder."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return {"source": source, "name": shown[:_NAME]} if shown else {"source": source}

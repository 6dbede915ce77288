"""From a Provider's job to an Asset: deliver, verify, thumbnail, store."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vidgenie.db import Transaction
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.craft import Bed, Craft, Stretch
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.storage import Storage
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.timeline import Timeline
from vidgenie.domain.value import FileValue, PortType
from vidgenie.engine.ports import Shelf
from vidgenie.engine.threads import in_thread
from vidgenie.media.thumbs import thumbnail
from vidgenie.media.verify import verify_clip, verify_image, verify_speech

THUMBNAIL_WIDTH = 360
Request = ImageRequest | ClipRequest | SpeechRequest
Wanted = Request | Craft
# What files are called until their true suffix is known.
_SUFFIXES: Mapping[type, str] = {
    ImageRequest: "png",
    ClipRequest: "mp4",
    SpeechRequest: "wav",
    Timeline: "mp4",
    Stretch: "wav",
    Bed: "wav",
}

Deliver = Callable[[Path], Awaitable[Mapping[str, str]]]
"""Writes the file to the path; what is worth keeping about how it was made."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose work it is, and where it came from.

    key: the same for every repetition of one delivery; Asset ids are made of it.
    recipe: digest of what was asked for, when the file can stand for it another time.
    """

    account_id: str
    run_id: str
    node_id: str
    key: str
    recipe: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    path: Path
    facts: MediaFacts


@dataclass(frozen=True, slots=True)
class Delivery:
    """Brings files in; repeating a delivery gives the same Asset."""

    storage: Storage
    shelf: Shelf
    transaction: Transaction

    async def bring(self, deliver: Deliver, wanted: Wanted, *, origin: Origin) -> FileValue:
        """Have the file written, verify it, store it, with a thumbnail if it can be seen.

        Raises OutputRejected when the file is not what was asked for; it is then
        not stored and nothing is charged for it.
        """
        target = self.storage.new_temp(_SUFFIXES[type(wanted)])
        small = self.storage.new_temp("jpg")
        try:
            made = await deliver(target)
            facts = await _verified(target, wanted)
            seen = None
            if facts.width:
                seen = await thumbnail(target, small, facts=facts, width=THUMBNAIL_WIDTH)
            # The store files it under its suffix: the true one, whatever was asked for.
            target = target.rename(target.with_suffix(f".{facts.suffix}"))
            main = _Piece(_kind(facts), target, facts)
            thumb = _Piece("thumbnail", small, seen) if seen else None
            return await in_thread(lambda: self._keep(main, thumb, origin=origin, made=made))
        finally:
            target.unlink(missing_ok=True)
            small.unlink(missing_ok=True)

    def _keep(
        self, main: _Piece, thumb: _Piece | None, *, origin: Origin, made: Mapping[str, str]
    ) -> FileValue:
        asset = self._asset(main, origin=origin, made=made)
        small = self._asset(thumb, origin=origin, made={}) if thumb else None
        with self.transaction() as session:
            self.shelf.keep(session, asset)
            if small:
                self.shelf.keep(session, small)
        return FileValue(
            asset_id=asset.id,
            type=PortType(main.kind),
            suffix=main.facts.suffix,
            width=main.facts.width,
            height=main.facts.height,
            bytes=main.facts.bytes,
            seconds=main.facts.seconds,
            thumbnail_id=small.id if small else "",
            origin=asset.origin,
        )

    def _asset(self, piece: _Piece, *, origin: Origin, made: Mapping[str, str]) -> Asset:
        stored = self.storage.put(piece.path)
        return Asset(
            id=hashlib.sha256(f"{origin.key}:{piece.kind}".encode()).hexdigest()[:32],
            account_id=origin.account_id,
            kind=piece.kind,
            sha256=stored.sha256,
            facts=piece.facts,
            created_at=datetime.now(tz=UTC),
            run_id=origin.run_id,
            node_id=origin.node_id,
            origin=dict(made),
            recipe=origin.recipe if piece.kind != "thumbnail" else None,
        )


def _kind(facts: MediaFacts) -> str:
    if not facts.width:
        return "audio"
    return "video" if facts.is_video else "image"


async def _verified(path: Path, wanted: Wanted) -> MediaFacts:
    match wanted:
        case SpeechRequest() | Stretch() | Bed():
            return await verify_speech(path)
        case ClipRequest(seconds=seconds, size=size):
            return await verify_clip(path, seconds=seconds, size=size)
        case Timeline():
            return await verify_clip(
                path, seconds=wanted.seconds, size=wanted.size, frames=wanted.frames
            )
        case ImageRequest(size=size):
            return await verify_image(path, size=size)

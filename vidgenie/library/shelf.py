"""The shelf: where the engine keeps what a Run makes."""

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session

from vidgenie.domain.asset import Asset
from vidgenie.domain.ports.storage import Storage
from vidgenie.domain.run import RunStatus
from vidgenie.domain.value import FileValue, PortType
from vidgenie.library import assets, store

_TYPES = {"video": PortType.VIDEO, "audio": PortType.AUDIO}


class Shelf:
    """Assets and Content inside the engine's transactions; nothing here commits.

    storage: where the Assets' bytes are.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def keep(self, session: Session, asset: Asset) -> None:
        """Write an Asset down; the same id twice is the same Asset."""
        assets.add_asset(session, asset)

    def find(self, session: Session, account_id: str, asset_id: str) -> FileValue:
        """An Asset as a value. Raises NotFound when the Account has no such Asset."""
        asset = assets.asset(session, account_id, asset_id)
        facts = asset.facts
        small = assets.thumbnail_of(session, asset)
        return FileValue(
            asset_id=asset.id,
            type=_TYPES.get(asset.kind, PortType.IMAGE),
            suffix=facts.suffix,
            width=facts.width,
            height=facts.height,
            bytes=facts.bytes,
            seconds=facts.seconds,
            thumbnail_id="" if small is None else small.id,
            origin=dict(asset.origin),
        )

    def path(self, session: Session, account_id: str, asset_id: str) -> Path:
        """Where the Asset's file lies. Raises NotFound."""
        asset = assets.asset(session, account_id, asset_id)
        return self._storage.path(asset.sha256, asset.facts.suffix)

    def end(
        self,
        session: Session,
        *,
        run_id: str,
        status: RunStatus,
        files: Mapping[str, str],
        charged: int,
    ) -> None:
        """The Run is over. files: image, video, audio, thumbnail -> Asset id; charged: credits."""
        store.end_content(session, run_id=run_id, status=status, files=files, charged=charged)

    def take_up(self, session: Session, *, run_id: str) -> None:
        """The Run that was over goes on."""
        store.reopen_content(session, run_id=run_id)

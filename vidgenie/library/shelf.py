"""The shelf: where the engine keeps what a Run makes."""

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session

from vidgenie.domain.asset import Asset
from vidgenie.domain.brand import Brand
from vidgenie.domain.craft import Source
from vidgenie.domain.ports.storage import Storage
from vidgenie.domain.run import RunStatus
from vidgenie.domain.value import FileValue
from vidgenie.errors import NotFound
from vidgenie.library import assets, store
from vidgenie.library.brands import find_brand
from vidgenie.library.values import file_value


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
        return file_value(asset, assets.thumbnail_of(session, asset))

    def known(self, session: Session, account_id: str, recipe: str) -> FileValue | None:
        """The newest file that was made of this recipe, if it is still there."""
        asset = assets.made_of(session, account_id, recipe)
        if asset is None or not self._storage.exists(asset.sha256, asset.facts.suffix):
            return None
        return file_value(asset, assets.thumbnail_of(session, asset))

    def sources(self, session: Session, account_id: str, asset_ids: set[str]) -> dict[str, Source]:
        """Asset id -> its file, in one query. Raises NotFound when one is missing."""
        found = assets.assets(session, account_id, asset_ids)
        if found.keys() != asset_ids:
            raise NotFound("asset")
        return {
            asset.id: Source(self._storage.path(asset.sha256, asset.facts.suffix), asset.sha256)
            for asset in found.values()
        }

    def brand(self, session: Session, account_id: str, kit_id: str) -> Brand:
        """A brand kit. Raises NotFound when the Account has no such kit."""
        return find_brand(session, account_id, kit_id, find=self.find)

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

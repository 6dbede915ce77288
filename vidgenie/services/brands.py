"""Use cases on brand kits: what makes all videos of an Account look like theirs."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from vidgenie.accounts.tables import AccountRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.timeline import Corner
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.library import assets, brands
from vidgenie.library.brands import BrandKit
from vidgenie.services.naming import check_name

MOST = 20
"""Brand kits an Account may have."""
LONGEST_NAME = 60  # characters
WIDTHS, OPACITIES = (0.04, 0.4), (0.1, 1.0)
_COLOUR = re.compile(r"#[0-9A-F]{6}")
# Field -> kinds of Assets it may show.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "logo_asset_id": ("image",),
    "intro_asset_id": ("image", "video"),
    "outro_asset_id": ("image", "video"),
}


@dataclass(frozen=True, slots=True)
class BrandKitView:
    """A brand kit as people see it; links are paths of this site, good for a day, "" for none."""

    id: str
    name: str
    is_default: bool
    logo_asset_id: str | None
    logo_url: str
    logo_corner: Corner
    logo_width: float
    logo_opacity: float
    intro_asset_id: str | None
    intro_url: str
    outro_asset_id: str | None
    outro_url: str
    font: str
    colour: str
    active: str
    box: str


@dataclass(frozen=True, slots=True)
class BrandService:
    """Keeps brand kits.

    clock: the present instant, aware, UTC.
    sign: (Asset id, suffix) -> a link to its file.
    fonts: families captions can be set in.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    sign: Callable[[str, str], str]
    fonts: Sequence[str]

    def all(self, account: Account) -> list[BrandKitView]:
        """The Account's brand kits, the oldest first."""
        with self.reading() as session:
            found = brands.kits(session, account.id)
            return self._views(session, account, found)

    def get(self, account: Account, kit_id: str) -> BrandKitView:
        """One brand kit. Raises NotFound, also when it is somebody else's."""
        with self.reading() as session:
            found = brands.kit(session, account.id, kit_id)
            return self._views(session, account, {kit_id: found})[0]

    def create(self, account: Account, wanted: BrandKit) -> BrandKitView:
        """Keep a new brand kit. Raises InvalidInput, NotFound for an Asset, and Conflict."""
        kept = self._checked(wanted)
        with self.transaction() as session:
            _lock(session, account)
            self._check_assets(session, account, kept)
            if brands.count(session, account.id) >= MOST:
                raise Conflict(f"An account has at most {MOST} brand kits.", problem="too_many")
            kit_id = brands.add_kit(session, account.id, kept, now=self.clock())
        return self.get(account, kit_id)

    def change(self, account: Account, kit_id: str, wanted: BrandKit) -> BrandKitView:
        """Keep this instead; the last one stands. Raises InvalidInput and NotFound."""
        kept = self._checked(wanted)
        with self.transaction() as session:
            _lock(session, account)
            brands.kit(session, account.id, kit_id)
            self._check_assets(session, account, kept)
            brands.change_kit(session, account.id, kit_id, kept, now=self.clock())
        return self.get(account, kit_id)

    def delete(self, account: Account, kit_id: str) -> None:
        """Forget a brand kit; videos made with it stay as they are. Raises NotFound."""
        with self.transaction() as session:
            brands.delete_kit(session, account.id, kit_id)

    def _checked(self, wanted: BrandKit) -> BrandKit:
        """The brand kit as it is kept. Raises InvalidInput."""
        _check_range("logoWidth", wanted.logo_width, WIDTHS)
        _check_range("logoOpacity", wanted.logo_opacity, OPACITIES)
        if wanted.font and wanted.font not in self.fonts:
            raise InvalidInput("There is no such font.", field="font", problem="not_allowed")
        return replace(
            wanted,
            name=check_name(wanted.name, longest=LONGEST_NAME),
            colour=_colour("colour", wanted.colour),
            active=_colour("active", wanted.active),
            box=_colour("box", wanted.box),
        )

    def _check_assets(self, session: Session, account: Account, wanted: BrandKit) -> None:
        """Refuse Assets that are somebody else's, or of a kind that cannot be shown there."""
        found = assets.assets(session, account.id, wanted.asset_ids)
        for field, asset_id in _shown(wanted):
            if asset_id not in found:
                raise NotFound("asset")
            if found[asset_id].kind not in _KINDS[field]:
                raise InvalidInput(
                    f"Choose one of these: {', '.join(_KINDS[field])}.",
                    field=_camel(field),
                    problem="wrong_kind",
                )

    def _views(
        self, session: Session, account: Account, found: Mapping[str, BrandKit]
    ) -> list[BrandKitView]:
        ids = {asset_id for kit in found.values() for asset_id in kit.asset_ids}
        files = assets.assets(session, account.id, ids)
        return [self._view(kit_id, kit, files) for kit_id, kit in found.items()]

    def _view(self, kit_id: str, kit: BrandKit, files: Mapping[str, Asset]) -> BrandKitView:
        def url(asset_id: str | None) -> str:
            file = files.get(asset_id or "")
            return self.sign(file.id, file.facts.suffix) if file else ""

        return BrandKitView(
            id=kit_id,
            logo_url=url(kit.logo_asset_id),
            intro_url=url(kit.intro_asset_id),
            outro_url=url(kit.outro_asset_id),
            **asdict(kit),
        )


def _lock(session: Session, account: Account) -> None:
    """Let the Account's brand kits be changed one after the other.

    Two at once would both become the default, or the twenty-first.
    """
    mine = select(AccountRow.id).where(col(AccountRow.id) == account.id)
    session.exec(mine.with_for_update(key_share=True)).first()


def _shown(kit: BrandKit) -> Iterator[tuple[str, str]]:
    """(field, Asset id) of every file the brand kit shows."""
    files = {
        "logo_asset_id": kit.logo_asset_id,
        "intro_asset_id": kit.intro_asset_id,
        "outro_asset_id": kit.outro_asset_id,
    }
    return ((field, asset_id) for field, asset_id in files.items() if asset_id)


def _camel(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(word.title() for word in rest)


def _colour(field: str, typed: str) -> str:
    """The colour in capitals, "" for none. Raises InvalidInput."""
    colour = typed.upper()
    if colour and not _COLOUR.fullmatch(colour):
        raise InvalidInput("Write a colour as #RRGGBB.", field=field, problem="malformed")
    return colour


def _check_range(field: str, number: float, bounds: tuple[float, float]) -> None:
    low, high = bounds
    if not math.isfinite(number) or not low <= number <= high:
        raise InvalidInput(
            f"Choose a number from {low} to {high}.",
            field=field,
            problem="out_of_range",
            min=low,
            max=high,
        )

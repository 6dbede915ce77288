"""SQL of brand kits; nothing here commits."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, col, select

from vidgenie.domain.brand import Brand
from vidgenie.domain.files import FileValue
from vidgenie.domain.timeline import Corner, Logo
from vidgenie.errors import NotFound
from vidgenie.library.tables import BrandKitRow

FindFile = Callable[[Session, str, str], FileValue]
"""(session, Account id, Asset id) -> the Asset as a value. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class BrandKit:
    """What an Account has chosen for its videos.

    *_asset_id: None where nothing is shown. logo_width: part of the frame's width.
    font, colour, active, box: "" where the caption style's own hold; see domain.brand.Brand.
    """

    name: str
    is_default: bool = False
    logo_asset_id: str | None = None
    logo_corner: Corner = Corner.TOP_RIGHT
    logo_width: float = 0.16
    logo_opacity: float = 0.9
    intro_asset_id: str | None = None
    outro_asset_id: str | None = None
    font: str = ""
    colour: str = ""
    active: str = ""
    box: str = ""

    @property
    def asset_ids(self) -> set[str]:
        """The Assets it shows."""
        found = (self.logo_asset_id, self.intro_asset_id, self.outro_asset_id)
        return {asset_id for asset_id in found if asset_id}


def kits(session: Session, account_id: str) -> dict[str, BrandKit]:
    """Id -> brand kit, all that the Account has, the oldest first."""
    rows = select(BrandKitRow).where(BrandKitRow.account_id == account_id)
    rows = rows.order_by(col(BrandKitRow.created_at), col(BrandKitRow.id))
    return {row.id: _kit(row) for row in session.exec(rows)}


def kit(session: Session, account_id: str, kit_id: str) -> BrandKit:
    """A brand kit of this Account. Raises NotFound, also when it is somebody else's."""
    row = session.get(BrandKitRow, kit_id)
    if row is None or row.account_id != account_id:
        raise NotFound("brand_kit")
    return _kit(row)


def count(session: Session, account_id: str) -> int:
    """How many brand kits the Account has."""
    rows = select(func.count()).select_from(BrandKitRow)
    return session.exec(rows.where(BrandKitRow.account_id == account_id)).one()


def add_kit(session: Session, account_id: str, new: BrandKit, *, now: datetime) -> str:
    """Keep a brand kit; its id. A new default takes the place of the old one."""
    kit_id = secrets.token_hex(16)
    if new.is_default:
        _take_default(session, account_id)
    row = {"id": kit_id, "account_id": account_id, "created_at": now, "updated_at": now}
    session.exec(insert(BrandKitRow).values({**row, **_values(new)}))
    return kit_id


def change_kit(
    session: Session, account_id: str, kit_id: str, wanted: BrandKit, *, now: datetime
) -> None:
    """Keep this instead of what was there; the last one stands. Raises NotFound."""
    # The Account is part of the statement: nobody else's default is touched by a wrong id.
    if wanted.is_default:
        _take_default(session, account_id)
    statement = update(BrandKitRow).where(
        col(BrandKitRow.id) == kit_id, col(BrandKitRow.account_id) == account_id
    )
    if session.exec(statement.values(updated_at=now, **_values(wanted))).rowcount == 0:
        raise NotFound("brand_kit")


def delete_kit(session: Session, account_id: str, kit_id: str) -> None:
    """Forget a brand kit; its files stay. Raises NotFound."""
    statement = delete(BrandKitRow).where(
        col(BrandKitRow.id) == kit_id, col(BrandKitRow.account_id) == account_id
    )
    if session.exec(statement).rowcount == 0:
        raise NotFound("brand_kit")


def find_brand(session: Session, account_id: str, kit_id: str, *, find: FindFile) -> Brand:
    """A brand kit with its files. Raises NotFound when the Account has no such kit."""
    chosen = kit(session, account_id, kit_id)

    def file(asset_id: str | None) -> FileValue | None:
        return find(session, account_id, asset_id) if asset_id else None

    logo = file(chosen.logo_asset_id)
    return Brand(
        name=chosen.name,
        logo=logo and Logo(logo, chosen.logo_corner, chosen.logo_width, chosen.logo_opacity),
        intro=file(chosen.intro_asset_id),
        outro=file(chosen.outro_asset_id),
        font=chosen.font,
        colour=chosen.colour,
        active=chosen.active,
        box=chosen.box,
    )


def _take_default(session: Session, account_id: str) -> None:
    """No brand kit of the Account is its default any more."""
    mine = update(BrandKitRow).where(
        col(BrandKitRow.account_id) == account_id, col(BrandKitRow.is_default)
    )
    session.exec(mine.values(is_default=False))


def _values(kit: BrandKit) -> dict[str, object]:
    # The columns are called as the fields are.
    return {**asdict(kit), "logo_corner": kit.logo_corner.value}


def _kit(row: BrandKitRow) -> BrandKit:
    kit = BrandKit(**{field.name: getattr(row, field.name) for field in fields(BrandKit)})
    return replace(kit, logo_corner=Corner(row.logo_corner))

"""Alerts: when an Account wants to be warned, and all that decides it, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BindParameter, Label, bindparam, func, literal, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.ledger.moves import ACCOUNT
from vidgenie.ledger.tables import AlertRow, CreditLot, HoldRow, LedgerEntry, Wallet

_DAY: BindParameter[datetime] = bindparam("p_day", type_=UTCDateTime())
_HOUR: BindParameter[datetime] = bindparam("p_hour", type_=UTCDateTime())
# Credits that come back from a Run are no top-up.
_TOP_UPS = ("plan", "pack", "promo", "adjust")


@dataclass(frozen=True, slots=True)
class Alerts:
    """low_at: below so many available, None = as usual. unusual: when far more than usual goes."""

    low_at: int | None = None
    unusual: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What an Account has and uses now; credits.

    available: what expired is not in it. top_up: id of the lot that came in last, "" for none.
    planned: what the plan granted last. today, last_hour: used, or set aside by Runs begun
        since midnight (UTC), or an hour ago.
    """

    available: int
    unlimited: bool
    alerts: Alerts
    top_up: str
    planned: int
    today: int
    last_hour: int


def alerts(session: Session, account_id: str) -> Alerts:
    """What the Account has chosen."""
    row = session.get(AlertRow, account_id)
    return Alerts() if row is None else Alerts(row.low_at, row.unusual)


def save(session: Session, account_id: str, chosen: Alerts, *, now: datetime) -> None:
    """Keep the choice; the last one stands."""
    row = AlertRow(
        account_id=account_id, low_at=chosen.low_at, unusual=chosen.unusual, updated_at=now
    )
    session.merge(row)
    session.flush()


def standing(session: Session, account_id: str, *, day: datetime, hour: datetime) -> Standing:
    """What decides whether to warn, in the transaction that has spent.

    day, hour: when the day began, and an hour ago. Raises ValueError without a wallet.
    """
    parameters = {"p_account": account_id, "p_day": day, "p_hour": hour}
    row = session.connection().execute(_STANDING, parameters).first()
    if row is None:
        raise ValueError(f"account {account_id} has no wallet")
    return Standing(
        available=row.available,
        unlimited=row.unlimited,
        alerts=Alerts(row.low_at, True if row.unusual is None else row.unusual),
        top_up=row.top_up or "",
        planned=row.planned or 0,
        today=int(row.today),
        last_hour=int(row.last_hour),
    )


def _since(begin: BindParameter[datetime], name: str) -> Label[int]:
    """Credits used since then, and those that Runs begun since then still hold."""
    used = select(func.coalesce(func.sum(col(LedgerEntry.amount)), 0)).where(
        col(LedgerEntry.account_id) == ACCOUNT,
        col(LedgerEntry.target) == literal("consumed", literal_execute=True),
        col(LedgerEntry.created_at) >= begin,
    )
    left = col(HoldRow.amount) - col(HoldRow.captured) - col(HoldRow.released)
    held = select(func.coalesce(func.sum(left), 0)).where(
        col(HoldRow.state) == "open",
        col(HoldRow.created_at) >= begin,
        col(HoldRow.account_id) == ACCOUNT,
    )
    return Label(name, used.scalar_subquery() + held.scalar_subquery())


def _newest(column: object, sources: tuple[str, ...], name: str) -> Label[Any]:
    """A column of the lot of these sources that came in last."""
    lot = CreditLot
    newest = select(col(cast("Any", column))).where(
        col(lot.account_id) == ACCOUNT, col(lot.source).in_(sources)
    )
    order = (col(lot.created_at).desc(), col(lot.id).desc())
    return Label(name, newest.order_by(*order).limit(1).scalar_subquery())


_STANDING = (
    select(
        col(Wallet.available),
        col(Wallet.unlimited),
        col(AlertRow.low_at),
        col(AlertRow.unusual),
        _newest(CreditLot.id, _TOP_UPS, "top_up"),
        _newest(CreditLot.granted, ("plan",), "planned"),
        _since(_DAY, "today"),
        _since(_HOUR, "last_hour"),
    )
    .outerjoin_from(Wallet, AlertRow, col(AlertRow.account_id) == col(Wallet.account_id))
    .where(col(Wallet.account_id) == ACCOUNT)
)

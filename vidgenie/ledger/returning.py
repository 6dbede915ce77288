"""Returning: where credits go that come back from a Run, held ones and captured ones."""

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Label, String, case, func, literal, select, union_all
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col

from vidgenie.ledger.lots import issue
from vidgenie.ledger.moves import NOW, Lines, Operation, Rooms, entries
from vidgenie.ledger.tables import CreditLot, LedgerEntry

# Credits that expired while a Run had them come back for this long.
GRACE = timedelta(days=30)


Returns = ReturningInsert[int | None, str, int]


def returns(rooms: Rooms, *, source: str) -> Returns:
    """A statement for `bring_back`: see `_returning`."""
    entry = LedgerEntry
    new = entries(_returning(rooms, source=source))
    return new.returning(col(entry.id), col(entry.target), col(entry.amount))


def _returning(rooms: Rooms, *, source: str) -> Lines:
    """Lines that take all of `room` back to its lots, from the bucket `source`.

    Minted credits go nowhere, nor do those whose money was given back (as many as are still
    to be taken); expired ones go out of reach, for `bring_back` to replace; the rest is available.
    """
    room = rooms.subquery()
    lot = CreditLot
    owed = col(lot.reversed) - col(lot.revoked)
    gone = case(
        (col(lot.source) == "unlimited", room.c.room),
        (owed <= 0, 0),
        (owed < room.c.room, owed),
        else_=room.c.room,
    )
    target = case((col(lot.expires_at) <= NOW, "expired"), else_="available")
    back = (
        select(room.c.lot_id, room.c.room, room.c.rank, gone.label("gone"), target.label("target"))
        .join(lot, col(lot.id) == room.c.lot_id)
        .subquery()
    )
    part = union_all(
        select(
            back.c.lot_id,
            literal("revoked", String).label("target"),
            back.c.gone.label("amount"),
            back.c.rank,
        ).where(back.c.gone > 0),
        select(
            back.c.lot_id, back.c.target, (back.c.room - back.c.gone).label("amount"), back.c.rank
        ).where(back.c.room > back.c.gone),
    ).subquery()
    return select(
        part.c.lot_id,
        literal(source, String).label("source"),
        part.c.target,
        Label("amount", part.c.amount),
        func.row_number().over(order_by=(part.c.rank, part.c.target)).label("rank"),
    )


def bring_back(session: Session, statement: Returns, operation: Operation, **more: object) -> None:
    """Execute a statement of `returns`; what was late comes back for `GRACE`.

    more: parameters that the statement has besides the operation's.
    """
    written = session.connection().execute(statement, operation.parameters() | more)
    for entry_id, target, amount in written.all():
        if target != "expired":
            continue
        lot = CreditLot(
            id=secrets.token_hex(16),
            account_id=operation.account_id,
            source="refund",
            key=f"late:{entry_id}",
            created_at=operation.now,
            expires_at=operation.now + GRACE,
        )
        again = replace(
            operation, kind="reissue", key=lot.key, reason="refund", run_id=None, details={}
        )
        issue(session, again, lot=lot, amount=amount)

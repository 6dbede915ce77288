"""Budgets: what an Account may spend at most, and what it has spent or set aside."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Label, case, func, literal, select, union_all
from sqlmodel import Session, col

from vidgenie.ledger.tables import BudgetRow, HoldRow, LedgerEntry


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so much in one Run, in a day, in a month (UTC's); None = as much as there is.

    run, day, month: credits. The others: what Providers charge, in millionths of a dollar.
    """

    run: int | None = None
    day: int | None = None
    month: int | None = None
    run_micro_usd: int | None = None
    day_micro_usd: int | None = None
    month_micro_usd: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What went since a day and since a month began."""

    day: int
    month: int


def budget(session: Session, account_id: str) -> Budget:
    """What the Account has set; nothing to begin with."""
    row = session.get(BudgetRow, account_id)
    if row is None:
        return Budget()
    return Budget(
        run=row.run,
        day=row.day,
        month=row.month,
        run_micro_usd=row.run_micro_usd,
        day_micro_usd=row.day_micro_usd,
        month_micro_usd=row.month_micro_usd,
    )


def save(session: Session, account_id: str, limits: Budget, *, now: datetime) -> None:
    """Keep the limits; the last ones stand."""
    row = BudgetRow(
        account_id=account_id,
        run=limits.run,
        day=limits.day,
        month=limits.month,
        run_micro_usd=limits.run_micro_usd,
        day_micro_usd=limits.day_micro_usd,
        month_micro_usd=limits.month_micro_usd,
        updated_at=now,
    )
    session.merge(row)
    session.flush()


def spent(session: Session, account_id: str, *, day: datetime, month: datetime) -> Spent:
    """Credits of the Runs that began then, and what was deducted without a Run.

    A Run counts with all it set aside while its Hold is open, then with what it was charged.
    """
    charged = col(HoldRow.captured) - col(HoldRow.refunded)
    held = case((col(HoldRow.state) == "open", col(HoldRow.amount)), else_=charged)
    runs = select(Label("at", col(HoldRow.created_at)), Label("amount", held)).where(
        col(HoldRow.account_id) == account_id, col(HoldRow.created_at) >= month
    )
    deducted = select(col(LedgerEntry.created_at), col(LedgerEntry.amount)).where(
        col(LedgerEntry.account_id) == account_id,
        col(LedgerEntry.target) == literal("consumed", literal_execute=True),
        col(LedgerEntry.kind) == "deduct",
        col(LedgerEntry.created_at) >= month,
    )
    every = union_all(runs, deducted).subquery()
    today = func.sum(case((every.c.at >= day, every.c.amount), else_=0))
    row = session.connection().execute(select(today, func.sum(every.c.amount))).one()
    return Spent(int(row[0] or 0), int(row[1] or 0))

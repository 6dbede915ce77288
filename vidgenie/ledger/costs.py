"""Costs: what Runs set aside, were charged and got back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.ledger.tables import HoldRow


@dataclass(frozen=True, slots=True)
class RunCost:
    """What a Run set aside at its start, was charged, and got back; in credits.

    charged: of what was captured, all that was not refunded.
    held == charged + refunded + released once its Hold is closed.
    """

    held: int
    charged: int
    released: int
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A Hold that has not been closed yet."""

    run_id: str
    account_id: str
    amount: int
    captured: int
    created_at: datetime


def run_costs(session: Session, run_ids: Sequence[str]) -> dict[str, RunCost]:
    """What each of these Runs cost so far; a Run that holds nothing is not in the answer."""
    query = select(
        col(HoldRow.run_id),
        col(HoldRow.amount),
        col(HoldRow.captured) - col(HoldRow.refunded),
        col(HoldRow.released),
        col(HoldRow.refunded),
    ).where(col(HoldRow.run_id).in_(run_ids))
    return {run_id: RunCost(*cost) for run_id, *cost in session.connection().execute(query)}


def open_holds(session: Session) -> list[OpenHold]:
    """Every open Hold, the oldest first."""
    query = (
        select(
            col(HoldRow.run_id),
            col(HoldRow.account_id),
            col(HoldRow.amount),
            col(HoldRow.captured),
            col(HoldRow.created_at),
        )
        .where(col(HoldRow.state) == "open")
        .order_by(col(HoldRow.created_at), col(HoldRow.run_id))
    )
    return [OpenHold(*row) for row in session.connection().execute(query)]

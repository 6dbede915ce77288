"""Orders: Runs that are wanted, what they would cost, and what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from vidgenie.domain.graph import Graph
from vidgenie.domain.pricing import QuoteLine
from vidgenie.engine.outputs import Made

USUAL, FRONT = 50, 10
"""Priorities of Runs: the lower one goes first."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What a Run would cost, in credits, and what the Account has.

    available: at least the total when its plan has no limit.
    """

    total: int
    available: int
    unlimited: bool
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A Run that is queued. credits: what its Hold took."""

    run_id: str
    estimated_seconds: int
    credits: int


@dataclass(frozen=True, slots=True)
class Order:
    """A Run that is wanted.

    idempotency_key: the same one with the same request is the same Run; "" = a new one.
    also: called with (session, Run) in the transaction that starts it.
    is_listed: whether the library shows what it makes.
    given: Node -> what it has already; it is neither made nor paid for again.
    request: what is asked for, when that is not the Graph itself.
    graph_id, source, priority: see engine.tables.RunRow.
    """

    graph: Graph
    idempotency_key: str = ""
    also: Callable[[Session, str], None] | None = None
    is_listed: bool = True
    given: Mapping[str, Made] = field(default_factory=dict[str, Made])
    request: str = ""
    graph_id: str | None = None
    source: str = "api"
    priority: int = USUAL

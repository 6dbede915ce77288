"""Tables of the engine: Runs, their Nodes, calls to Providers, processes alive."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Json = dict[str, Any]


class RunRow(SQLModel, table=True):
    """One execution of a frozen Graph.

    graph: the Graph as `domain.graph_json` writes it; it never changes.
    version: raised by one with every change of the Run or one of its Nodes.
    touched: on SQLite, raised above that of every other Run with every change,
        so that one index look-up tells which Runs changed.
    request_hash: of the request that came with `idempotency_key`.
    held: credits set aside at the start.
    result: the file the output Node shows, as domain.value writes it.
    resumed: how often it was taken up again after it had ended in doubt.
    doubt_until: it ended in doubt, its Hold is open and its owner is asked what to do,
        until then; None in every other case.
    graph_id: of the Graph it was started from, None when there is none.
    source: who started it: graph, api or project.
    priority: Runs with a lower one go first, 1 to 100.
    """

    __tablename__ = "vg_run"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        UniqueConstraint("account_id", "idempotency_key"),
        Index("ix_vg_run_account", "account_id", "created_at"),
        Index("ix_vg_run_status", "status"),
        Index("ix_vg_run_touched", "touched"),
        Index("ix_vg_run_graph", "graph_id", "created_at"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    status: str = Field(sa_column=Column(String(16), nullable=False))
    prompt: str = Field(default="", sa_column=Column(Text, nullable=False))
    graph: Json = Field(sa_column=Column(JSON, nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    touched: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    idempotency_key: str | None = Field(default=None, sa_column=Column(String(200)))
    request_hash: str = Field(default="", sa_column=Column(String(64), nullable=False))
    held: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    result: Json | None = Field(default=None, sa_column=Column(JSON))
    error: Json | None = Field(default=None, sa_column=Column(JSON))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    started_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    resumed: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    doubt_until: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    graph_id: str | None = Field(default=None, sa_column=Column(String(32)))
    source: str = Field(
        default="api", sa_column=Column(String(10), nullable=False, server_default="api")
    )
    priority: int = Field(
        default=50, sa_column=Column(Integer, nullable=False, server_default="50")
    )


class NodeRow(SQLModel, table=True):
    """A Node in a Run.

    position: place in execution order.
    expected: seconds the work is expected to take.
    price: credits it is charged when it succeeds.
    progress: 0.0 to 1.0.
    output: port -> value, as domain.value writes it.
    seq: version of the Run at the last change of this Node.
    alternatives: [{"provider", "price"}], who may take over when the Provider fails.
    instead_of: the Provider chosen at first, once another one has taken over.
    waits_for: the Provider it waits for, "" when it does not: for its owner to hand the
        key over, or, with `waits_until`, until it may be asked again.
    waits: how often it has waited because it was asked too often.
    gave_up: which call of the Node -> Providers that have surely failed at it.
    estimate_micro_usd: what the Provider was expected to charge, in millionths of a dollar.
    cost_micro_usd: what it says it has charged.
    recipe, digest: of what it was made of, as `domain.recipe` writes them; None before.
    reused_from: id of the Run whose output it has, "" when it was made in this one.
    """

    __tablename__ = "vg_node_run"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_node_run_digest", "digest"),)

    run_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_run.id", ondelete="CASCADE"), primary_key=True)
    )
    node_id: str = Field(sa_column=Column(String(64), primary_key=True))
    type: str = Field(sa_column=Column(String(40), nullable=False))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    provider: str = Field(default="", sa_column=Column(String(40), nullable=False))
    price: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    expected: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    status: str = Field(default="pending", sa_column=Column(String(16), nullable=False))
    progress: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    seq: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    alternatives: list[Json] = Field(
        default_factory=list[Json],
        sa_column=Column(JSON, nullable=False, server_default="[]"),
    )
    instead_of: str = Field(
        default="", sa_column=Column(String(40), nullable=False, server_default="")
    )
    waits_for: str = Field(
        default="", sa_column=Column(String(40), nullable=False, server_default="")
    )
    waits_since: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    waits_until: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    waits: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    gave_up: dict[str, list[str]] = Field(
        default_factory=dict[str, list[str]],
        sa_column=Column(JSON, nullable=False, server_default="{}"),
    )
    estimate_micro_usd: int | None = Field(default=None, sa_column=Column(BigInteger))
    cost_micro_usd: int | None = Field(default=None, sa_column=Column(BigInteger))
    output: Json | None = Field(default=None, sa_column=Column(JSON))
    error: Json | None = Field(default=None, sa_column=Column(JSON))
    started_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    recipe: Json | None = Field(default=None, sa_column=Column(JSON))
    digest: str | None = Field(default=None, sa_column=Column(String(64)))
    reused_from: str = Field(
        default="", sa_column=Column(String(32), nullable=False, server_default="")
    )


class PaceRow(SQLModel, table=True):
    """How long the work of one kind takes here.

    action: row of the price table it is charged by, "" when it is free.
    seconds: a running mean. count: how many were measured.
    """

    __tablename__ = "vg_pace"  # pyright: ignore[reportAssignmentType]  # as above

    type: str = Field(sa_column=Column(String(40), primary_key=True))
    provider: str = Field(sa_column=Column(String(40), primary_key=True))
    action: str = Field(sa_column=Column(String(40), primary_key=True))
    seconds: float = Field(sa_column=Column(Float, nullable=False))
    count: int = Field(sa_column=Column(Integer, nullable=False))


class ProviderCallRow(SQLModel, table=True):
    """A submission to a Provider, written down before it is sent.

    key: "<run>:<node>:<n>", sent to the Provider as idempotency key.
    state: sending (no answer yet), sent (job is known), refused (surely not accepted).
    submissions: how often the request was really sent.
    job: domain.ports.provider.Job, once known.
    sent_at: when the request last left.
    """

    __tablename__ = "vg_provider_call"  # pyright: ignore[reportAssignmentType]  # as above

    key: str = Field(sa_column=Column(String(120), primary_key=True))
    run_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    provider: str = Field(sa_column=Column(String(40), nullable=False))
    state: str = Field(sa_column=Column(String(10), nullable=False))
    submissions: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    job: Json | None = Field(default=None, sa_column=Column(JSON))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class CircuitRow(SQLModel, table=True):
    """How a Provider has answered to one key lately.

    account_id: whose key it is, "" for the installation's.
    key_id: of the stored key; another key begins anew.
    failures: in a row, 0 after a success. trips: how often in a row it was left alone.
    open_until: left alone until then; one trial may then be made, which `trial_until`
        keeps for whoever makes it.
    successes, total_failures: since the row was made. problem: of the last failure.
    seconds: how long the last ten or so requests took, as a running mean.
    """

    __tablename__ = "vg_circuit"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    kind: str = Field(sa_column=Column(String(10), primary_key=True))
    provider: str = Field(sa_column=Column(String(40), primary_key=True))
    key_id: str = Field(default="", sa_column=Column(String(32), nullable=False))
    failures: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    trips: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    open_until: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    trial_until: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    successes: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    total_failures: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    last_success_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    last_failure_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    problem: str = Field(default="", sa_column=Column(String(40), nullable=False))
    seconds: float | None = Field(default=None, sa_column=Column(Float))


class ExecutorRow(SQLModel, table=True):
    """A process that executes Runs.

    host: the machine, as `reaper.machine` names it.
    last_seen: seconds since 1970 by the database's clock.
    """

    __tablename__ = "vg_executor"  # pyright: ignore[reportAssignmentType]  # as above

    id: str = Field(sa_column=Column(String(80), primary_key=True))
    host: str = Field(sa_column=Column(String(80), nullable=False))
    pid: int = Field(sa_column=Column(Integer, nullable=False))
    last_seen: float = Field(sa_column=Column(Float, nullable=False))


class SchemaRow(SQLModel, table=True):
    """One row: the fingerprint of what last brought the tables up to date."""

    __tablename__ = "vg_schema"  # pyright: ignore[reportAssignmentType]  # as above

    value: str = Field(sa_column=Column(String(64), primary_key=True))


class NewsRow(SQLModel, table=True):
    """Something else of an Account than its Runs has changed: its credits, what it is told.

    touched: one more than the highest of all at the last change.
    """

    __tablename__ = "vg_news"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_news_touched", "touched"),)

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    touched: int = Field(sa_column=Column(Integer, nullable=False))

"""Tables of Graphs: what is on the canvas, and the versions it had."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Json = dict[str, Any]


class GraphRow(SQLModel, table=True):
    """A Graph somebody draws.

    graph: as domain.graph_json writes it.
    revision: raised by one with every save.
    touched: part of the Graph -> the revision that changed it last; see domain.graph_merge.
    opened_at: when it was on a canvas last. deleted_at: since when it is in the bin.
    """

    __tablename__ = "vg_graph"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (Index("ix_vg_graph_account", "account_id", "deleted_at", "opened_at"),)

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    name: str = Field(sa_column=Column(String(120), nullable=False))
    graph: Json = Field(sa_column=Column(JSON, nullable=False))
    revision: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    touched: dict[str, int] = Field(
        default_factory=dict[str, int], sa_column=Column(JSON, nullable=False)
    )
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    opened_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class VersionRow(SQLModel, table=True):
    """A Graph as it once was; it never changes, but for its name.

    number: from 1. name: what its owner calls it, "" for none.
    reason: auto, saved, restore, mine, theirs, import or run: why it was kept.
    revision: of the Graph it is a copy of. nodes: how many.
    """

    __tablename__ = "vg_graph_version"  # pyright: ignore[reportAssignmentType]  # as above

    graph_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_graph.id", ondelete="CASCADE"), primary_key=True
        )
    )
    number: int = Field(sa_column=Column(Integer, primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    name: str = Field(default="", sa_column=Column(String(120), nullable=False))
    reason: str = Field(sa_column=Column(String(10), nullable=False))
    graph: Json = Field(sa_column=Column(JSON, nullable=False))
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    nodes: int = Field(sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))

"""Tables of Projects."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Text
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Json = dict[str, Any]


class ProjectRow(SQLModel, table=True):
    """A Project; see domain.project.Project.

    choices: domain.project.Choices as JSON.
    script_run_id: the Run that writes its script, until the script was taken over; None in
        every other case.
    history: how many of its steps (StepRow) are done; later ones are undone.
    batch_id, batch_row: the batch it came from, and its row there from 1.
    deleted_at: it is gone for its owner; its files go when its Runs have ended.
    """

    __tablename__ = "vg_project"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        Index("ix_vg_project_account", "account_id", "updated_at", "id"),
        Index("ix_vg_project_deleted", "deleted_at"),
        Index("ix_vg_project_batch", "batch_id", "batch_row"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    title: str = Field(default="", sa_column=Column(String(200), nullable=False))
    theme: str = Field(default="", sa_column=Column(Text, nullable=False))
    pillar: str = Field(default="tips", sa_column=Column(String(40), nullable=False))
    language: str = Field(default="fr", sa_column=Column(String(2), nullable=False))
    hook: str = Field(default="", sa_column=Column(Text, nullable=False))
    call_to_action: str = Field(default="", sa_column=Column(Text, nullable=False))
    script_by: str = Field(default="", sa_column=Column(String(40), nullable=False))
    choices: Json = Field(sa_column=Column(JSON, nullable=False))
    script_run_id: str | None = Field(default=None, sa_column=Column(String(32)))
    template: str = Field(default="", sa_column=Column(String(60), nullable=False))
    batch_id: str | None = Field(default=None, sa_column=Column(String(32)))
    batch_row: int | None = Field(default=None, sa_column=Column(Integer))
    history: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class SegmentRow(SQLModel, table=True):
    """A Segment; see domain.project.Segment. position: from 0, without gaps."""

    __tablename__ = "vg_segment"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_segment_project", "project_id", "position"),)

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    project_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_project.id", ondelete="CASCADE"), nullable=False
        )
    )
    account_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    prompt: str = Field(default="", sa_column=Column(Text, nullable=False))
    seconds: int = Field(default=5, sa_column=Column(Integer, nullable=False))
    is_included: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    mode: str = Field(default="text", sa_column=Column(String(8), nullable=False))
    reference: str = Field(default="", sa_column=Column(String(32), nullable=False))
    provider: str = Field(default="", sa_column=Column(String(40), nullable=False))
    model: str = Field(default="", sa_column=Column(String(80), nullable=False))
    fit: str = Field(default="auto", sa_column=Column(String(8), nullable=False))
    focus_x: float = Field(default=0.5, sa_column=Column(Float, nullable=False))
    focus_y: float = Field(default=0.5, sa_column=Column(Float, nullable=False))
    transition: str = Field(default="cut", sa_column=Column(String(8), nullable=False))
    transition_seconds: float = Field(default=0.4, sa_column=Column(Float, nullable=False))
    keep_sound: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    take: str = Field(default="", sa_column=Column(String(32), nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class TakeRow(SQLModel, table=True):
    """A Take: written down with the Run that makes it; what became of it is its Node's to say.

    number: among those that were written down together.
    order: domain.take.TakeOrder as JSON; recipe: its digest.
    removed_at: its owner does not want to see it any more.
    """

    __tablename__ = "vg_take"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_take_project", "project_id", "created_at", "id"),
        Index("ix_vg_take_run", "run_id", "node_id"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    project_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_project.id", ondelete="CASCADE"), nullable=False
        )
    )
    account_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    segment_id: str = Field(sa_column=Column(String(32), nullable=False))
    run_id: str = Field(sa_column=Column(String(32), nullable=False))
    node_id: str = Field(sa_column=Column(String(64), nullable=False))
    number: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    order: Json = Field(sa_column=Column(JSON, nullable=False))
    recipe: str = Field(sa_column=Column(String(64), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    removed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class ProjectRunRow(SQLModel, table=True):
    """A Run of a Project. purpose: see domain.project.Purpose.

    shows: digest of everything that decides about the video the Run makes, "" when it makes
        none; the video is up to date while the Project's own digest is the same.
    comparison: Runs with the same one were started together, to be compared; "" = none.
    """

    __tablename__ = "vg_project_run"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_project_run_project", "project_id", "created_at"),)

    run_id: str = Field(sa_column=Column(String(32), primary_key=True))
    project_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_project.id", ondelete="CASCADE"), nullable=False
        )
    )
    account_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    purpose: str = Field(sa_column=Column(String(10), nullable=False))
    shows: str = Field(default="", sa_column=Column(String(64), nullable=False))
    comparison: str = Field(default="", sa_column=Column(String(32), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class StepRow(SQLModel, table=True):
    """A change of a Project that can be undone, or done again.

    number: from 1. state: the Project as it is on the other side of the step.
    label: what was done, as `segment.text`; subject: the Segment it was done to, "" = all.
    """

    __tablename__ = "vg_project_step"  # pyright: ignore[reportAssignmentType]  # as above

    project_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_project.id", ondelete="CASCADE"), primary_key=True
        )
    )
    number: int = Field(sa_column=Column(Integer, primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False, index=True))
    state: Json = Field(sa_column=Column(JSON, nullable=False))
    label: str = Field(sa_column=Column(String(40), nullable=False))
    subject: str = Field(default="", sa_column=Column(String(32), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class TemplateRow(SQLModel, table=True):
    """A Template to start from. account_id: None = it came with VidGenie.

    kind: project (or graph). texts: language -> {title, description, theme}.
    body: what a new Project takes over.
    """

    __tablename__ = "vg_template"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_template_account", "account_id", "created_at"),
        Index("ix_vg_template_slug", "slug", unique=True),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str | None = Field(default=None, sa_column=Column(String(32)))
    slug: str = Field(sa_column=Column(String(60), nullable=False))
    kind: str = Field(default="project", sa_column=Column(String(10), nullable=False))
    texts: Json = Field(sa_column=Column(JSON, nullable=False))
    body: Json = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class PillarRow(SQLModel, table=True):
    """A kind of content an Account makes often. note: what it is about, for who writes."""

    __tablename__ = "vg_pillar"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    name: str = Field(sa_column=Column(String(40), primary_key=True))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class BatchRow(SQLModel, table=True):
    """Several Projects that were asked for together.

    idempotency_key, request_hash: the same key with the same rows is the same batch.
    """

    __tablename__ = "vg_batch"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_batch_account", "account_id", "created_at"),
        Index("ix_vg_batch_key", "account_id", "idempotency_key", unique=True),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    title: str = Field(default="", sa_column=Column(String(200), nullable=False))
    idempotency_key: str | None = Field(default=None, sa_column=Column(String(200)))
    request_hash: str = Field(default="", sa_column=Column(String(64), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))

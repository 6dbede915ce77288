"""Graphs and their versions, what Runs were made of, budgets; a draft becomes a Graph.

Safe with the previous release running: no, its canvas keeps drafts, which are gone.
"""

import secrets

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
_NAME = "My first video"
_DRAFT = sa.table(
    "vg_draft",
    sa.column("account_id", sa.String),
    sa.column("graph", sa.JSON),
    sa.column("version", sa.Integer),
    sa.column("updated_at", _MOMENT),
)
_GRAPH = sa.table(
    "vg_graph",
    sa.column("id", sa.String),
    sa.column("account_id", sa.String),
    sa.column("name", sa.String),
    sa.column("graph", sa.JSON),
    sa.column("revision", sa.Integer),
    sa.column("touched", sa.JSON),
    sa.column("created_at", _MOMENT),
    sa.column("updated_at", _MOMENT),
    sa.column("opened_at", _MOMENT),
    sa.column("deleted_at", _MOMENT),
)


def upgrade() -> None:
    op.create_table(
        "vg_graph",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("graph", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.Column("opened_at", _MOMENT(), nullable=False),
        sa.Column("deleted_at", _MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_graph", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_graph_account", ["account_id", "deleted_at", "opened_at"], unique=False
        )
    op.create_table(
        "vg_graph_version",
        sa.Column("graph_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("graph", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("nodes", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["graph_id"], ["vg_graph.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("graph_id", "number"),
    )
    with op.batch_alter_table("vg_graph_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vg_graph_version_account_id"), ["account_id"], unique=False
        )
    op.create_table(
        "vg_budget",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("run_micro_usd", sa.BigInteger(), nullable=True),
        sa.Column("day_micro_usd", sa.BigInteger(), nullable=True),
        sa.Column("month_micro_usd", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "vg_pace",
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("type", "provider", "action"),
    )
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("graph_id", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("source", sa.String(length=10), server_default="api", nullable=False)
        )
        batch_op.add_column(
            sa.Column("priority", sa.Integer(), server_default="50", nullable=False)
        )
        batch_op.create_index("ix_vg_run_graph", ["graph_id", "created_at"], unique=False)
    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipe", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("reused_from", sa.String(length=32), server_default="", nullable=False)
        )
        batch_op.create_index("ix_vg_node_run_digest", ["digest"], unique=False)

    op.execute(
        "UPDATE vg_run SET source = 'project' WHERE id IN (SELECT run_id FROM vg_project_run)"
    )
    _take_drafts_over()
    op.drop_table("vg_draft")


def _take_drafts_over() -> None:
    """What is on a canvas is its owner's first Graph."""
    connection = op.get_bind()
    for draft in connection.execute(sa.select(_DRAFT)).all():
        moments = dict.fromkeys(("created_at", "updated_at", "opened_at"), draft.updated_at)
        connection.execute(
            _GRAPH.insert().values(
                id=secrets.token_hex(16),
                account_id=draft.account_id,
                name=_NAME,
                graph=_whole(draft.graph),
                revision=1,
                touched={},
                **moments,
            )
        )


def _whole(graph: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """The Graph without Edges that lead nowhere: drafts could have them, Graphs cannot."""
    ids = {node["id"] for node in graph["nodes"]}
    edges = [edge for edge in graph["edges"] if {edge["source"], edge["target"]} <= ids]
    return {**graph, "edges": edges}


def downgrade() -> None:
    op.create_table(
        "vg_draft",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("graph", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    # The one that was opened last goes back on the canvas; the others cannot.
    connection = op.get_bind()
    kept = sa.select(_GRAPH).where(_GRAPH.c.deleted_at.is_(None)).order_by(_GRAPH.c.opened_at)
    drafts = {graph.account_id: graph for graph in connection.execute(kept).all()}
    for graph in drafts.values():
        connection.execute(
            _DRAFT.insert().values(
                account_id=graph.account_id,
                graph=graph.graph,
                version=graph.revision,
                updated_at=graph.updated_at,
            )
        )
    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_node_run_digest")
        batch_op.drop_column("reused_from")
        batch_op.drop_column("digest")
        batch_op.drop_column("recipe")
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_run_graph")
        batch_op.drop_column("priority")
        batch_op.drop_column("source")
        batch_op.drop_column("graph_id")
    op.drop_table("vg_pace")
    op.drop_table("vg_budget")
    op.drop_table("vg_graph_version")
    op.drop_table("vg_graph")

"""Projects, their Segments and Takes, Templates, batches.

Safe with the previous release running: yes, it does not know the new tables.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "vg_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_batch", schema=None) as batch_op:
        batch_op.create_index("ix_vg_batch_account", ["account_id", "created_at"], unique=False)
        batch_op.create_index("ix_vg_batch_key", ["account_id", "idempotency_key"], unique=True)

    op.create_table(
        "vg_pillar",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "name"),
    )
    op.create_table(
        "vg_project",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("pillar", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("call_to_action", sa.Text(), nullable=False),
        sa.Column("script_by", sa.String(length=40), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("script_run_id", sa.String(length=32), nullable=True),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=True),
        sa.Column("batch_row", sa.Integer(), nullable=True),
        sa.Column("history", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.Column("deleted_at", _MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_project", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_project_account", ["account_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index("ix_vg_project_batch", ["batch_id", "batch_row"], unique=False)
        batch_op.create_index("ix_vg_project_deleted", ["deleted_at"], unique=False)

    op.create_table(
        "vg_template",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_template", schema=None) as batch_op:
        batch_op.create_index("ix_vg_template_account", ["account_id", "created_at"], unique=False)
        batch_op.create_index("ix_vg_template_slug", ["slug"], unique=True)

    op.create_table(
        "vg_project_run",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.Column("comparison", sa.String(length=32), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["vg_project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id"),
    )
    with op.batch_alter_table("vg_project_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vg_project_run_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "ix_vg_project_run_project", ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "vg_project_step",
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["vg_project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "number"),
    )
    with op.batch_alter_table("vg_project_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vg_project_step_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "vg_segment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("is_included", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("fit", sa.String(length=8), nullable=False),
        sa.Column("focus_x", sa.Float(), nullable=False),
        sa.Column("focus_y", sa.Float(), nullable=False),
        sa.Column("transition", sa.String(length=8), nullable=False),
        sa.Column("transition_seconds", sa.Float(), nullable=False),
        sa.Column("keep_sound", sa.Boolean(), nullable=False),
        sa.Column("take", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["vg_project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_segment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vg_segment_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_vg_segment_project", ["project_id", "position"], unique=False)

    op.create_table(
        "vg_take",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("segment_id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("removed_at", _MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["vg_project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_take", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vg_take_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_vg_take_project", ["project_id", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_vg_take_run", ["run_id", "node_id"], unique=False)


def downgrade() -> None:
    for name in (
        "vg_take",
        "vg_segment",
        "vg_project_step",
        "vg_project_run",
        "vg_template",
        "vg_project",
        "vg_pillar",
        "vg_batch",
    ):
        op.drop_table(name)

"""Every Provider: what Accounts type in for them, how they answer, Runs that ended in doubt.

Safe with the previous release running: yes, every new column has a default.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "vg_provider_options",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "provider"),
    )
    op.create_table(
        "vg_circuit",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trips", sa.Integer(), nullable=False),
        sa.Column("open_until", _MOMENT(), nullable=True),
        sa.Column("trial_until", _MOMENT(), nullable=True),
        sa.Column("successes", sa.Integer(), nullable=False),
        sa.Column("total_failures", sa.Integer(), nullable=False),
        sa.Column("last_success_at", _MOMENT(), nullable=True),
        sa.Column("last_failure_at", _MOMENT(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "kind", "provider"),
    )
    with op.batch_alter_table("vg_preference", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("max_micro_usd", sa.JSON(), server_default="{}", nullable=False)
        )
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resumed", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("doubt_until", _MOMENT(), nullable=True))
    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_until", _MOMENT(), nullable=True))
        batch_op.add_column(sa.Column("waits", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("gave_up", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("estimate_micro_usd", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("cost_micro_usd", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("vg_provider_call", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_at", _MOMENT(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vg_provider_call", schema=None) as batch_op:
        batch_op.drop_column("sent_at")
    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        for name in ("cost_micro_usd", "estimate_micro_usd", "gave_up", "waits", "waits_until"):
            batch_op.drop_column(name)
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.drop_column("doubt_until")
        batch_op.drop_column("resumed")
    with op.batch_alter_table("vg_preference", schema=None) as batch_op:
        batch_op.drop_column("max_micro_usd")
    op.drop_table("vg_circuit")
    op.drop_table("vg_provider_options")

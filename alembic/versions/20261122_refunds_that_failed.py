"""Refunds that failed at the bank are written down.

Safe with the previous release running: yes, it neither reads nor writes them.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "vg_failed_refund",
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("payment_id", sa.String(120), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("found_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("service", "id"),
        sa.CheckConstraint("cents > 0", name="vg_failed_refund_positive"),
    )
    op.create_index("ix_vg_failed_refund_payment", "vg_failed_refund", ["service", "payment_id"])


def downgrade() -> None:
    op.drop_table("vg_failed_refund")

"""Plans that admins add have names; what was cancelled is kept; advice is given once.

Safe with the previous release running: yes, it reads and writes none of this.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.add_column(
        "vg_product", sa.Column("title_fr", sa.String(60), nullable=False, server_default="")
    )
    op.create_table(
        "vg_cancelled_version",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(7), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("starts_at", _MOMENT(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("cancelled_at", _MOMENT(), nullable=False),
        sa.Column("cancelled_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "vg_advice",
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )


def downgrade() -> None:
    op.drop_table("vg_advice")
    op.drop_table("vg_cancelled_version")
    op.drop_column("vg_product", "title_fr")

"""The cutting room: brand kits, and files that can be asked for again.

Safe with the previous release running: yes, the new column is empty for it.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    with op.batch_alter_table("vg_asset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipe", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_vg_asset_recipe", ["account_id", "recipe"], unique=False)
        batch_op.create_index(
            "ix_vg_asset_account", ["account_id", "created_at", "id"], unique=False
        )

    op.create_table(
        "vg_brand_kit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("logo_asset_id", sa.String(length=32), nullable=True),
        sa.Column("logo_corner", sa.String(length=16), nullable=False),
        sa.Column("logo_width", sa.Float(), nullable=False),
        sa.Column("logo_opacity", sa.Float(), nullable=False),
        sa.Column("intro_asset_id", sa.String(length=32), nullable=True),
        sa.Column("outro_asset_id", sa.String(length=32), nullable=True),
        sa.Column("font", sa.String(length=60), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("active", sa.String(length=7), nullable=False),
        sa.Column("box", sa.String(length=7), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["logo_asset_id"], ["vg_asset.id"]),
        sa.ForeignKeyConstraint(["intro_asset_id"], ["vg_asset.id"]),
        sa.ForeignKeyConstraint(["outro_asset_id"], ["vg_asset.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_brand_kit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_brand_kit_account", ["account_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_vg_brand_kit_default",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )


def downgrade() -> None:
    op.drop_table("vg_brand_kit")
    with op.batch_alter_table("vg_asset", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_asset_account")
        batch_op.drop_index("ix_vg_asset_recipe")
        batch_op.drop_column("recipe")

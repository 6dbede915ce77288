"""Sound in the library: the file of a Run that made nothing to be seen.

Safe with the previous release running: yes, the new column is empty for it.
"""

import sqlalchemy as sa

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("vg_content", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audio_asset_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key("fk_vg_content_audio", "vg_asset", ["audio_asset_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("vg_content", schema=None) as batch_op:
        batch_op.drop_constraint("fk_vg_content_audio", type_="foreignkey")
        batch_op.drop_column("audio_asset_id")

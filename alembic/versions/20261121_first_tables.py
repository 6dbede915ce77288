"""First tables, and the triggers that keep the ledger.

Safe with the previous release running: yes, there is none.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op
from vidgenie.ledger.ddl_0001 import DDL, DROP

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "vg_account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "vg_asset",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("suffix", sa.String(length=8), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("video_codec", sa.String(length=40), nullable=False),
        sa.Column("audio_codec", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("node_id", sa.String(length=64), nullable=True),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_asset", schema=None) as batch_op:
        batch_op.create_index("ix_vg_asset_content", ["account_id", "sha256"], unique=False)
        batch_op.create_index("ix_vg_asset_run", ["run_id"], unique=False)

    op.create_table(
        "vg_draft",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("graph", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "vg_executor",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("last_seen", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "vg_price",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.CheckConstraint("credits >= 0", name="vg_price_not_negative"),
        sa.PrimaryKeyConstraint("provider", "action"),
    )
    op.create_table(
        "vg_provider_call",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("job", sa.JSON(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("vg_provider_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vg_provider_call_run_id"), ["run_id"], unique=False)

    op.create_table(
        "vg_rate",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("tat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("vg_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vg_rate_tat"), ["tat"], unique=False)

    op.create_table(
        "vg_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("graph", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "idempotency_key"),
    )
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.create_index("ix_vg_run_account", ["account_id", "created_at"], unique=False)
        batch_op.create_index("ix_vg_run_status", ["status"], unique=False)
        batch_op.create_index("ix_vg_run_touched", ["touched"], unique=False)

    op.create_table(
        "vg_schema",
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("value"),
    )
    op.create_table(
        "vg_wallet",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("unlimited", sa.Boolean(), nullable=False),
        sa.Column("available", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("used", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "available >= 0 AND held >= 0 AND used >= 0", name="vg_wallet_not_negative"
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "vg_content",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("image_asset_id", sa.String(length=32), nullable=True),
        sa.Column("video_asset_id", sa.String(length=32), nullable=True),
        sa.Column("thumbnail_asset_id", sa.String(length=32), nullable=True),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_asset_id"],
            ["vg_asset.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thumbnail_asset_id"],
            ["vg_asset.id"],
        ),
        sa.ForeignKeyConstraint(
            ["video_asset_id"],
            ["vg_asset.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id"),
    )
    with op.batch_alter_table("vg_content", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_content_account", ["account_id", "created_at", "id"], unique=False
        )

    op.create_table(
        "vg_credit_lot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("granted", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("available", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("consumed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("expired", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("revoked", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "source IN ('plan', 'pack', 'promo', 'refund', 'adjust', 'unlimited')",
            name="vg_lot_source",
        ),
        sa.CheckConstraint(
            "available >= 0 AND held >= 0 AND consumed >= 0 AND expired >= 0 AND revoked >= 0",
            name="vg_lot_not_negative",
        ),
        sa.CheckConstraint(
            "granted = available + held + consumed + expired + revoked", name="vg_lot_conserves"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vg_wallet.account_id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("vg_credit_lot", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_credit_lot_account", ["account_id", "expires_at"], unique=False
        )

    op.create_table(
        "vg_hold",
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("captured", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("released", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open' AND settled_at IS NULL) OR (state = 'closed' AND captured + released = amount AND settled_at IS NOT NULL)",
            name="vg_hold_closes_whole",
        ),
        sa.CheckConstraint("amount > 0", name="vg_hold_positive"),
        sa.CheckConstraint(
            "captured >= 0 AND released >= 0 AND captured + released <= amount",
            name="vg_hold_bounds",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vg_wallet.account_id"],
        ),
        sa.PrimaryKeyConstraint("run_id"),
    )
    with op.batch_alter_table("vg_hold", schema=None) as batch_op:
        batch_op.create_index("ix_vg_hold_account", ["account_id"], unique=False)
        batch_op.create_index("ix_vg_hold_state", ["state", "created_at"], unique=False)

    op.create_table(
        "vg_node_run",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("output", sa.JSON(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["vg_run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "node_id"),
    )
    op.create_table(
        "vg_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("vg_session", schema=None) as batch_op:
        batch_op.create_index("ix_vg_session_account", ["account_id", "last_seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_vg_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "vg_token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("vg_token", schema=None) as batch_op:
        batch_op.create_index("ix_vg_token_account", ["account_id", "created_at"], unique=False)

    op.create_table(
        "vg_hold_line",
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("lot_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("captured", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("released", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "amount > 0 AND captured >= 0 AND released >= 0 AND captured + released <= amount",
            name="vg_hold_line_bounds",
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["vg_credit_lot.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["vg_hold.run_id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "lot_id"),
    )
    op.create_table(
        "vg_ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("lot_id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('hold', 'capture', 'release')) = (run_id IS NOT NULL)", name="vg_entry_run"
        ),
        sa.CheckConstraint(
            "kind || ':' || source || '>' || target IN ('grant:issued>available', 'mint:issued>available', 'reissue:issued>available', 'hold:available>held', 'capture:held>consumed', 'release:held>available', 'release:held>expired', 'release:held>revoked', 'deduct:available>consumed', 'expire:available>expired')",
            name="vg_entry_move",
        ),
        sa.CheckConstraint("amount > 0", name="vg_entry_positive"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vg_wallet.account_id"],
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["vg_credit_lot.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["vg_hold.run_id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", "lot_id", "source", "target", name="vg_entry_once"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("vg_ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ix_vg_ledger_entry_account", ["account_id", "id"], unique=False)
        batch_op.create_index("ix_vg_ledger_entry_lot", ["lot_id"], unique=False)
        batch_op.create_index("ix_vg_ledger_entry_run", ["run_id"], unique=False)
        batch_op.create_index(
            "ix_vg_ledger_entry_used",
            ["account_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("target = 'consumed'"),
            postgresql_where=sa.text("target = 'consumed'"),
        )
    for statement in DDL[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in DROP[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
    with op.batch_alter_table("vg_ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_vg_ledger_entry_used",
            sqlite_where=sa.text("target = 'consumed'"),
            postgresql_where=sa.text("target = 'consumed'"),
        )
        batch_op.drop_index("ix_vg_ledger_entry_run")
        batch_op.drop_index("ix_vg_ledger_entry_lot")
        batch_op.drop_index("ix_vg_ledger_entry_account")

    op.drop_table("vg_ledger_entry")
    op.drop_table("vg_hold_line")
    with op.batch_alter_table("vg_token", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_token_account")

    op.drop_table("vg_token")
    with op.batch_alter_table("vg_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vg_session_expires_at"))
        batch_op.drop_index("ix_vg_session_account")

    op.drop_table("vg_session")
    op.drop_table("vg_node_run")
    with op.batch_alter_table("vg_hold", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_hold_state")
        batch_op.drop_index("ix_vg_hold_account")

    op.drop_table("vg_hold")
    with op.batch_alter_table("vg_credit_lot", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_credit_lot_account")

    op.drop_table("vg_credit_lot")
    with op.batch_alter_table("vg_content", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_content_account")

    op.drop_table("vg_content")
    op.drop_table("vg_wallet")
    op.drop_table("vg_schema")
    with op.batch_alter_table("vg_run", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_run_touched")
        batch_op.drop_index("ix_vg_run_status")
        batch_op.drop_index("ix_vg_run_account")

    op.drop_table("vg_run")
    with op.batch_alter_table("vg_rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vg_rate_tat"))

    op.drop_table("vg_rate")
    with op.batch_alter_table("vg_provider_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vg_provider_call_run_id"))

    op.drop_table("vg_provider_call")
    op.drop_table("vg_price")
    op.drop_table("vg_executor")
    op.drop_table("vg_draft")
    with op.batch_alter_table("vg_asset", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_asset_run")
        batch_op.drop_index("ix_vg_asset_content")

    op.drop_table("vg_asset")
    op.drop_table("vg_account")

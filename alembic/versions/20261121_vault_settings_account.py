"""The vault, the audit log, preferences; second factors, links, e-mails; Runs that wait for keys.

Safe with the previous release running: no, stop it first (sessions get an id).
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op
from vidgenie.audit.ddl import DDL, DROP

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

_NEW_ID = {
    "sqlite": "UPDATE vg_session SET id = lower(hex(randomblob(16)))",
    "postgresql": "UPDATE vg_session SET id = md5(random()::text || token_hash)",
}


def upgrade() -> None:  # noqa: PLR0915  # one line a table and index
    op.create_table(
        "vg_audit",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("prev", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("seq > 0", name="vg_audit_counts_from_one"),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("vg_audit", schema=None) as batch_op:
        batch_op.create_index("ix_vg_audit_account", ["account_id", "seq"], unique=False)

    op.create_table(
        "vg_data_key",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("commit_tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "generation"),
    )
    with op.batch_alter_table("vg_data_key", schema=None) as batch_op:
        batch_op.create_index("ix_vg_data_key_master", ["master_version"], unique=False)

    op.create_table(
        "vg_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("max_calls", sa.Integer(), nullable=False),
        sa.Column("used_calls", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("used_calls <= max_calls", name="vg_grant_calls"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "provider", "recipient_id", name="vg_grant_once"),
    )
    with op.batch_alter_table("vg_grant", schema=None) as batch_op:
        batch_op.create_index("ix_vg_grant_account", ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vg_grant_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_vg_grant_recipient", ["recipient_id"], unique=False)

    op.create_table(
        "vg_key_request",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "provider", "recipient_id"),
    )
    with op.batch_alter_table("vg_key_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_key_request_account", ["account_id", "created_at"], unique=False
        )
        batch_op.create_index("ix_vg_key_request_recipient", ["recipient_id"], unique=False)

    op.create_table(
        "vg_master_key",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("check_value", sa.LargeBinary(length=16), nullable=False),
        sa.Column("environment", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("activated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("source IN ('file', 'variable')", name="vg_master_key_source"),
        sa.CheckConstraint(
            "state = 'active' AND retired_at IS NULL OR state = 'decrypt_only' OR state = 'destroyed' AND retired_at IS NOT NULL",
            name="vg_master_key_state",
        ),
        sa.CheckConstraint("version > 0", name="vg_master_key_version"),
        sa.PrimaryKeyConstraint("version"),
    )
    with op.batch_alter_table("vg_master_key", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vg_master_key_active",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "vg_preference",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("providers", sa.JSON(), nullable=False),
        sa.Column("fallback", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "vg_recipient",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("master_version", sa.Integer(), nullable=True),
        sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("destroyed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('epoch', 'process')", name="vg_recipient_kind"),
        sa.CheckConstraint(
            "private_wrapped IS NULL OR (kind = 'epoch' AND master_version IS NOT NULL AND destroyed_at IS NULL)",
            name="vg_recipient_private",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_recipient", schema=None) as batch_op:
        batch_op.create_index("ix_vg_recipient_kind", ["kind", "closes_at"], unique=False)

    op.create_table(
        "vg_sealed_vault",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("first_generation", sa.Integer(), nullable=False),
        sa.Column("recovery_generation", sa.Integer(), nullable=False),
        sa.Column("kdf", sa.String(length=20), nullable=False),
        sa.Column("kdf_params", sa.JSON(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key_recovery", sa.LargeBinary(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "vg_secret",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=16), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("checked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("mode IN ('managed', 'sealed')", name="vg_secret_mode"),
        sa.CheckConstraint("status IN ('unchecked', 'valid', 'invalid')", name="vg_secret_status"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "provider", name="vg_secret_once"),
    )
    op.create_table(
        "vg_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("vg_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vg_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vg_link_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "vg_mail",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("next_try_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("vg_mail", schema=None) as batch_op:
        batch_op.create_index("ix_vg_mail_account", ["account_id"], unique=False)
        batch_op.create_index("ix_vg_mail_created", ["created_at", "id"], unique=False)
        batch_op.create_index("ix_vg_mail_next", ["next_try_at"], unique=False)

    op.create_table(
        "vg_recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    with op.batch_alter_table("vg_recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vg_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "vg_totp",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("enabled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id"),
    )
    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("alternatives", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("instead_of", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("waits_for", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("waits_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )

    with op.batch_alter_table("vg_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
    # Nobody is signed out: sessions there are get an id of their own.
    op.execute(_NEW_ID[op.get_bind().dialect.name])
    with op.batch_alter_table("vg_session", schema=None) as batch_op:
        batch_op.alter_column("id", existing_type=sa.String(length=32), nullable=False)
        batch_op.create_unique_constraint("vg_session_id_key", ["id"])

    with op.batch_alter_table("vg_token", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("scopes", sa.String(length=60), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )

    op.create_index("ix_vg_asset_sha256", "vg_asset", ["sha256"])
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:  # noqa: PLR0915  # as above
    for statement in DROP[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index("ix_vg_asset_sha256", table_name="vg_asset")
    with op.batch_alter_table("vg_token", schema=None) as batch_op:
        batch_op.drop_column("expires_at")
        batch_op.drop_column("scopes")

    with op.batch_alter_table("vg_session", schema=None) as batch_op:
        batch_op.drop_constraint("vg_session_id_key", type_="unique")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("id")

    with op.batch_alter_table("vg_node_run", schema=None) as batch_op:
        batch_op.drop_column("waits_since")
        batch_op.drop_column("waits_for")
        batch_op.drop_column("instead_of")
        batch_op.drop_column("alternatives")

    op.drop_table("vg_totp")
    with op.batch_alter_table("vg_recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vg_recovery_code_account_id"))

    op.drop_table("vg_recovery_code")
    with op.batch_alter_table("vg_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_mail_next")
        batch_op.drop_index("ix_vg_mail_created")
        batch_op.drop_index("ix_vg_mail_account")

    op.drop_table("vg_mail")
    with op.batch_alter_table("vg_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vg_link_expires_at"))
        batch_op.drop_index(batch_op.f("ix_vg_link_account_id"))

    op.drop_table("vg_link")
    op.drop_table("vg_secret")
    op.drop_table("vg_sealed_vault")
    with op.batch_alter_table("vg_recipient", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_recipient_kind")

    op.drop_table("vg_recipient")
    op.drop_table("vg_preference")
    with op.batch_alter_table("vg_master_key", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_vg_master_key_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.drop_table("vg_master_key")
    with op.batch_alter_table("vg_key_request", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_key_request_recipient")
        batch_op.drop_index("ix_vg_key_request_account")

    op.drop_table("vg_key_request")
    with op.batch_alter_table("vg_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_grant_recipient")
        batch_op.drop_index(batch_op.f("ix_vg_grant_expires_at"))
        batch_op.drop_index("ix_vg_grant_account")

    op.drop_table("vg_grant")
    with op.batch_alter_table("vg_data_key", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_data_key_master")

    op.drop_table("vg_data_key")
    with op.batch_alter_table("vg_audit", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_audit_account")

    op.drop_table("vg_audit")

"""Credits people can trust: prices and products with dates, refunds, billing, notifications.

Safe with the previous release running: no, it writes prices another way.
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel

from alembic import op
from vidgenie.ledger import ddl, ddl_0001

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_RUNS = "kind IN ('hold', 'capture', 'release')"
_RUNS_NOW = "kind IN ('hold', 'capture', 'release', 'refund')"
_LAST_MOVE = "'expire:available>expired'"
_MOVES_NOW = (
    _LAST_MOVE + ", 'refund:consumed>available', 'refund:consumed>expired',"
    " 'refund:consumed>revoked', 'adjust:available>revoked', 'reverse:available>revoked'"
)
_REFUND = "refunded >= 0 AND refunded <= captured"
_OLD_PRICE = sa.table(
    "vg_price",
    sa.column("provider", sa.String),
    sa.column("action", sa.String),
    sa.column("credits", sa.Integer),
)
_PRICE = sa.table(
    "vg_price",
    sa.column("id", sa.String),
    sa.column("provider", sa.String),
    sa.column("action", sa.String),
    sa.column("credits", sa.Integer),
    sa.column("starts_at", _MOMENT),
    sa.column("created_at", _MOMENT),
    sa.column("author", sa.String),
    sa.column("note", sa.String),
)


def upgrade() -> None:
    _triggers(ddl_0001.DROP)
    _ledger_up()
    _triggers(ddl.DDL)
    _prices_up()
    _billing_up()


def downgrade() -> None:
    _billing_down()
    _prices_down()
    _triggers(ddl.DROP)
    _ledger_down()
    _triggers(ddl_0001.DDL)


def _triggers(statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def _ledger_up() -> None:
    # SQLite takes a CHECK along with its column; a batch would forget those of the table.
    for table in ("vg_hold", "vg_hold_line"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN refunded BIGINT DEFAULT 0 NOT NULL"
            f" CONSTRAINT {table}_refund CHECK ({_REFUND})"
        )
    op.execute(
        "ALTER TABLE vg_credit_lot ADD COLUMN reversed BIGINT DEFAULT 0 NOT NULL"
        " CONSTRAINT vg_lot_reversed CHECK (reversed >= 0 AND reversed <= granted)"
    )
    op.add_column("vg_credit_lot", sa.Column("reversed_at", _MOMENT(), nullable=True))
    _entries([(_RUNS, _RUNS_NOW), (_LAST_MOVE, _MOVES_NOW)])
    op.create_table(
        "vg_credit_alert",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=True),
        sa.Column("unusual", sa.Boolean(), nullable=False),
        sa.Column("updated_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )


def _ledger_down() -> None:
    kept = sa.text(
        "SELECT COUNT(*) FROM vg_ledger_entry WHERE kind IN ('refund', 'adjust', 'reverse')"
    )
    if op.get_bind().execute(kept).scalar():
        raise ValueError("the ledger has refunds, which the previous release cannot read")
    op.drop_table("vg_credit_alert")
    _entries([(_RUNS_NOW, _RUNS), (_MOVES_NOW, _LAST_MOVE)])
    op.drop_column("vg_credit_lot", "reversed_at")
    op.drop_column("vg_credit_lot", "reversed")
    for table in ("vg_hold", "vg_hold_line"):
        op.drop_column(table, "refunded")


def _entries(changes: list[tuple[str, str]]) -> None:
    """Allow other kinds of entries."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite("vg_ledger_entry", changes)
        return
    moves = next(new for old, new in changes if "expire:" in old)
    runs = next(new for old, new in changes if old.startswith("kind IN"))
    first = (
        "'grant:issued>available', 'mint:issued>available', 'reissue:issued>available',"
        " 'hold:available>held', 'capture:held>consumed', 'release:held>available',"
        " 'release:held>expired', 'release:held>revoked', 'deduct:available>consumed', "
    )
    for name, check in (
        ("vg_entry_move", f"kind || ':' || source || '>' || target IN ({first}{moves})"),
        ("vg_entry_run", f"({runs}) = (run_id IS NOT NULL)"),
    ):
        op.execute(f"ALTER TABLE vg_ledger_entry DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE vg_ledger_entry ADD CONSTRAINT {name} CHECK ({check})")


def _rewrite(table: str, changes: list[tuple[str, str]]) -> None:
    """SQLite changes no CHECK: the table, which no other refers to, is made anew and filled."""
    connection = op.get_bind()
    query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = :t AND sql IS NOT NULL"
    rows = connection.execute(sa.text(query), {"t": table}).all()
    made = next(row.sql for row in rows if row.type == "table")
    for old, new in changes:
        if old not in made:
            raise ValueError(f"{table} is not as it was made: no {old}")
        made = made.replace(old, new, 1)
    named = made.replace(table, f"{table}_new", 1)
    connection.exec_driver_sql(named)
    connection.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608  # ours
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for row in rows:
        if row.type == "index":
            connection.exec_driver_sql(row.sql)


def _prices_up() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_OLD_PRICE)).all()
    op.drop_table("vg_price")
    op.create_table(
        "vg_price",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=True),
        sa.Column("starts_at", _MOMENT(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("credits >= 0", name="vg_price_not_negative"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider", "action", "starts_at", name="vg_price_once"),
    )
    for row in rows:
        values = {
            "id": secrets.token_hex(16),
            "provider": row.provider,
            "action": row.action,
            "credits": row.credits,
            "starts_at": _BEGINNING,
            "created_at": _BEGINNING,
            "author": "",
            "note": "",
        }
        connection.execute(sa.insert(_PRICE).values(values))


def _prices_down() -> None:
    connection = op.get_bind()
    now = datetime.now(tz=UTC)
    query = sa.select(_PRICE).where(_PRICE.c.starts_at <= now).order_by(_PRICE.c.starts_at)
    latest = {(row.provider, row.action): row.credits for row in connection.execute(query)}
    op.drop_table("vg_price")
    op.create_table(
        "vg_price",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.CheckConstraint("credits >= 0", name="vg_price_not_negative"),
        sa.PrimaryKeyConstraint("provider", "action"),
    )
    for (provider, action), price in latest.items():
        if price is not None:
            values = {"provider": provider, "action": action, "credits": price}
            connection.execute(sa.insert(_OLD_PRICE).values(values))


def _billing_up() -> None:
    op.create_table(
        "vg_customer",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "service"),
        sa.UniqueConstraint("service", "customer_id", name="vg_customer_known"),
    )
    op.create_table(
        "vg_invoice",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("slug", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("pdf_url", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.String(length=120), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("paid_at", _MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("service", "id"),
    )
    with op.batch_alter_table("vg_invoice", schema=None) as batch_op:
        batch_op.create_index("ix_vg_invoice_account", ["account_id", "created_at"], unique=False)

    op.create_table(
        "vg_news",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    with op.batch_alter_table("vg_news", schema=None) as batch_op:
        batch_op.create_index("ix_vg_news_touched", ["touched"], unique=False)

    op.create_table(
        "vg_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("slug", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_unlimited", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("session_id", sa.String(length=120), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.String(length=120), nullable=False),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.Column("shortfall", sa.BigInteger(), nullable=False),
        sa.Column("dispute", sa.String(length=8), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("expires_at", _MOMENT(), nullable=True),
        sa.Column("settled_at", _MOMENT(), nullable=True),
        sa.CheckConstraint(
            "refunded_cents >= 0 AND refunded_cents <= cents AND shortfall >= 0",
            name="vg_order_bounds",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "idempotency_key", name="vg_order_once"),
        sa.UniqueConstraint("service", "session_id", name="vg_order_session"),
    )
    with op.batch_alter_table("vg_order", schema=None) as batch_op:
        batch_op.create_index("ix_vg_order_account", ["account_id", "created_at"], unique=False)
        batch_op.create_index("ix_vg_order_payment", ["payment_id"], unique=False)
        batch_op.create_index("ix_vg_order_status", ["status", "created_at"], unique=False)

    op.create_table(
        "vg_payment",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), nullable=False),
        sa.Column("reversed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("refunded_cents >= 0 AND reversed >= 0", name="vg_payment_not_negative"),
        sa.PrimaryKeyConstraint("service", "id"),
    )
    op.create_table(
        "vg_dispute",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("payment_id", sa.String(length=120), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("service", "id"),
    )
    with op.batch_alter_table("vg_dispute", schema=None) as batch_op:
        batch_op.create_index("ix_vg_dispute_payment", ["service", "payment_id"], unique=False)

    op.create_table(
        "vg_payment_event",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("received_at", _MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("service", "id"),
    )
    op.create_table(
        "vg_product",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("slug", sa.String(length=20), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_unlimited", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", _MOMENT(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("credits >= 0 AND cents >= 0", name="vg_product_not_negative"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "slug", "starts_at", name="vg_product_once"),
    )
    op.create_table(
        "vg_subscription",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("subscription_id", sa.String(length=120), nullable=False),
        sa.Column("plan", sa.String(length=20), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_unlimited", sa.Boolean(), nullable=False),
        sa.Column("next_plan", sa.String(length=20), nullable=False),
        sa.Column("next_agreed_at", _MOMENT(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("period_start", _MOMENT(), nullable=False),
        sa.Column("period_end", _MOMENT(), nullable=False),
        sa.Column("ends_at_period_end", sa.Boolean(), nullable=False),
        sa.Column("grace_until", _MOMENT(), nullable=True),
        sa.Column("fallback_plan", sa.String(length=20), nullable=False),
        sa.Column("seen_at", _MOMENT(), nullable=False),
        sa.Column("announced", _MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("account_id"),
        sa.UniqueConstraint("service", "subscription_id", name="vg_subscription_known"),
    )
    op.create_table(
        "vg_surplus",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("subscription_id", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("found_at", _MOMENT(), nullable=False),
        sa.Column("settled_at", _MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("service", "subscription_id"),
    )
    with op.batch_alter_table("vg_subscription", schema=None) as batch_op:
        batch_op.create_index("ix_vg_subscription_period", ["status", "period_end"], unique=False)

    op.create_table(
        "vg_notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("href", sa.String(length=300), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("read_at", _MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "key", name="vg_notification_once"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("vg_notification", schema=None) as batch_op:
        batch_op.create_index("ix_vg_notification_account", ["account_id", "id"], unique=False)
        batch_op.create_index("ix_vg_notification_unread", ["account_id", "read_at"], unique=False)

    op.create_table(
        "vg_notification_choice",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["vg_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "kind"),
    )


def _billing_down() -> None:
    op.drop_table("vg_notification_choice")
    with op.batch_alter_table("vg_notification", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_notification_unread")
        batch_op.drop_index("ix_vg_notification_account")

    op.drop_table("vg_notification")
    with op.batch_alter_table("vg_subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_subscription_period")

    op.drop_table("vg_surplus")
    op.drop_table("vg_subscription")
    op.drop_table("vg_product")
    op.drop_table("vg_payment_event")
    with op.batch_alter_table("vg_dispute", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_dispute_payment")

    op.drop_table("vg_dispute")
    op.drop_table("vg_payment")
    with op.batch_alter_table("vg_order", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_order_status")
        batch_op.drop_index("ix_vg_order_payment")
        batch_op.drop_index("ix_vg_order_account")

    op.drop_table("vg_order")
    with op.batch_alter_table("vg_news", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_news_touched")

    op.drop_table("vg_news")
    with op.batch_alter_table("vg_invoice", schema=None) as batch_op:
        batch_op.drop_index("ix_vg_invoice_account")

    op.drop_table("vg_invoice")
    op.drop_table("vg_customer")

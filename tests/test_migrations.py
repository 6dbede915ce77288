"""Migrations and tables say the same thing, on both databases."""

import json
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from alembic import command
from vidgenie import db
from vidgenie.ledger import store as ledger
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent


def test_migrations_lead_to_the_tables_and_back(database_url: str):
    """Up, nothing left to generate, down, up again."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("database", database_url.replace("%", "%%"))

    command.upgrade(config, "head")
    command.check(config)
    command.downgrade(config, "base")
    command.upgrade(config, "head")


def test_what_was_on_a_canvas_becomes_a_graph_and_goes_back(database_url: str):
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("database", database_url.replace("%", "%%"))
    command.upgrade(config, "0006")
    node = {"id": "a", "type": "prompt", "params": {"text": "a fox"}}
    loose = {"source": "a", "sourceHandle": "text", "target": "b", "targetHandle": "text"}
    draft = "INSERT INTO vg_draft (account_id, graph, version, updated_at) VALUES (:a, :g, 7, :t)"
    engine = db.open_engine(database_url)
    with engine.begin() as connection:
        drawn = json.dumps({"nodes": [node], "edges": [loose]})
        connection.execute(text(draft), {"a": "x" * 32, "g": drawn, "t": "2026-11-20 10:00:00"})

    command.upgrade(config, "head")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT account_id, graph, revision FROM vg_graph")).all()
    command.downgrade(config, "0006")
    with engine.begin() as connection:
        (kept,) = connection.execute(text("SELECT graph FROM vg_draft")).scalars()
    engine.dispose()

    assert [(row.account_id, row.revision) for row in rows] == [("x" * 32, 1)]
    for graph in (rows[0].graph, kept):
        read = json.loads(graph) if isinstance(graph, str) else graph
        assert read == {"nodes": [node], "edges": []}


AT = "2026-11-20 10:00:00"
ENTRY = (
    "INSERT INTO vg_ledger_entry (created_at, account_id, lot_id, run_id, kind, key, line, source,"
    " target, amount, reason, details) VALUES ('{at}', 'ana', 'lot', {run}, '{kind}', '{kind}', 0,"
    " '{source}', '{target}', {amount}, 'x', '{{}}')"
)


def entry(run: str, kind: str, source: str, target: str, amount: int) -> str:
    """An entry as any release writes it."""
    return ENTRY.format(at=AT, run=run, kind=kind, source=source, target=target, amount=amount)


# A Run of 10 credits that was charged 6, as the release before refunds wrote it.
LEDGER_OF_0007 = (
    "INSERT INTO vg_wallet (account_id, unlimited) VALUES ('ana', false)",
    f"""INSERT INTO vg_credit_lot (id, account_id, source, key, priority, created_at)
    VALUES ('lot', 'ana', 'pack', 'pack', 0, '{AT}')""",
    f"""INSERT INTO vg_hold (run_id, account_id, amount, state, created_at)
    VALUES ('r', 'ana', 10, 'open', '{AT}')""",
    entry("NULL", "grant", "issued", "available", 100),
    entry("'r'", "hold", "available", "held", 10),
    entry("'r'", "capture", "held", "consumed", 6),
    entry("'r'", "release", "held", "available", 4),
    f"UPDATE vg_hold SET state = 'closed', settled_at = '{AT}' WHERE run_id = 'r'",
)


def test_a_ledger_of_the_release_before_is_sound_and_can_be_refunded(database_url: str):
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("database", database_url.replace("%", "%%"))
    command.upgrade(config, "0007")
    engine = db.open_engine(database_url)
    with engine.begin() as connection:
        for statement in LEDGER_OF_0007:
            connection.exec_driver_sql(statement)

    command.upgrade(config, "head")
    with db.transactions(engine)() as session:
        broken = ledger.violations(session)
        before = ledger.balance(session, "ana")
        ledger.refund(session, run_id="r", key="platform", reason="platform_failure")
        ledger.adjust(session, "ana", amount=-1, key="k", reason="x", author="boss")
        after = ledger.balance(session, "ana")
        left = ledger.violations(session)
    with pytest.raises(ValueError, match="previous release cannot read"):
        command.downgrade(config, "0007")
    engine.dispose()

    assert (broken, before.available, before.used) == ({}, 94, 6)
    assert (left, after.available, after.used) == ({}, 99, 0)


def names(engine: Engine) -> set[str]:
    """Every trigger of the database."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql(query) if row[0].startswith("vg_")}


def test_a_migrated_database_has_the_triggers_of_the_tables(database: Engine):
    """The ledger's rules are in the database, whichever way it was made."""
    wanted = names(database)
    config = Config(ROOT / "alembic.ini")
    url = database.url.render_as_string(hide_password=False).replace("+psycopg", "")
    config.set_main_option("database", url.replace("%", "%%"))

    command.stamp(config, "head")
    command.downgrade(config, "base")
    assert names(database) == set()
    command.upgrade(config, "head")

    assert names(database) == wanted


def test_setting_up_twice_changes_nothing(database_url: str, tmp_path: Path):
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    migrate(settings)
    engine = db.open_engine(database_url)
    with db.transactions(engine)() as session:
        ledger.set_price(session, provider="local", action="video.8", price=7)

    migrate(settings)

    with db.reader(engine)() as session:
        assert ledger.prices(session).price("local", "video.8") == 7
    assert inspect(engine).has_table("vg_run")
    engine.dispose()


@pytest.mark.parametrize("path", sorted(ROOT.glob("alembic/versions/*.py")), ids=lambda p: p.stem)
def test_a_migration_says_whether_the_old_release_survives_it(path: Path):
    """The template's question is answered."""
    assert "yes / no" not in path.read_text()

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

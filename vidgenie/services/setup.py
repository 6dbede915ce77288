"""Use case: bring an installation's database up to this version."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from vidgenie import db
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent.parent
_READ = text("SELECT value FROM vg_schema")
_FORGET = text("DELETE FROM vg_schema")
_WRITE = text("INSERT INTO vg_schema (value) VALUES (:value)")


def migrate(settings: Settings) -> None:
    """Create or upgrade every table and add the prices that are missing; repeatable.

    A database that this very version has brought up to date is left alone: the
    tools that would find that out take longer to load than a server to start.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = db.open_engine(settings.database)
    wanted = _fingerprint()
    if _current(engine) != wanted:
        _upgrade(settings, engine)
        _note(engine, wanted)
    engine.dispose()


def _upgrade(settings: Settings, engine: Engine) -> None:
    from alembic.config import Config  # noqa: PLC0415  # slow to load, rarely needed

    from alembic import command  # noqa: PLC0415  # as above
    from vidgenie.engine.migrate import migrate as migrate_engine  # noqa: PLC0415  # as above
    from vidgenie.ledger import store as ledger  # noqa: PLC0415  # as above

    config = Config(ROOT / "alembic.ini")
    config.set_main_option("database", settings.database.replace("%", "%%"))
    command.upgrade(config, "head")
    migrate_engine(settings.database)
    with db.transactions(engine)() as session:
        ledger.seed_prices(session)


def _fingerprint() -> str:
    """What decides which tables there must be: our migrations and DBOS's version."""
    digest = hashlib.sha256(version("dbos").encode())
    for path in sorted((ROOT / "alembic" / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "vidgenie" / "domain" / "pricing.py").read_bytes())
    return digest.hexdigest()


def _current(engine: Engine) -> str:
    if not inspect(engine).has_table("vg_schema"):
        return ""
    with db.reader(engine)() as session:
        return str(session.connection().execute(_READ).scalar() or "")


def _note(engine: Engine, fingerprint: str) -> None:
    with db.transactions(engine)() as session:
        connection = session.connection()
        connection.execute(_FORGET)
        connection.execute(_WRITE, {"value": fingerprint})

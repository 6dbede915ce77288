"""Use case: bring an installation's database, and what comes with it, up to this version."""

import fcntl
import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from vidgenie import db
from vidgenie.projects import templates
from vidgenie.projects.templates import Installed
from vidgenie.services.builtin_templates import builtin_templates
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent.parent
_READ = text("SELECT value FROM vg_schema")
_FORGET = text("DELETE FROM vg_schema")
_WRITE = text("INSERT INTO vg_schema (value) VALUES (:value)")


def migrate(settings: Settings) -> None:
    """Create or upgrade every table, add missing prices, install Templates; repeatable.

    A database that this very version has brought up to date is left alone: the
    tools that would find that out take longer to load than a server to start.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = db.open_engine(settings.database)
    _bring_up(settings, engine)
    engine.dispose()


def set_up(settings: Settings) -> Installed:
    """`migrate`, and put right the Templates that come with us whatever was done to them."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = db.open_engine(settings.database)
    done = _bring_up(settings, engine)
    again = _install(engine)
    engine.dispose()
    return Installed(
        done.added + again.added, done.updated + again.updated, done.removed + again.removed
    )


def _bring_up(settings: Settings, engine: Engine) -> Installed:
    wanted = _fingerprint()
    if _current(engine) == wanted:
        return Installed()
    with _alone(settings):
        # Who waited finds it done.
        if _current(engine) == wanted:
            return Installed()
        _upgrade(settings, engine)
        installed = _install(engine)
        _note(engine, wanted)
    return installed


@contextmanager
def _alone(settings: Settings) -> Generator[None]:
    """No other process of this home changes the tables meanwhile.

    A file and not a lock of PostgreSQL: who waits for one there is waited for by indexes
    that are built at the same time.
    """
    with (settings.home / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(engine: Engine) -> Installed:
    with db.transactions(engine)() as session:
        return templates.install(session, builtin_templates(), now=datetime.now(tz=UTC))


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
    """What decides which tables and rows there must be: migrations, DBOS's version, Templates."""
    digest = hashlib.sha256(version("dbos").encode())
    for path in sorted((ROOT / "alembic" / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    for path in sorted((Path(__file__).parent / "builtin_templates").glob("*.json")):
        digest.update(path.name.encode() + path.read_bytes())
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

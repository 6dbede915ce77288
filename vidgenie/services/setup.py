"""Use case: bring an installation's database up to this version."""

from pathlib import Path

from alembic.config import Config

from alembic import command
from vidgenie import db
from vidgenie.engine.migrate import migrate as migrate_engine
from vidgenie.ledger import store as ledger
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def migrate(settings: Settings) -> None:
    """Create or upgrade every table and add the prices that are missing; repeatable."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("database", settings.database.replace("%", "%%"))
    command.upgrade(config, "head")
    migrate_engine(settings.database)
    engine = db.open_engine(settings.database)
    with db.transactions(engine)() as session:
        ledger.seed_prices(session)
    engine.dispose()

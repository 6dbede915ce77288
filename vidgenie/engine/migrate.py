"""The engine's own tables: DBOS creates and upgrades them itself."""

from dbos import DBOS, SQLAlchemyDatasource


def migrate(url: str) -> None:
    """Bring DBOS's tables up to this version, in the database at `url`."""
    DBOS.migrate(url)
    SQLAlchemyDatasource.migrate(url)

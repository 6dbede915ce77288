import shutil

import pytest

from tests.billing.tills import Till
from vidgenie import db


@pytest.fixture(scope="session")
def tables_to_copy(tmp_path_factory, create_tables):
    """A SQLite file with all tables: they take time to make."""
    path = tmp_path_factory.mktemp("tables") / "test.db"
    engine = db.open_engine(f"sqlite:///{path}")
    create_tables(engine)
    engine.dispose()
    return path


@pytest.fixture
def books(database_kind, request, tmp_path, tables_to_copy):
    """An engine on a database of the test's own."""
    if database_kind != "sqlite":
        yield request.getfixturevalue("database")
        return
    path = shutil.copy(tables_to_copy, tmp_path / "test.db")
    engine = db.open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def till(books):
    """A till of the embedded service; the ledger adds up after the test."""
    till = Till(db.transactions(books), db.reader(books))
    yield till
    assert till.faults() == {}


@pytest.fixture
def ana(till):
    return till.person()

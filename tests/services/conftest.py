"""An installation with Projects in it, for tests of the services."""

import shutil

import pytest

from tests.services.projectors import built_house, open_house


@pytest.fixture(scope="session")
def house_to_copy(tmp_path_factory, sqlite_with_tables):
    """A home with tables and people on SQLite: it takes time to make."""
    home = tmp_path_factory.mktemp("house")
    path = shutil.copy(sqlite_with_tables, home / "test.db")
    house = open_house(home, f"sqlite:///{path}")
    house.services.engine.close()
    return home, house.ana, house.bob


@pytest.fixture
def house(tmp_path, database_kind, request, house_to_copy):
    """Services on a database of their own, Ana and Bob."""
    home = tmp_path / "home"
    if database_kind == "sqlite":
        copied, ana, bob = house_to_copy
        shutil.copytree(copied, home)
        house = built_house(home, f"sqlite:///{home / 'test.db'}", ana, bob)
    else:
        house = open_house(home, request.getfixturevalue("furnished_url"))
    yield house
    house.services.engine.close()


@pytest.fixture(scope="module")
def still_house(tmp_path_factory, house_to_copy):
    """The same on SQLite, for all tests of a file that change nothing anybody sees."""
    home = tmp_path_factory.mktemp("still") / "home"
    copied, ana, bob = house_to_copy
    shutil.copytree(copied, home)
    house = built_house(home, f"sqlite:///{home / 'test.db'}", ana, bob)
    yield house
    house.services.engine.close()

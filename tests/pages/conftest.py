"""Pages over real services on an empty database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.engine.studio import Pen
from tests.pages.tab import Tab, open_tab
from vidgenie import bootstrap
from vidgenie.accounts.passwords import Passwords
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Kind
from vidgenie.engine import migrate
from vidgenie.ledger import store as ledger
from vidgenie.services.accounts import SignedIn
from vidgenie.settings import Settings


@dataclass(frozen=True)
class Person:
    """An Account and the cookie of its session."""

    account: Account
    cookie: str


@pytest.fixture
def database_kind() -> str:
    """Pages do not depend on the database."""
    return "sqlite"


@pytest.fixture
def services(
    tmp_path: Path, database_url: str, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[bootstrap.Services]:
    """The services every page sees."""
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    migrate.migrate(settings.database)
    providers = bootstrap.all_providers() | {(Kind.TEXT, "pen"): Pen()}
    wired = bootstrap.build(settings, providers=providers)
    with wired.engine.transaction() as session:
        ledger.seed_prices(session)
    accounts = replace(wired.accounts, passwords=Passwords(memory=64, passes=1))
    wired = replace(wired, accounts=accounts)
    monkeypatch.setattr(bootstrap, "services", lambda: wired)
    yield wired
    wired.engine.close()


@pytest.fixture
def admin(services: bootstrap.Services) -> Person:
    """The first Account, which never runs out of credits."""
    return _person(services.accounts.register("admin@example.com", "correct horse battery"))


@pytest.fixture
def ada(services: bootstrap.Services, admin: Person) -> Person:
    """Somebody with a free plan: 100 credits."""
    return _person(
        services.accounts.register("ada@example.com", "correct horse battery", name="Ada")
    )


@pytest.fixture
def bob(services: bootstrap.Services, admin: Person) -> Person:
    """Somebody else."""
    return _person(services.accounts.register("bob@example.com", "correct horse battery"))


@pytest.fixture
async def tab(ada: Person) -> AsyncIterator[Tab]:
    """A tab in which Ada is signed in."""
    async with open_tab(ada.cookie) as opened:
        yield opened


def _person(signed_in: SignedIn) -> Person:
    return Person(signed_in.account, signed_in.session_token)

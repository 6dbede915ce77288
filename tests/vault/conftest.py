"""A vault on a throw-away database, its master keys in a throw-away folder; a Run with a grant."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select, update

from tests.vault.browser import Browser
from tests.vault.grant_process import ALICE, KEY, Process
from tests.vault.sealed_parts import master_keys
from vidgenie.vault.grants import Grants
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.sealed_tables import GrantRow
from vidgenie.vault.secrets import Secrets

ENVIRONMENT = "test"


@pytest.fixture
def now():
    return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def process(home, transaction, reading):
    """Makes the master keys as one more process would have them: nothing in memory yet."""

    def make(given="", *, environment=ENVIRONMENT, home=home):
        return MasterKeys(
            home=home,
            given=given,
            environment=environment,
            transaction=transaction,
            reading=reading,
        )

    return make


@pytest.fixture
def master(process):
    """Master keys after the first start."""
    keys = process()
    keys.start()
    return keys


@pytest.fixture
def secrets(master):
    return Secrets(master, ENVIRONMENT)


@pytest.fixture
def start(tmp_path, transaction, reading):
    """Starts a process."""

    def start(environment="test", *, home=tmp_path):
        master = master_keys(home, transaction, reading, environment=environment)
        return Process(Grants(master, environment, BootKey()), transaction)

    return start


@pytest.fixture
def worker(start):
    """A process that executes Runs."""
    return start()


@pytest.fixture
def alice():
    """Alice's browser, unlocked."""
    return Browser(ALICE)


@pytest.fixture
def granted(worker, alice):
    """A Run that has its key."""
    worker.ask()
    [request] = worker.requests()
    worker.give(alice.grant(request, KEY))
    return request


@pytest.fixture
def grant_rows(transaction):
    """The grants there are."""

    def read():
        with transaction() as session:
            return list(session.exec(select(GrantRow)))

    return read


@pytest.fixture
def tamper(transaction):
    """Changes every grant behind our back."""

    def change(**values):
        with transaction() as session:
            session.exec(update(GrantRow).values(**values))

    return change

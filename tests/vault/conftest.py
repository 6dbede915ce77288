"""A vault on a throw-away database, its master keys in a throw-away folder."""

from datetime import UTC, datetime

import pytest

from vidgenie.vault.master import MasterKeys
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

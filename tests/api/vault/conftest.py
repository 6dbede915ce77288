"""Alice's page with a sealed vault, where a text Provider needs a key."""

import shutil
from datetime import UTC, datetime

import pytest

from tests.api.fakes import providers
from tests.api.vault.tab import LockedPen, Tab, a_run
from vidgenie import bootstrap
from vidgenie.domain.ports.provider import Kind
from vidgenie.settings import Settings


@pytest.fixture
def pen():
    """A Provider that needs a key, and the keys it was called with."""
    return LockedPen()


@pytest.fixture
def services(installation, tmp_path, monkeypatch, pen):
    """An installation where a text Provider needs a key."""
    home = tmp_path / "home"
    shutil.copytree(installation[0], home)
    known = {**providers(), (Kind.TEXT, "openai"): pen}
    built = bootstrap.build(Settings(home=home, environment="test"), providers=known)
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    built.vault_master.start()
    yield built
    built.database.dispose()


@pytest.fixture
async def tab(alice, people):
    """Alice's page, with a vault and a key in it."""
    tab = Tab(alice, people["alice"].account)
    assert (await tab.create()).status_code == 200
    assert (await tab.put()).status_code == 200
    return tab


@pytest.fixture
def ask(services, people):
    """A Run of Alice's asks for its key, without an engine that would end it."""

    def ask(run_id):
        with services.runs.transaction() as session:
            services.sealed.grants.ask(
                session,
                account_id=people["alice"].account.id,
                run_id=run_id,
                node_id="e",
                provider="openai",
                strict=False,
                now=datetime.now(tz=UTC),
            )

    return ask


@pytest.fixture
async def request_(tab, ask):
    """A request for Alice's key."""
    ask(await a_run(tab.client))
    [request] = await tab.requests()
    return request

"""Prices are edited while Runs wait, work, fall back and resume: what was quoted stays."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.engine.kiln import picture
from tests.engine.studio import chain, executing
from vidgenie import bootstrap
from vidgenie.domain.pricing import ANY
from vidgenie.domain.run import RunStatus
from vidgenie.engine import store
from vidgenie.engine.doubt import Decision
from vidgenie.errors import Conflict, InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.tariffs import PriceChange, Tariffs

pytestmark = pytest.mark.postgres_in_soak

KEY = "kp-0123456789-abcdefghij"
PLACES = [ANY, "pen", "steadypen", "keyed"]


def edit(services: bootstrap.Services, provider: str, action: str, price: int | None) -> None:
    services.tariffs.change(None, PriceChange(provider, action, price, "An edit"))


def everything(services: bootstrap.Services, price: int) -> None:
    """From now on every action costs this much, whoever does it."""
    for item in services.tariffs.catalogue().items:
        edit(services, item.provider, item.action, price)


@pytest.fixture
def keyed(idle_studio):
    """A studio that has a Run of Keyed Pen's, queued, which Steady Pen will have to take over."""
    services, account = idle_studio.services, idle_studio.account
    services.keys.save(account, {"keyed": KEY}, {})
    services.preferences.save(account, {"text": ["keyed", "steadypen"]}, fallback=True)
    return idle_studio


@pytest.mark.parametrize("price", [0, 90])
async def test_a_run_that_waits_is_charged_what_was_quoted(idle_studio, price):
    run_id = await idle_studio.start(chain("hello"))
    everything(idle_studio.services, price)

    async with executing(idle_studio):
        view = await idle_studio.finish(run_id)

    assert (view.status, view.held, view.charged) == (RunStatus.SUCCEEDED, 1, 1)
    assert idle_studio.violations() == {}


async def test_a_run_at_work_is_charged_what_was_quoted(studio):
    run_id = await studio.start(chain("slow 0.3"))
    await studio.until(run_id, "enhance")
    await asyncio.to_thread(everything, studio.services, 9)

    view = await studio.finish(run_id)

    assert (view.status, view.held, view.charged) == (RunStatus.SUCCEEDED, 1, 1)


@pytest.mark.parametrize("price", [0, 50])
async def test_who_takes_over_charges_what_it_cost_when_the_run_began(keyed, price):
    run_id = await keyed.start(chain("revoked meanwhile", provider="keyed"))
    everything(keyed.services, price)
    edit(keyed.services, "steadypen", "enhance", price)

    async with executing(keyed):
        view = await keyed.finish(run_id)

    node = next(node for node in view.nodes if node.id == "enhance")
    assert (node.provider, node.instead_of) == ("steadypen", "keyed")
    assert (view.held, view.charged) == (1, 1)
    assert keyed.violations() == {}


async def test_a_run_that_goes_on_after_a_doubt_is_charged_what_was_quoted(pottery):
    studio = pottery.studio
    pottery.kiln.orders = ["lost"]
    run_id = await studio.start(picture())
    assert (await studio.finish(run_id)).status is RunStatus.UNKNOWN
    await asyncio.to_thread(everything, studio.services, 40)

    studio.services.runs.decide(studio.account, run_id, "image", Decision.AGAIN)
    view = await studio.finish(run_id)

    assert (view.status, view.held, view.charged) == (RunStatus.SUCCEEDED, 2, 2)
    assert studio.violations() == {}


EDITS = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.sampled_from(["enhance", "script"]),
        st.none() | st.integers(0, 10**9),
    ),
    min_size=1,
    max_size=4,
)


def test_whatever_is_edited_what_a_run_was_quoted_stays(keyed):
    services, account = keyed.services, keyed.account
    graph = chain("revoked meanwhile", provider="keyed")

    @settings(max_examples=10, deadline=None, database=None)
    @given(before=EDITS, after=EDITS)
    def quoted_stays(before, after):
        with services.engine.transaction() as session:
            session.connection().execute(text("DELETE FROM vg_price"))
            ledger.seed_prices(session)
        cheap = [(place, action, (price or 0) % 3) for place, action, price in before]
        attempt(services.tariffs, cheap)
        quoted = services.runs.quote(account, graph).total

        started = services.runs.start(account, graph, most=quoted)
        agreed = written(services, started.run_id)
        attempt(services.tariffs, after)

        assert started.credits == quoted
        assert written(services, started.run_id) == agreed
        services.runs.cancel(account, started.run_id)

    quoted_stays()


def attempt(tariffs: Tariffs, edits: list[tuple[str, str, int | None]]) -> None:
    """Make the edits that are possible."""
    for place, action, price in edits:
        try:
            tariffs.change(None, PriceChange(place, action, price, "An edit"))
        except (Conflict, InvalidInput):
            continue


def written(services: bootstrap.Services, run_id: str) -> object:
    """What the Run has agreed on: what is held, each Node's price, and those of its heirs."""
    with services.engine.reading() as session:
        run = store.run(session, run_id)
        nodes = store.nodes(session, [run_id])[run_id]
        return run and (run.held, [(node.node_id, node.price, node.alternatives) for node in nodes])

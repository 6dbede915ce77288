"""The price that was shown is the most that is charged: dearer now, nothing starts."""

import json

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from tests.api.requests import PAID
from tests.api.test_events import DRAWN
from tests.api.test_no_credits import end_all
from vidgenie.ledger import store as ledger

CONFIG = {"config": PAID}
CLIPS = {"voice": None, "captions": None, "provider": "luma", "profile": "draft"}
SEGMENTS = [{"text": "One.", "prompt": "a fox"}, {"text": "Two.", "prompt": "an owl"}]
TABLE = {"csv": "theme;duration\nTides;5\nMoon;10\n", "choices": CLIPS}


async def execute(client):
    quoted = (await client.post("/api/workflow/quote", json=CONFIG)).json()["total"]
    return quoted, "/api/workflow/execute", CONFIG


async def run_graph(client):
    made = (await client.post("/api/graphs", json={"name": "Foxes", "graph": DRAWN})).json()
    place = f"/api/graphs/{made['id']}"
    quoted = (await client.post(f"{place}/plan", json={})).json()["total"]
    return quoted, f"{place}/runs", {"revision": made["revision"]}


async def a_project(client):
    body = {"title": "Foxes", "theme": "Foxes", "choices": CLIPS, "segments": SEGMENTS}
    return f"/api/projects/{(await client.post('/api/projects', json=body)).json()['id']}"


async def make_project(client):
    place = await a_project(client)
    quoted = (await client.post(f"{place}/quote", json={"purpose": "film"})).json()["total"]
    return quoted, f"{place}/generate", {}


async def compare(client):
    place = await a_project(client)
    # Two Runs, one of two clips of 10 credits: what was agreed on holds for both together.
    both = [{"provider": "luma"}, {"provider": "local"}]
    return 20, f"{place}/compare", {"providers": both}


async def quick_project(client):
    place = await a_project(client)
    quoted = (await client.post(f"{place}/quote", json={"purpose": "quick"})).json()["total"]
    return quoted, f"{place}/quick", {}


async def batch(client):
    quoted = (await client.post("/api/projects/batch/check", json=TABLE)).json()["total"]
    return quoted, "/api/projects/batch", TABLE


async def remake(client):
    place = await a_project(client)
    segment = (await client.get(place)).json()["segments"][0]["id"]
    asked = {"purpose": "takes", "segments": [segment]}
    quoted = (await client.post(f"{place}/quote", json=asked)).json()["total"]
    return quoted, f"{place}/segments/{segment}/regenerate", {"prompt": "a red fox"}


async def run_again(client):
    begun = (await client.post("/api/workflow/execute", json=CONFIG)).json()
    end_all()
    place = f"/api/runs/{begun['workflowId']}/retry"
    quoted = (await client.get(place)).json()
    assert quoted["again"] == quoted["anew"]
    return quoted["again"], place, {}


async def rest_of_batch(client):
    begun = (await client.post("/api/projects/batch", json=TABLE)).json()
    end_all()
    place = f"/api/projects/batches/{begun['batchId']}/resume"
    return (await client.get(place)).json()["total"], place, {}


STARTS = [
    *(execute, run_graph, run_again, make_project, remake, compare, quick_project),
    *(batch, rest_of_batch),
]


@pytest.fixture
def written(services):
    """How many rows each table has."""

    def written():
        with services.database.connect() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar()
                for name, table in SQLModel.metadata.tables.items()
                # That somebody tried is counted.
                if name.startswith("vg_") and name != "vg_rate"
            }

    return written


@pytest.fixture
def reprice(services):
    """From now on every action that costs something costs `by` more."""

    def reprice(by):
        with services.engine.transaction() as session:
            for (provider, action), price in dict(ledger.prices(session).rows).items():
                if price:
                    ledger.set_price(session, provider=provider, action=action, price=price + by)
            ledger.set_price(session, provider="local", action="*", price=max(by, 0))

    return reprice


@pytest.mark.parametrize("start", STARTS)
async def test_what_became_dearer_is_not_started(alice, written, reprice, start):
    agreed, path, body = await start(alice)
    reprice(1)
    before = written()

    answer = await alice.post(path, json={**body, "maxCredits": agreed})

    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    assert answer.json()["agreed"] == agreed < answer.json()["required"]
    assert written() == before


@pytest.mark.parametrize("start", STARTS)
async def test_what_costs_as_much_or_less_is_started(alice, start):
    agreed, path, body = await start(alice)

    answer = await alice.post(path, json={**body, "maxCredits": agreed})

    assert answer.status_code == 202, answer.json()
    assert (await alice.get("/api/credits/balance")).json()["held"] == agreed


async def test_what_became_cheaper_costs_less(alice, reprice):
    agreed, path, body = await make_project(alice)
    reprice(-1)

    answer = await alice.post(path, json={**body, "maxCredits": agreed})

    assert answer.json()["estimatedCost"] < agreed


async def test_without_a_word_about_it_today_s_price_counts(alice, reprice):
    agreed, path, body = await make_project(alice)
    reprice(1)

    assert (await alice.post(path, json=body)).json()["estimatedCost"] > agreed


@pytest.mark.parametrize("start", [execute, make_project, batch])
async def test_a_repeated_request_answers_what_it_started(alice, reprice, start):
    agreed, path, body = await start(alice)
    sent = {"json": {**body, "maxCredits": agreed}, "headers": {"Idempotency-Key": "once"}}
    first = await alice.post(path, **sent)
    reprice(1)

    again = await alice.post(path, **sent)

    assert (again.status_code, again.json()) == (202, first.json())


@pytest.mark.parametrize("start", [execute, quick_project])
async def test_what_is_no_price_is_refused(alice, count_runs, start):
    _, path, body = await start(alice)
    before = count_runs()

    for most in (-1, 1.5, "10", True, 10**18, float("nan"), [], {}):
        text = json.dumps({**body, "maxCredits": most})
        answer = await alice.post(path, content=text, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 422}, (most, answer.json())

    assert count_runs() == before

"""Whatever costs credits says 402 with what it takes and what there is, and starts nothing."""

import pytest
from sqlalchemy import select, update

from tests.api.requests import DRAWN, PAID
from vidgenie import bootstrap
from vidgenie.api.app import routers
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger

LOCAL = {"voice": None, "captions": None, "provider": "local", "profile": "draft"}
CLIPS = LOCAL | {"provider": "luma"}
SEGMENTS = [{"text": "One.", "prompt": "a fox"}]
TABLE = {"csv": "theme;duration\nTides;5\n", "choices": CLIPS}


async def deduct(_client):
    return {"amount": 1, "reason": "x"}, ()


async def execute(_client):
    return {"config": PAID}, ()


async def generate(_client):
    return {"prompt": "a fox"}, ()


async def graph(client):
    made = (await client.post("/api/graphs", json={"name": "Foxes", "graph": DRAWN})).json()
    return {"revision": made["revision"]}, (made["id"],)


async def project(client):
    body = {"title": "Foxes", "theme": "Foxes", "choices": CLIPS, "segments": SEGMENTS}
    return {}, ((await client.post("/api/projects", json=body)).json()["id"],)


async def segment(client):
    _, (made,) = await project(client)
    found = (await client.get(f"/api/projects/{made}")).json()["segments"]
    return {}, (made, found[0]["id"])


async def compared(client):
    _, ids = await project(client)
    return {"providers": [{"provider": "luma"}, {"provider": "local"}]}, ids


async def quick(_client):
    return {"theme": "foxes", "totalSeconds": 5, "choices": CLIPS}, ()


async def batch(_client):
    return TABLE, ()


def end_all():
    """Every Run ends without having made anything; nobody executes them here."""
    with bootstrap.services().engine.transaction() as session:
        for run_id in session.scalars(select(RunRow.id)):
            ledger.close(session, run_id=run_id)
        for table, over in ((RunRow, RunStatus.FAILED), (NodeRow, NodeStatus.SKIPPED)):
            session.exec(update(table).values(status=over))


async def over(client):
    """A Run that is over and made nothing."""
    run_id = (await client.post("/api/generate", json={"prompt": "a fox"})).json()["workflowId"]
    end_all()
    return {}, (run_id,)


async def unfinished(client):
    """A batch of which nothing was made."""
    table = TABLE | {"choices": LOCAL}
    made = (await client.post("/api/projects/batch", json=table)).json()
    end_all()
    return {}, (made["batchId"],)


# Route -> what makes its body and its ids. A new route that costs credits needs its line here.
STARTS = {
    "/api/credits/deduct": deduct,
    "/api/workflow/execute": execute,
    "/api/generate": generate,
    "/api/graphs/{}/runs": graph,
    "/api/runs/{}/retry": over,
    "/api/projects/{}/script": project,
    "/api/projects/{}/generate": project,
    "/api/projects/{}/quick": project,
    "/api/projects/{}/compare": compared,
    "/api/projects/{}/segments/{}/regenerate": segment,
    "/api/projects/quick": quick,
    "/api/projects/batch": batch,
    "/api/projects/batches/{}/resume": unfinished,
}
# This server's own work: only a voice that is paid for would cost something.
FREE = {"/api/cuts", "/api/projects/{}/animatic", "/api/projects/{}/assemble"}
# Takes what an Account has, whoever that is: tests/api/test_admin_credits.py.
BY_ADMINS = {"/api/admin/credits/{}/adjust"}
# 402 says that a payment was refused: tests of the purchase.
PAYING = "/api/billing"


def costing():
    """The address of every route that says 402, its ids left out."""
    for router in routers():
        for route in router.routes:
            if 402 in getattr(route, "responses", {}):
                parts = route.path.split("/")
                yield "/".join("{}" if part.startswith("{") else part for part in parts)


def test_every_route_that_costs_credits_is_known():
    found = {path for path in costing() if not path.startswith(PAYING)}

    assert found == STARTS.keys() | FREE | BY_ADMINS


@pytest.mark.parametrize("path", STARTS)
async def test_who_has_too_few_credits_is_told_both_figures(alice, services, path):
    body, ids = await STARTS[path](alice)
    with services.engine.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=98)
        # Nothing that is made costs less than this.
        ledger.set_price(session, provider="*", action="video.8", price=98)
        ledger.set_price(session, provider="openai", action="*", price=98)
    taken = 100 if path == "/api/credits/deduct" else 97
    await alice.post("/api/credits/deduct", json={"amount": taken, "reason": "x"})
    runs = len((await alice.get("/api/runs")).json()["items"])

    answer = await alice.post(path.format(*ids), json=body)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (402, "insufficient_credits"), told
    assert told["available"] == 100 - taken < told["required"]
    assert type(told["required"]) is int
    balance = (await alice.get("/api/credits/balance")).json()
    assert (balance["credits"], balance["held"]) == (100 - taken, 0)
    assert len((await alice.get("/api/runs")).json()["items"]) == runs

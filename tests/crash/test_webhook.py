"""The server dies while Stripe tells it something: it is told again, and credited once."""

import http.client
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.support.fake_services import FakeServices
from tests.support.gates import Stage
from tests.support.server import Client, Server
from tests.support.services import stripe as fake

PATH = "/api/webhooks/stripe"


def until(condition: Callable[[], object], *, within: float = 30.0) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, condition
        time.sleep(0.002)


@pytest.fixture
def stripe() -> Iterator[FakeServices]:
    """Stripe."""
    with FakeServices() as running:
        yield running


@pytest.fixture
def server(stripe: FakeServices, tmp_path: Path) -> Iterator[Server]:
    """A server to kill, that sells with it."""
    secrets = {
        "VIDGENIE_STRIPE_SECRET_KEY": stripe.key("stripe"),
        "VIDGENIE_STRIPE_WEBHOOK_SECRET": fake.SECRET,
    }
    running = Server(tmp_path / "home", extra=stripe.env() | secrets)
    running.start(within=300)
    yield running
    running.stop()


@pytest.fixture
def buyer(server: Server) -> Client:
    """Somebody signed in."""
    return Client.register(server, "buyer@example.com")


@pytest.fixture
def events(stripe: FakeServices, buyer: Client) -> list[dict]:
    """What Stripe has to tell: a Pack was paid."""
    body = {"kind": "pack", "slug": "medium"}
    answer = buyer.http.post("/api/billing/checkout", json=body).raise_for_status()
    world = fake.world(stripe)
    page = next(
        one for one in world.every("checkout.session") if one["url"] == answer.json()["url"]
    )
    world.pay(page["id"])
    return world.events


def begin(server: Server, event: dict) -> http.client.HTTPConnection:
    """Tell an event, and read nothing of the answer."""
    told = fake.message(event, fake.SECRET)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", PATH, told.body, told.headers)
    return connection


def tell(server: Server, event: dict) -> int:
    """Tell it; the status of the answer."""
    told = fake.message(event, fake.SECRET)
    url = server.origin + PATH
    return httpx.post(url, content=told.body, headers=told.headers, timeout=30).status_code


def taken_in(server: Server, event: dict) -> bool:
    """Whether the transaction of an event was committed."""
    with closing(sqlite3.connect(server.home / "vidgenie.db", timeout=10)) as database:
        query = "SELECT count(*) FROM vg_payment_event WHERE id = ?"
        return bool(database.execute(query, (event["id"],)).fetchone()[0])


def credits_of(buyer: Client) -> int:
    """What can be spent."""
    return buyer.http.get("/api/credits/balance").raise_for_status().json()["credits"]


def settled(server: Server, buyer: Client, events: list[dict]) -> int:
    """Credits when everything was told again, as often as Stripe likes; no secret was logged."""
    for told in [*events, *reversed(events)]:
        assert tell(server, told) == 200
    assert "sk_test_" not in server.log.read_text()
    assert fake.SECRET not in server.log.read_text()
    return credits_of(buyer)


@pytest.mark.crash
@pytest.mark.timeout(600)
def test_killed_between_the_commit_and_the_answer_it_is_credited_once(
    server: Server, buyer: Client, events: list[dict]
) -> None:
    before = credits_of(buyer)
    paid = next(one for one in events if one["type"] == "checkout.session.completed")

    # The moment that it is written down; nobody has read an answer.
    unanswered = begin(server, paid)
    until(lambda: taken_in(server, paid))
    server.kill()
    unanswered.close()
    server.start(within=300)

    assert credits_of(buyer) == before + 1000
    assert settled(server, buyer, events) == before + 1000


@pytest.mark.crash
@pytest.mark.soak
@pytest.mark.timeout(600)
def test_killed_before_the_commit_it_is_credited_when_it_is_told_again(
    server: Server, stripe: FakeServices, buyer: Client, events: list[dict]
) -> None:
    before = credits_of(buyer)
    paid = next(one for one in events if one["type"] == "checkout.session.completed")

    # While it asks Stripe what the event means.
    gate = stripe.stop("stripe", "GET /v1/checkout/sessions/.*", Stage.TAKEN)
    unanswered = begin(server, paid)
    assert gate.reached.wait(30)
    server.kill()
    gate.opened.set()
    unanswered.close()
    assert not taken_in(server, paid)
    server.start(within=300)

    assert credits_of(buyer) == before
    assert settled(server, buyer, events) == before + 1000

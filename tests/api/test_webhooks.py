"""Stripe tells us something: who may, and what it is answered."""

import json
import shutil

import pytest
from stripe import WebhookSignature

from tests.api.conftest import ORIGIN, bearer, open_client, sign_in
from tests.api.fakes import providers
from tests.support.fake_services import FakeServices
from tests.support.services import stripe as fake
from vidgenie import bootstrap
from vidgenie.settings import Settings

PATH = "/api/webhooks/stripe"


@pytest.fixture(scope="module")
def stripe():
    """Stripe, for all tests of this file."""
    with FakeServices(pause=0.0) as running:
        yield running


@pytest.fixture
def world(stripe):
    """What happens there."""
    stripe.jobs.clear()
    stripe.told.clear()
    return fake.world(stripe)


@pytest.fixture
def selling():
    """Which settings the installation has besides Stripe's."""
    return {}


@pytest.fixture
def services(installation, tmp_path, monkeypatch, stripe, selling):
    """An installation that sells with it."""
    home = tmp_path / "home"
    shutil.copytree(installation[0], home)
    given = {
        "home": home,
        "registrations_per_hour": 1000,
        "stripe_secret_key": stripe.key("stripe"),
        "stripe_webhook_secret": fake.SECRET,
        "stripe_base_url": stripe.base_url("stripe"),
        **selling,
    }
    built = bootstrap.build(Settings(**given), providers=providers())
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    yield built
    built.database.dispose()


@pytest.fixture
async def outside(served):
    """Somebody without a page of ours, a cookie or a token, as Stripe is."""
    async with open_client(served) as client:
        yield client


@pytest.fixture
def bought(services, people, world):
    """Alice has paid for a Pack; we have not been told."""
    alice = people["alice"].account
    order = services.selling.checkout(alice, "pack", "medium")
    session = next(one for one in world.every("checkout.session") if one["url"] == order.url)
    world.pay(session["id"])
    return order.order_id


@pytest.fixture
def available(services, people):
    """How many credits Alice can spend."""

    def count():
        return services.credits.balance(people["alice"].account).credits

    return count


async def send(client, event, secret=fake.SECRET, **headers):
    told = fake.message(event, secret)
    return await client.post(PATH, content=told.body, headers=told.headers | headers)


@pytest.fixture
def status(services, people, bought):
    """What has become of Alice's order."""
    return lambda: services.selling.order(people["alice"].account, bought).status


async def test_a_pack_is_credited_once_however_often_it_is_told(outside, world, status, available):
    before = available()

    for told in fake.shuffled(world.events, fake.SECRET, times=3, seed=7):
        answer = await outside.post(PATH, content=told.body, headers=told.headers)
        assert (answer.status_code, answer.json()) == (200, {"received": True})

    assert available() == before + 1000
    assert status() == "paid"


async def test_the_body_counts_as_it_came_to_the_byte(outside, world, bought):
    """The same JSON in other words is not what was signed."""
    told = fake.message(world.events[-1], fake.SECRET)
    other = json.dumps(json.loads(told.body)).encode()
    assert json.loads(other) == json.loads(told.body)

    answer = await outside.post(PATH, content=other, headers=told.headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")


@pytest.mark.usefixtures("bought")
async def test_a_forged_message_is_refused_and_does_nothing(outside, available, world):
    before = available()

    for secret in ("whsec_forged", ""):
        answer = await send(outside, world.events[-1], secret or " ")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    bare = await outside.post(PATH, json=world.events[-1])

    assert (bare.status_code, bare.json()["code"]) == (400, "invalid_signature")
    assert available() == before


@pytest.mark.usefixtures("bought")
async def test_being_somebody_does_not_help(served, services, people, world):
    """Neither a token nor a browser's session stands in for a signature, nor disturbs one."""
    async with open_client(served, headers=bearer(people["admin"])) as program:
        assert (await program.post(PATH, json=world.events[-1])).status_code == 400
        assert (await send(program, world.events[-1])).status_code == 200
    async with open_client(served, headers={"origin": ORIGIN}) as browser:
        sign_in(browser, services, "alice")
        assert (await browser.post(PATH, json=world.events[-1])).status_code == 400


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b"\xff\xfe", b"{}", b"[" * 9_000])
async def test_what_is_no_event_is_refused(outside, body):
    answer = await outside.post(PATH, content=body, headers={"stripe-signature": "t=1,v1=2"})
    assert answer.status_code == 400

    if body != b"\xff\xfe":
        sent = WebhookSignature.generate_signature_header(body.decode(), fake.SECRET)
        answer = await outside.post(
            PATH,
            content=body,
            headers={"stripe-signature": sent, "content-type": "application/json"},
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


async def test_a_body_of_ten_megabytes_is_refused_unread(outside):
    for body in (b"x" * 10_000_000, pieces(10)):
        answer = await outside.post(PATH, content=body, headers={"stripe-signature": "t=1,v1=2"})
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def pieces(count):
    """A body whose length is not told before."""
    for _ in range(count):
        yield b"x" * 1_000_000


async def test_events_about_nothing_of_ours_are_taken(outside, services):
    event = {"id": "evt_1", "object": "event", "type": "price.created", "created": 1, "data": {}}

    assert (await send(outside, event)).status_code == 200
    assert (await send(outside, {**event, "type": "invoice.paid"})).status_code == 200


@pytest.mark.usefixtures("bought")
async def test_what_cannot_be_read_now_is_to_be_told_again(
    outside, available, stripe, world, monkeypatch
):
    monkeypatch.setattr("stripe.HTTPClient._sleep_time_seconds", lambda *_: 0.0)
    before = available()
    stripe.behave("stripe", "down", times=3, is_work=False)

    first = await send(outside, world.events[-1])
    second = await send(outside, world.events[-1])

    assert (first.status_code, first.json()["code"]) == (503, "payments_unavailable")
    assert second.status_code == 200
    assert available() == before + 1000


async def test_only_post_is_taken(outside):
    assert (await outside.get(PATH)).status_code == 405


@pytest.mark.parametrize("selling", [{"payments": "local"}, {"payments": "off"}], ids=str)
async def test_there_is_no_such_address_while_stripe_is_not_chosen(outside, world):
    event = {"id": "evt_1", "object": "event", "type": "price.created", "created": 1, "data": {}}

    answer = await send(outside, event)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


TOLD = [
    ({}, True, "stripe: a test, no money moves"),
    ({"stripe_secret_key": "sk_live_1"}, True, "stripe: money moves"),
    ({"stripe_webhook_secret": " , "}, False, "set VIDGENIE_STRIPE_WEBHOOK_SECRET"),
    ({"stripe_secret_key": "pk_live_1"}, False, "VIDGENIE_STRIPE_SECRET_KEY is no secret key"),
    ({"payments": "local"}, True, "local: a test, no money moves"),
    ({"payments": "off"}, True, "nothing is for sale"),
]


@pytest.mark.parametrize(("selling", "is_good", "detail"), TOLD, ids=str)
def test_the_doctor_says_whether_money_moves_and_what_is_missing(services, is_good, detail):
    [found] = [one for one in services.health.examine() if one.part == "payments"]

    assert found.is_good is is_good
    assert detail in found.detail
    assert "1" not in found.detail  # nothing of the key


@pytest.mark.parametrize("selling", [{"stripe_webhook_secret": ""}], ids=str)
def test_a_start_without_the_webhooks_secret_says_so(selling, caplog, request):
    request.getfixturevalue("services")

    assert "set VIDGENIE_STRIPE_WEBHOOK_SECRET" in caplog.text

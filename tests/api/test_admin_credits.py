"""People's credits in the hands of admins: with a reason, once, never below zero."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.api.conftest import ORIGIN, open_client, sign_in
from tests.api.requests import PAID
from vidgenie.cli.credits import command
from vidgenie.errors import InsufficientCredits, NotFound
from vidgenie.ledger import store as ledger

CREDITS = "/api/admin/credits"


@pytest.fixture
async def admin(served, services):
    """The admin's browser."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "admin")
        yield client


@pytest.fixture
def adjust(admin, people):
    async def adjust(amount, reason="A gift", key="once", account=None):
        path = f"{CREDITS}/{account or people['alice'].account.id}/adjust"
        body = {"amount": amount, "reason": reason}
        return await admin.post(path, json=body, headers={"Idempotency-Key": key} if key else {})

    return adjust


@pytest.fixture
async def charged(alice, services):
    """A Run of Alice's that was charged for, as its Node would have; (its id, credits)."""
    started = (await alice.post("/api/workflow/execute", json={"config": PAID})).json()
    run_id, cost = started["workflowId"], started["estimatedCost"]
    with services.engine.transaction() as session:
        ledger.capture(session, run_id=run_id, node_id="video", amount=cost)
        ledger.close(session, run_id=run_id)
    return run_id, cost


@pytest.fixture
def refund(admin, charged):
    async def refund(amount=None, reason="It looked bad", key="once"):
        body = {"amount": amount, "reason": reason}
        path = f"{CREDITS}/runs/{charged[0]}/refund"
        return await admin.post(path, json=body, headers={"Idempotency-Key": key})

    return refund


def audited(services):
    with services.database.connect() as connection:
        query = "SELECT actor, account_id, data FROM vg_audit WHERE action = 'admin.credits'"
        return [tuple(row) for row in connection.execute(text(query))]


def is_whole(services):
    with services.engine.reading() as session:
        return ledger.violations(session) == {}


async def balance(client):
    return (await client.get("/api/credits/balance")).json()


async def test_an_account_is_found_by_its_address(admin, people):
    answer = await admin.get(CREDITS, params={"email": " Alice@example.com"})

    found = answer.json()
    assert (found["id"], found["available"], found["plan"]) == (
        people["alice"].account.id,
        100,
        "free",
    )
    assert [(lot["source"], lot["available"]) for lot in found["lots"]] == [("plan", 100)]
    assert [entry["type"] for entry in found["entries"]] == ["credit"]
    assert (found["holds"], found["shortfalls"]) == ([], [])


@pytest.mark.parametrize("email", ["nobody@example.com", "operator@localhost", "x", "%"])
async def test_who_is_not_there_is_not_found(admin, email):
    answer = await admin.get(CREDITS, params={"email": email})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_credits_are_given_once_and_the_owner_is_told_why(adjust, alice, people, services):
    first, again = await adjust(50), await adjust(50)

    assert first.json()["available"] == again.json()["available"] == 150
    told = await balance(alice)
    assert told["credits"] == 150
    assert told["creditHistory"][0]["reason"] == "A gift"
    (line,) = audited(services)
    assert line[:2] == (people["admin"].account.id, people["alice"].account.id)
    notices = (await alice.get("/api/notifications")).json()["items"]
    assert [(one["kind"], one["params"]) for one in notices] == [
        ("adjusted", {"credits": 50, "reason": "A gift"})
    ]
    assert is_whole(services)


async def test_credits_are_taken_but_never_more_than_there_are(adjust, alice, services):
    taken = await adjust(-60, "A mistake")
    refused = await adjust(-41, "A mistake", key="again")

    assert taken.json()["available"] == 40
    assert (refused.status_code, refused.json()["code"]) == (402, "insufficient_credits")
    assert (refused.json()["required"], refused.json()["available"]) == (41, 40)
    assert (await balance(alice))["credits"] == 40
    assert len(audited(services)) == 1
    assert is_whole(services)


async def test_what_a_run_holds_cannot_be_taken(adjust, alice):
    await alice.post("/api/workflow/execute", json={"config": PAID})
    held = (await balance(alice))["held"]

    assert held
    assert (await adjust(-100)).status_code == 402
    assert (await adjust(-(100 - held))).json()["available"] == 0


async def test_a_key_is_for_one_request(adjust):
    await adjust(50)

    for amount in (51, -50):
        answer = await adjust(amount)
        assert (answer.status_code, answer.json()["problem"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 10**18}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": "5"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": 5, "reason": " "}, "reason"),
        ({"amount": 5, "reason": "x" * 201}, "reason"),
        ({"amount": 5, "key": ""}, "idempotencyKey"),
    ],
)
async def test_what_is_no_adjustment_changes_nothing(adjust, alice, services, wrong, field):
    answer = await adjust(**wrong)

    assert answer.status_code == 422
    assert answer.json()["field"].endswith(field)
    assert (await balance(alice))["credits"] == 100
    assert audited(services) == []


async def test_a_run_is_given_back_whole_once(refund, charged, alice, services):
    _, cost = charged

    first, again, another = await refund(), await refund(), await refund(key="another")

    assert (first.json()["refunded"], again.json()["refunded"]) == (cost, cost)
    assert (another.status_code, another.json()["problem"]) == (409, "nothing_to_refund")
    assert (await balance(alice))["credits"] == 100
    hold = first.json()["account"]["holds"][0]
    assert (hold["refunded"], hold["refundable"], hold["state"]) == (cost, 0, "closed")
    assert len(audited(services)) == 1
    assert is_whole(services)


async def test_a_run_is_given_back_in_part_and_never_more_than_it_cost(
    refund, charged, alice, services
):
    _, cost = charged

    await refund(1)
    refused = await refund(cost, key="more")
    rest = await refund(key="rest")

    assert (refused.status_code, refused.json()["problem"]) == (422, "too_much")
    assert refused.json()["max"] == cost - 1
    assert rest.json()["refunded"] == cost - 1
    assert (await balance(alice))["credits"] == 100
    assert is_whole(services)


async def test_the_library_says_what_the_run_cost_in_the_end(refund, charged, alice):
    run_id, cost = charged

    await refund(amount=1)

    (item,) = [
        one
        for one in (await alice.get("/api/video-generations")).json()["items"]
        if one["workflowId"] == run_id
    ]
    assert item["credits"] == cost - 1


async def test_the_owner_of_a_run_reads_why_it_was_given_back(refund, charged, alice):
    await refund(1)

    assert (await balance(alice))["creditHistory"][0]["reason"] == "It looked bad"
    notices = (await alice.get("/api/notifications")).json()["items"]
    (told,) = [one for one in notices if one["kind"] == "run_refunded"]
    assert told["params"]["credits"] == 1
    assert told["href"] == f"/runs/{charged[0]}"


async def test_what_is_not_there_is_not_found(admin, adjust):
    path = f"{CREDITS}/runs/{'0' * 32}/refund"
    sent = {"json": {"reason": "why"}, "headers": {"Idempotency-Key": "k"}}

    assert (await admin.post(path, **sent)).status_code == 404
    assert (await adjust(5, account="0" * 32)).status_code == 404
    assert (await adjust(5, account="x")).status_code == 404


async def test_nobody_else_may(at_home, people, alice):
    path = f"{CREDITS}/{people['alice'].account.id}/adjust"
    sent = {"json": {"amount": 5, "reason": "me"}, "headers": {"Idempotency-Key": "k"}}

    assert (await at_home.post(path, **sent)).json()["problem"] == "admin_only"
    assert (await alice.post(path, **sent)).json()["problem"] == "session_only"
    assert (await at_home.get(CREDITS, params={"email": "bob@example.com"})).status_code == 403
    assert (await balance(alice))["credits"] == 100


class TestCommand:
    def run(self, *words):
        return CliRunner().invoke(command, list(words))

    def test_it_shows_what_somebody_has(self, services):
        answer = self.run("show", "alice@example.com")

        assert "alice@example.com\tfree\navailable 100\theld 0\tused 0\n" in answer.output
        assert "lot\tplan\t100 of 100\tuntil" in answer.output

    def test_it_gives_and_takes_and_says_what_is_left(self, services):
        given = self.run("adjust", "alice@example.com", "20", "--reason", "A gift")
        taken = self.run("adjust", "alice@example.com", "-120", "--reason", "A mistake")
        refused = self.run("adjust", "alice@example.com", "-1", "--reason", "A mistake")

        assert given.output == "alice@example.com\t120 available\n"
        assert taken.output == "alice@example.com\t0 available\n"
        assert isinstance(refused.exception, InsufficientCredits)
        assert {line[0] for line in audited(services)} == {"operator"}

    def test_the_same_key_does_it_once(self, services):
        for _ in range(2):
            words = ("adjust", "alice@example.com", "20", "--reason", "x", "--key", "k")
            answer = self.run(*words)

        assert answer.output == "alice@example.com\t120 available\n"

    async def test_it_gives_a_run_back(self, charged):
        run_id, cost = charged
        answer = self.run("refund", run_id, "--reason", "It looked bad")

        assert answer.output == f"alice@example.com\t{cost} given back\t100 available\n"

    def test_who_is_not_there_is_not_found(self, services):
        for words in (("show", "x@y.org"), ("refund", "0" * 32, "--reason", "x")):
            assert isinstance(self.run(*words).exception, NotFound)

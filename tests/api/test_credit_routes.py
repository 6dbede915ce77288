"""Credits over REST."""

import pytest


async def test_the_balance_of_a_new_account(alice):
    balance = (await alice.get("/api/credits/balance")).json()

    days = balance["daily"]
    assert balance | {"renewsAt": "", "creditHistory": [], "daily": [], "lots": []} == {
        "credits": 100,
        "held": 0,
        "creditsUsed": 0,
        "plan": "free",
        "unlimited": False,
        "granted": 100,
        "renewsAt": "",
        "renews": True,
        "usedToday": 0,
        "usedThisWeek": 0,
        "daily": [],
        "lots": [],
        "creditHistory": [],
    }
    assert (len(days), {day["used"] for day in days}) == (30, {0})
    lot = {"source": "plan", "available": 100, "held": 0, "expiresAt": balance["renewsAt"]}
    assert balance["lots"] == [lot | {"renews": True}]
    assert [entry["amount"] for entry in balance["creditHistory"]] == [100]


async def test_credits_are_taken_and_told(alice):
    response = await alice.post(
        "/api/credits/deduct", json={"amount": 30, "reason": "manual", "metadata": {"by": "me"}}
    )

    assert response.json() == {"success": True, "remainingCredits": 70}
    entry = (await alice.get("/api/credits/history")).json()["items"][0]
    assert set(entry) == {
        "id", "type", "amount", "change", "used", "heldChange", "balance", "reason", "metadata",
        "workflowId", "node", "title", "createdAt",
    }  # fmt: skip
    assert (entry["type"], entry["amount"], entry["reason"]) == ("debit", 30, "manual")
    assert entry["metadata"] == {"by": "me"}


async def test_nobody_spends_more_than_there_is(alice):
    response = await alice.post("/api/credits/deduct", json={"amount": 101, "reason": "manual"})

    assert response.status_code == 402
    assert response.json() == {
        "error": "Insufficient credits",
        "code": "insufficient_credits",
        "required": 101,
        "available": 100,
    }


async def test_the_same_key_takes_credits_once(alice):
    for _ in range(2):
        response = await alice.post(
            "/api/credits/deduct",
            json={"amount": 10, "reason": "manual"},
            headers={"idempotency-key": "k1"},
        )

    assert response.json()["remainingCredits"] == 90


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": 0, "reason": "x"}, "amount"),
        ({"amount": -5, "reason": "x"}, "amount"),
        ({"amount": 1.5, "reason": "x"}, "amount"),
        ({"amount": "5", "reason": "x"}, "amount"),
        ({"amount": True, "reason": "x"}, "amount"),
        ({"amount": 10**18, "reason": "x"}, "amount"),
        ({"amount": 10**30, "reason": "x"}, "amount"),
        ({"amount": 5}, "reason"),
        ({"amount": 5, "reason": ""}, "reason"),
        ({"amount": 5, "reason": "x" * 1001}, "reason"),
        ({"amount": 5, "reason": "x", "metadata": []}, "metadata"),
        ({"amount": 5, "reason": "x", "metadata": {"a": "x" * 5000}}, "metadata"),
        ({"amount": 5, "reason": "x", "metadata": {"a": ["b", "c\0"]}}, "metadata.a.1"),
        ({"amount": 5, "reason": "x", "account": "bob"}, "account"),
    ],
)
async def test_a_wrong_deduction_names_its_field_and_takes_nothing(alice, body, field):
    response = await alice.post("/api/credits/deduct", json=body)

    assert (response.status_code, response.json()["field"]) == (422, field)
    assert (await alice.get("/api/credits/balance")).json()["credits"] == 100


@pytest.mark.parametrize(
    "body",
    [
        b'{"amount": 5, "reason": "x", "metadata": {"a": NaN}}',
        b'{"amount": NaN, "reason": "x"}',
        b'{"amount": Infinity, "reason": "x"}',
    ],
)
async def test_numbers_json_does_not_know_are_refused(alice, body):
    response = await alice.post(
        "/api/credits/deduct",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert (response.status_code, response.json()["problem"]) == (422, "not_finite")


async def test_something_nested_too_deeply_is_refused(alice):
    deep = {"a": 1}
    for _ in range(50):
        deep = {"a": deep}

    response = await alice.post(
        "/api/credits/deduct", json={"amount": 5, "reason": "x", "metadata": deep}
    )

    assert (response.status_code, response.json()["problem"]) == (422, "too_deep")


async def test_the_history_comes_in_pages(alice):
    for number in range(5):
        await alice.post("/api/credits/deduct", json={"amount": 1, "reason": f"n{number}"})

    first = (await alice.get("/api/credits/history?limit=3")).json()
    second = (
        await alice.get("/api/credits/history", params={"limit": 3, "cursor": first["nextCursor"]})
    ).json()

    assert [entry["reason"] for entry in first["items"]] == ["n4", "n3", "n2"]
    assert [entry["reason"] for entry in second["items"][:2]] == ["n1", "n0"]
    assert second["nextCursor"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("cursor=%00", "cursor")],
)
async def test_a_wrong_page_names_its_field(alice, query, field):
    response = await alice.get(f"/api/credits/history?{query}")

    assert (response.status_code, response.json()["field"]) == (422, field)


async def test_everybody_has_credits_of_their_own(alice, bob):
    await alice.post("/api/credits/deduct", json={"amount": 30, "reason": "mine"})

    assert (await bob.get("/api/credits/balance")).json()["credits"] == 100
    assert "mine" not in (await bob.get("/api/credits/history")).text

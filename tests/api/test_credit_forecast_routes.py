"""How long credits last, what videos cost, and warnings, over REST."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.ledger import store as ledger


async def test_a_new_account_is_foretold_nothing(alice):
    answer = (await alice.get("/api/credits/forecast")).json()

    assert answer | {"renewsAt": ""} == {
        "perDay": None,
        "daysLeft": None,
        "until": None,
        "renewsAt": "",
        "renewsFirst": False,
        "expiring": 0,
        "unusual": None,
    }


@pytest.fixture
def lived(services, people):
    """Alice has used twelve credits on each of the ten days before."""
    account, now = people["alice"].account, datetime.now(tz=UTC)
    with services.engine.transaction() as session:
        begin = now - timedelta(days=12)
        ledger.grant(session, account.id, amount=900, source="pack", key="old", now=begin)
        for back in range(10, 0, -1):
            at = now - timedelta(days=back)
            ledger.deduct(session, account.id, amount=12, reason="x", key=f"{back}", now=at)


async def test_an_unusual_day_is_seen_and_told_once(alice, lived):
    for _ in range(2):
        await alice.post("/api/credits/deduct", json={"amount": 100, "reason": "film"})

    answer = (await alice.get("/api/credits/forecast")).json()
    told = (await alice.get("/api/notifications")).json()["items"]

    assert answer["unusual"] == {"period": "day", "used": 200, "usual": 12}
    assert 9 <= answer["perDay"] <= 12
    assert answer["daysLeft"] > 0
    assert [(one["kind"], one["params"]["credits"]) for one in told] == [("unusual_use", 100)]


async def test_low_credits_are_told_once(alice):
    for amount in (50, 31, 5):
        await alice.post("/api/credits/deduct", json={"amount": amount, "reason": "x"})

    told = (await alice.get("/api/notifications")).json()

    assert [(one["kind"], one["params"]["credits"]) for one in told["items"]] == [
        ("credits_low", 19)
    ]
    assert told["items"][0]["href"] == "/credits"


async def test_a_run_that_takes_the_last_credits_warns_too(alice, services):
    with services.engine.transaction() as session:
        ledger.set_price(session, provider="local", action="enhance", price=90)

    await alice.post("/api/generate", json={"prompt": "a fox"})

    told = (await alice.get("/api/notifications")).json()["items"]
    assert [one["kind"] for one in told] == ["credits_low"]


async def test_when_to_be_warned_is_chosen(alice, bob):
    assert (await alice.get("/api/credits/alerts")).json() == {"lowAt": None, "unusual": True}

    await alice.put("/api/credits/alerts", json={"lowAt": 40})
    answer = await alice.put("/api/credits/alerts", json={"unusual": False})

    assert answer.json() == {"lowAt": 40, "unusual": False}
    assert (await alice.get("/api/credits/alerts")).json() == answer.json()
    assert (await bob.get("/api/credits/alerts")).json() == {"lowAt": None, "unusual": True}
    lifted = await alice.put("/api/credits/alerts", json={"lowAt": None})
    assert lifted.json() == {"lowAt": None, "unusual": False}


async def test_what_is_no_warning_is_refused(alice):
    headers = {"content-type": "application/json"}
    for field, body in (
        *(("lowAt", {"lowAt": wrong}) for wrong in (-1, 1.5, 10**18, 10**9 + 1, "5", True)),
        ("lowAt", {"lowAt": float("nan")}),
        ("unusual", {"unusual": 1}),
        ("unusual", {"unusual": None}),
        ("account", {"account": "bob"}),
    ):
        text = json.dumps(body)
        answer = await alice.put("/api/credits/alerts", content=text, headers=headers)
        assert (answer.status_code, answer.json()["field"]) == (422, field), text

    assert (await alice.get("/api/credits/alerts")).json() == {"lowAt": None, "unusual": True}


async def test_what_videos_cost_has_its_source_and_its_day(alice):
    answer = (await alice.get("/api/credits/costs")).json()

    assert (answer["seconds"], answer["videos"]) == (30, 100)
    assert answer["documentsAsOf"] == "2026-02-16"
    costs = {row["provider"]: (row["credits"], row["totalCredits"]) for row in answer["providers"]}
    assert costs == {"local": (0, 0), "luma": (62, 6200)}


async def test_what_no_video_is_like_is_refused(alice):
    for name in ("seconds", "videos"):
        for value in ("0", "-1", "1.5", str(10**18), "NaN", ""):
            answer = await alice.get("/api/credits/costs", params={name: value})

            assert (answer.status_code, answer.json()["field"]) == (422, name), value

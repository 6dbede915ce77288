"""What is for sale."""

from dataclasses import replace

import pytest

from tests.api.conftest import open_client
from vidgenie import bootstrap


async def test_everybody_sees_what_is_for_sale(served):
    async with open_client(served) as client:
        answer = (await client.get("/api/plans")).json()

    assert answer["payments"] == {"service": "local", "isTest": True, "isOffered": True}
    assert [(one["slug"], one["credits"], one["cents"]) for one in answer["plans"]] == [
        ("free", 100, 0), ("starter", 500, 999), ("pro", 2000, 2999), ("enterprise", 0, 9999),
    ]  # fmt: skip
    assert answer["plans"][-1]["isUnlimited"]
    assert answer["packs"][0] == {
        "slug": "small", "title": "200", "credits": 200, "cents": 499, "currency": "usd",
    }  # fmt: skip
    assert {"provider": "*", "action": "enhance", "credits": 1} in answer["prices"]


@pytest.fixture
def nothing_sold(services, monkeypatch):
    off = replace(services.selling, payments=None)
    closed = replace(services, selling=off, payments=None)
    monkeypatch.setattr(bootstrap, "services", lambda: closed)


async def test_an_installation_may_sell_nothing(at_home, nothing_sold):
    answer = (await at_home.get("/api/plans")).json()
    refused = await at_home.post("/api/billing/checkout", json={"kind": "pack", "slug": "small"})

    assert answer["payments"] == {"service": "", "isTest": False, "isOffered": False}
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")

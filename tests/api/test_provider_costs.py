"""What a video costs at each Provider, over REST."""

import json

import pytest

from tests.providers.fulfilled import PROVIDERS
from vidgenie import bootstrap
from vidgenie.services.costs import CostService
from vidgenie.settings import Settings


class Priced:
    """The services of an installation, with the Providers there are files for."""

    def __init__(self, services):
        self.costs = CostService(PROVIDERS, {})
        self._services = services

    def __getattr__(self, name):
        return getattr(self._services, name)


@pytest.fixture(autouse=True)
def priced(services, monkeypatch):
    monkeypatch.setattr(bootstrap, "services", lambda: Priced(services))


async def test_every_video_provider_has_its_price(alice):
    said = (await alice.get("/api/providers/costs")).json()

    assert (said["seconds"], said["videos"]) == (30, 1)
    named = {row["provider"]: row for row in said["providers"]}
    assert set(named) == {slug for kind, slug in PROVIDERS if kind == "video"}
    veo = named["veo"]["today"]
    assert set(veo) == {
        *("model", "mode", "size", "clipSeconds", "clips", "usd", "rowUsd", "unit", "what"),
        *("source", "asOf"),
    }
    assert veo["usd"] == named["veo"]["todayTotalUsd"] > 0


async def test_many_videos_are_added_up(alice):
    said = (await alice.get("/api/providers/costs?seconds=60&videos=100")).json()

    for row in said["providers"]:
        if row["today"]:
            assert row["todayTotalUsd"] == pytest.approx(100 * row["today"]["usd"])


@pytest.mark.parametrize("query", ["seconds=0", "seconds=x", "videos=0", "videos=1000001"])
async def test_a_wrong_question_names_its_field(alice, query):
    response = await alice.get(f"/api/providers/costs?{query}")

    assert (response.status_code, response.json()["field"]) == (422, query.split("=")[0])


def test_a_price_list_that_cannot_be_read_ends_the_start(tmp_path):
    """Estimates that quietly used other prices would be worse."""
    (tmp_path / "prices.json").write_text('[{"kind": "video"}]', encoding="utf-8")

    with pytest.raises(ValueError, match=r"prices\.json: 0\.provider"):
        bootstrap.build(Settings(home=tmp_path))


def test_the_operators_prices_are_read_at_the_start(tmp_path):
    row = {"kind": "video", "provider": "luma", "model": "ray-3.2", "what": "540p 5s"}
    row |= {"unit": "clip", "micro_usd": 1, "source": "ours", "as_of": "2026-11-21"}
    (tmp_path / "prices.json").write_text(json.dumps([row]), encoding="utf-8")

    built = bootstrap.build(Settings(home=tmp_path))

    found = {row.provider: row.today for row in built.costs.table()}["luma"]
    assert (found.micro_usd, found.source) == (6 + 30_000, "ours")
    built.database.dispose()

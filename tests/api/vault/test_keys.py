"""Sealed keys over REST, as a browser writes and reads them."""

import base64
import json

import pytest
from sqlmodel import update

from tests.api.vault.tab import KEY, Tab, b64, problem
from vidgenie.accounts.tables import SessionRow
from vidgenie.domain.ports.keys import KeyStatus


class TestKeys:
    async def test_a_key_is_kept_and_shown_masked(self, tab):
        answer = (await tab.put("sk-new-5678")).json()

        key = answer["key"]
        assert answer["success"]
        assert (key["provider"], key["mode"], key["masked"]) == ("openai", "sealed", "••••5678")
        assert (key["status"], key["detail"], key["revision"]) == (KeyStatus.UNCHECKED, "", 2)
        assert key["lastUpdated"]
        assert (key["checkedAt"], key["usedAt"]) == (None, None)

    async def test_only_the_browser_reads_it(self, tab):
        text = (await tab.client.get("/api/vault")).text
        [kept] = json.loads(text)["secrets"]

        blob = base64.b64decode(kept["blob"])
        opened = tab.vault.open(kept["provider"], kept["secretId"], kept["generation"], blob)
        assert opened == KEY
        assert KEY not in text

    async def test_of_two_tabs_the_first_saves(self, tab):
        bodies = [{**tab.key_body(), "revision": 1} for _ in range(2)]

        answers = [await tab.client.put("/api/vault/keys/openai", json=body) for body in bodies]

        assert answers[0].status_code == 200
        assert problem(answers[1]) == (409, "conflict", None, "stale_version")

    async def test_in_a_browser_replacing_a_key_is_confirmed(self, tab, at_home, services):
        with services.runs.transaction() as session:
            session.connection().execute(update(SessionRow).values(confirmed_at=None))

        answer = await at_home.put("/api/vault/keys/openai", json=tab.key_body())

        assert problem(answer)[:2] == (403, "confirmation_needed")

    async def test_the_id_of_somebody_elses_key_is_not_taken_over(self, tab, bob, people):
        theirs = Tab(bob, people["bob"].account)
        await theirs.create()
        [mine] = (await tab.client.get("/api/vault")).json()["secrets"]

        answer = await bob.put(
            "/api/vault/keys/openai", json=theirs.key_body() | {"secretId": mine["secretId"]}
        )

        assert answer.status_code == 409
        assert (await tab.client.get("/api/vault")).json()["secrets"] == [mine]
        assert (await bob.get("/api/vault")).json()["secrets"] == []

    @pytest.mark.parametrize("provider", ["local", "nobody", "x" * 40])
    async def test_where_no_key_is_needed_none_is_kept(self, tab, provider):
        answer = await tab.client.put(f"/api/vault/keys/{provider}", json=tab.key_body())

        assert problem(answer)[:2] == (404, "not_found")

    @pytest.mark.parametrize("provider", ["OPENAI", "%00", "..%2fetc", "x" * 41, "1;DROP"])
    async def test_what_is_no_slug_is_not_found(self, tab, provider):
        answer = await tab.client.put(f"/api/vault/keys/{provider}", json=tab.key_body())

        assert problem(answer)[:2] == (404, "not_found")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"secretId": "x"}, "secretId"),
            ({"secretId": "F" * 32}, "secretId"),
            ({"generation": 0}, "generation"),
            ({"blob": b64(b"x" * 28)}, "blob"),
            ({"blob": b64(b"x" * 4125)}, "blob"),
            ({"blob": KEY + "!"}, "blob"),
            ({"last4": "12345"}, "last4"),
            ({"last4": "é"}, "last4"),
            ({"last4": "\n"}, "last4"),
            ({"revision": -1}, "revision"),
            ({"key": KEY}, "key"),
        ],
    )
    async def test_what_no_browser_makes_is_refused(self, tab, change, field):
        answer = await tab.client.put("/api/vault/keys/openai", json=tab.key_body() | change)

        assert problem(answer)[:3] == (422, "invalid_input", field)
        assert KEY not in answer.text

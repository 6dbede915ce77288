"""A browser is asked for keys and grants them, over REST."""

import base64
import os

import pytest

from tests.api.vault.tab import b64, problem


class TestGrants:
    async def test_a_request_says_all_a_browser_needs(self, request_):
        assert request_["title"] == "Locked Pen"
        assert request_["nodeId"] == "e"
        assert request_["recipient"]["kind"] == "epoch"
        assert len(base64.b64decode(request_["recipient"]["publicKey"])) == 32

    async def test_it_is_over_once_it_is_granted(self, tab, request_):
        answer = await tab.grant(request_)

        assert answer.json() == {"success": True}
        assert await tab.requests() == []
        assert problem(await tab.grant(request_))[:2] == (404, "not_found")

    async def test_nobody_else_sees_or_grants_it(self, tab, bob, request_):
        body = tab.grant_body(request_)

        answer = await bob.post("/api/vault/grants", json=body)

        assert problem(answer)[:2] == (404, "not_found")
        assert (await bob.get("/api/vault/requests")).json() == {"requests": []}
        assert await tab.requests() == [request_]

    async def test_one_cannot_tell_somebody_elses_request_from_none(self, tab, bob, request_):
        body = tab.grant_body(request_)
        theirs = await bob.post("/api/vault/grants", json=body)
        nothing = await bob.post("/api/vault/grants", json=body | {"workflowId": "f" * 32})

        assert theirs.json() == nothing.json()

    @pytest.mark.parametrize(
        ("change", "answer"),
        [
            ({"workflowId": "f" * 32}, (404, "not_found", None, None)),
            ({"provider": "local"}, (404, "not_found", None, None)),
            ({"recipientId": "f" * 32}, (404, "not_found", None, None)),
            ({"expiresAt": 1}, (422, "invalid_input", "expiresAt", "past")),
            ({"expiresAt": 2**39}, (422, "invalid_input", "expiresAt", "too_late")),
            ({"blob": b64(b"x" * 80)}, (422, "invalid_input", "blob", "unreadable")),
            ({"blob": b64(b"x" * 48)}, (422, "invalid_input", "blob", "too_short")),
        ],
    )
    async def test_what_was_not_asked_for_is_refused(self, tab, request_, change, answer):
        refused = await tab.client.post("/api/vault/grants", json=tab.grant_body(request_) | change)

        assert problem(refused) == answer
        assert await tab.requests() == [request_]

    async def test_another_expiry_than_it_is_bound_to_is_unreadable(self, tab, request_):
        body = tab.grant_body(request_)

        refused = await tab.client.post(
            "/api/vault/grants", json=body | {"expiresAt": body["expiresAt"] - 1}
        )

        assert problem(refused)[3] == "unreadable"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"workflowId": "x"}, "workflowId"),
            ({"provider": "Ö"}, "provider"),
            ({"recipientId": 7}, "recipientId"),
            ({"expiresAt": -1}, "expiresAt"),
            ({"expiresAt": 1.5}, "expiresAt"),
            ({"blob": ""}, "blob"),
            ({"blob": b64(os.urandom(4145))}, "blob"),
            ({"blob": "%"}, "blob"),
        ],
    )
    async def test_what_no_browser_makes_is_refused(self, tab, request_, change, field):
        refused = await tab.client.post("/api/vault/grants", json=tab.grant_body(request_) | change)

        assert problem(refused)[:3] == (422, "invalid_input", field)

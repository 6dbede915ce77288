"""The sealed vault over REST, as a browser uses it, up to a Run that ends."""

import asyncio
import base64
import json
import os
import shutil
from datetime import UTC, datetime

import pytest
from sqlmodel import update

from tests.api.conftest import streaming
from tests.api.fakes import PaidPen, providers
from tests.api.test_events import DRAWN, finished
from tests.vault.browser import Browser
from vidgenie import bootstrap
from vidgenie.accounts.tables import SessionRow
from vidgenie.api import streams
from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.domain.ports.provider import Kind
from vidgenie.settings import Settings
from vidgenie.vault.grants import KeyRequest
from vidgenie.vault.recipients import Recipient

KEY = "sk-canary-1234"


class LockedPen(PaidPen):
    """Writes for whoever has the key."""

    title = "Locked Pen"
    key_form = KeyForm(name="VG_NO_SUCH_VARIABLE", example="sk-...", url="https://example.com")

    def __init__(self):
        self.keys = []

    async def enhance(self, request, call):
        self.keys.append(call.key)
        return await super().enhance(request, call)


@pytest.fixture
def pen():
    """A Provider that needs a key, and the keys it was called with."""
    return LockedPen()


@pytest.fixture
def services(installation, tmp_path, monkeypatch, pen):
    """An installation where a text Provider needs a key."""
    home = tmp_path / "home"
    shutil.copytree(installation[0], home)
    known = {**providers(), (Kind.TEXT, "openai"): pen}
    built = bootstrap.build(Settings(home=home, environment="test"), providers=known)
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    built.vault_master.start()
    yield built
    built.database.dispose()


class Tab:
    """A page with an unlocked vault, talking to the server as `client`."""

    def __init__(self, client, account):
        self.client = client
        self.vault = Browser(account.id)

    def body(self, generation, *, recovery=True):
        wrapping = self.vault.wrapping(generation, recovery=recovery)
        body = {
            "kdf": wrapping.kdf,
            "kdfParams": wrapping.kdf_params,
            "salt": b64(wrapping.salt),
            "wrappedKey": b64(wrapping.wrapped_key),
        }
        return body | ({"wrappedKeyRecovery": b64(wrapping.recovery)} if recovery else {})

    async def create(self):
        return await self.client.post("/api/vault", json=self.body(1))

    def key_body(self, key=KEY, *, generation=1, provider="openai"):
        secret_id, blob = self.vault.seal(provider, key, generation=generation)
        return {
            "secretId": secret_id,
            "generation": generation,
            "blob": b64(blob),
            "last4": key[-4:],
        }

    async def put(self, key=KEY, **options):
        body = self.key_body(key, **options)
        return await self.client.put("/api/vault/keys/openai", json=body)

    async def requests(self):
        return (await self.client.get("/api/vault/requests")).json()["requests"]

    def grant_body(self, request, key=None):
        """The answer to a request, from what is in it alone."""
        key = key or self.vault.open(
            request["provider"],
            request["secretId"],
            request["generation"],
            base64.b64decode(request["blob"]),
        )
        to = request["recipient"]
        recipient = Recipient(to["id"], to["kind"], base64.b64decode(to["publicKey"]), None)
        asked = KeyRequest(
            request["workflowId"], "", request["provider"], recipient, request["expiresAt"]
        )
        return {
            "workflowId": request["workflowId"],
            "provider": request["provider"],
            "recipientId": to["id"],
            "expiresAt": request["expiresAt"],
            "blob": b64(self.vault.grant(asked, key).blob),
        }

    async def grant(self, request):
        return await self.client.post("/api/vault/grants", json=self.grant_body(request))


def b64(value):
    return base64.b64encode(value).decode()


@pytest.fixture
async def tab(alice, people):
    """Alice's page, with a vault and a key in it."""
    tab = Tab(alice, people["alice"].account)
    assert (await tab.create()).status_code == 200
    assert (await tab.put()).status_code == 200
    return tab


@pytest.fixture
def ask(services, people):
    """A Run of Alice's asks for its key, without an engine that would end it."""

    def ask(run_id):
        with services.runs.transaction() as session:
            services.sealed.grants.ask(
                session,
                account_id=people["alice"].account.id,
                run_id=run_id,
                node_id="e",
                provider="openai",
                strict=False,
                now=datetime.now(tz=UTC),
            )

    return ask


@pytest.fixture
async def request_(tab, ask):
    """A request for Alice's key."""
    ask(await a_run(tab.client))
    [request] = await tab.requests()
    return request


async def a_run(client):
    """A Run that is queued."""
    return (await client.post("/api/workflow/execute", json=DRAWN)).json()["workflowId"]


def problem(answer):
    """(status, code, field, problem) of a refusal."""
    body = answer.json()
    return answer.status_code, body["code"], body.get("field"), body.get("problem")


class TestVault:
    async def test_without_one_it_says_so(self, alice, people):
        answer = (await alice.get("/api/vault")).json()

        assert answer == {
            "exists": False,
            "generation": 0,
            "recoveryGeneration": 0,
            "kdf": None,
            "kdfParams": None,
            "salt": None,
            "wrappedKey": None,
            "wrappedKeyRecovery": None,
            "strict": False,
            "environment": "test",
            "accountId": people["alice"].account.id,
            "policy": "managed",
            "isLocked": False,
            "secrets": [],
        }

    async def test_what_was_kept_comes_back(self, alice, people):
        tab = Tab(alice, people["alice"].account)
        body = tab.body(1)

        made = await alice.post("/api/vault", json=body)

        answer = (await alice.get("/api/vault")).json()
        assert made.json() == answer
        assert answer["exists"]
        assert answer["generation"] == 1
        assert {name: answer[name] for name in body} == body

    async def test_a_second_one_is_refused(self, tab):
        assert problem(await tab.create())[:2] == (409, "conflict")
        assert problem(await tab.create())[3] == "exists"

    async def test_a_new_passphrase_keeps_the_recovery_code(self, tab):
        old = (await tab.client.get("/api/vault")).json()
        body = {**tab.body(2, recovery=False), "generation": 1}

        answer = (await tab.client.put("/api/vault", json=body)).json()

        assert (answer["generation"], answer["recoveryGeneration"]) == (2, 1)
        assert answer["wrappedKeyRecovery"] == old["wrappedKeyRecovery"]
        assert answer["wrappedKey"] == body["wrappedKey"]
        assert answer["secrets"] == old["secrets"]

    async def test_of_two_tabs_the_first_changes_the_passphrase(self, tab):
        bodies = [{**tab.body(2), "generation": 1} for _ in range(2)]

        first, second = [await tab.client.put("/api/vault", json=body) for body in bodies]

        assert first.status_code == 200
        assert problem(second) == (409, "conflict", None, "stale_version")
        kept = (await tab.client.get("/api/vault")).json()
        assert kept["wrappedKey"] == bodies[0]["wrappedKey"]

    async def test_strict_is_a_choice(self, tab):
        answer = await tab.client.patch("/api/vault", json={"strict": True})

        assert answer.json()["strict"]

    async def test_without_one_there_is_nothing_to_change(self, bob, people):
        body = {**Tab(bob, people["bob"].account).body(1), "generation": 1}

        for answer in (
            await bob.put("/api/vault", json=body),
            await bob.patch("/api/vault", json={"strict": True}),
        ):
            assert answer.status_code == 404

    async def test_an_api_token_does_not_remove_it(self, tab):
        answer = await tab.client.delete("/api/vault")

        assert problem(answer) == (403, "forbidden", None, "session_only")

    async def test_removing_it_needs_a_password_given_lately(self, tab, at_home, services):
        late = update(SessionRow).values(confirmed_at=None)
        with services.runs.transaction() as session:
            session.connection().execute(late)

        refused = await at_home.delete("/api/vault")

        assert problem(refused)[:2] == (403, "confirmation_needed")
        assert (await tab.client.get("/api/vault")).json()["exists"]

    async def test_it_is_removed_with_its_keys(self, tab, at_home):
        answer = await at_home.delete("/api/vault")

        assert answer.json() == {"success": True}
        left = (await tab.client.get("/api/vault")).json()
        assert (left["exists"], left["generation"], left["secrets"]) == (False, 1, [])
        assert problem(await tab.create())[3] == "stale_version"

    async def test_everybody_sees_their_own(self, tab, bob):
        theirs = (await bob.get("/api/vault")).json()

        assert (theirs["exists"], theirs["secrets"]) == (False, [])

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"kdf": "scrypt"}, "kdf"),
            ({"kdfParams": {}}, "kdfParams"),
            ({"kdfParams": {"m": 65536, "t": 3}}, "kdfParams"),
            ({"kdfParams": {"m": 1, "t": 1, "p": 1}}, "kdfParams"),
            ({"kdfParams": {"m": 2**40, "t": 3, "p": 1}}, "kdfParams"),
            ({"kdfParams": {"m": 65536, "t": 3, "p": 1, "x": 1}}, "kdfParams"),
            ({"kdf": "pbkdf2-sha256"}, "kdfParams"),
            ({"kdf": "pbkdf2-sha256", "kdfParams": {"iterations": 1000}}, "kdfParams"),
            ({"kdfParams": {"m": "65536", "t": [3], "p": 1}}, "kdfParams.t"),
            ({"salt": b64(b"x" * 15)}, "salt"),
            ({"salt": b64(b"x" * 65)}, "salt"),
            ({"salt": "!" * 32}, "salt"),
            ({"salt": None}, "salt"),
            ({"wrappedKey": b64(b"x" * 59)}, "wrappedKey"),
            ({"wrappedKey": b64(b"x" * 61)}, "wrappedKey"),
            ({"wrappedKey": "A" * 10**5}, "wrappedKey"),
            ({"wrappedKeyRecovery": ""}, "wrappedKeyRecovery"),
            ({"generation": 0}, "generation"),
            ({"generation": 2**40}, "generation"),
            ({"accountId": "f" * 32}, "accountId"),
        ],
    )
    async def test_what_no_browser_makes_is_refused(self, alice, people, change, field):
        body = Tab(alice, people["alice"].account).body(1) | change

        answer = await alice.post("/api/vault", json=body)

        assert problem(answer)[:3] == (422, "invalid_input", field)
        assert not (await alice.get("/api/vault")).json()["exists"]

    async def test_pbkdf2_is_as_good(self, alice, people):
        how = {"kdf": "pbkdf2-sha256", "kdfParams": {"iterations": 600_000}}

        answer = await alice.post(
            "/api/vault", json=Tab(alice, people["alice"].account).body(1) | how
        )

        assert answer.json()["kdfParams"] == how["kdfParams"]


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


class TestEvents:
    async def test_a_run_with_a_sealed_key_runs(self, served, tab, pen, working):
        async with (
            asyncio.timeout(60),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            first = await anext(told)
            run_id = await a_run(tab.client)
            name, _, data = await anext(told)
            [request] = data["requests"]
            waiting = (await tab.client.get(f"/api/workflow/status/{run_id}")).json()
            await tab.grant(request)
            _, _, granted = await anext(told)
            ended = await finished(tab.client, run_id)

        assert (first[0], first[2]) == ("requests", {"requests": []})
        assert (name, request["workflowId"]) == ("requests", run_id)
        assert waiting["status"] not in ("COMPLETED", "FAILED")
        assert granted == {"requests": []}
        assert ended["status"] == "COMPLETED"
        assert pen.keys == [KEY]

    async def test_it_says_what_is_asked_already(self, served, tab, request_):
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            _, _, data = await anext(stream.events())

        assert data == {"requests": [request_]}
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"

    async def test_it_is_alive_when_nothing_happens(self, served, tab, monkeypatch):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = [event async for event, _ in _first(stream.events(), 3)]

        assert told[1:] == [("", "", "alive")] * 2

    async def test_it_ends_with_what_it_was_opened_with(
        self, served, tab, services, people, monkeypatch
    ):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            await anext(told)
            account = people["alice"].account
            for token in services.tokens.all(account):
                services.tokens.revoke(account, token.id)

            assert [event async for event in told if event[0]] == []

    async def test_nobody_hears_of_somebody_elses(self, served, tab, bob, ask):
        async with (
            asyncio.timeout(30),
            streaming(served, bob, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            first = await anext(told)
            ask(await a_run(tab.client))
            coming = asyncio.ensure_future(anext(told))

            assert first[2] == {"requests": []}
            assert not (await asyncio.wait({coming}, timeout=1))[0]
            coming.cancel()


async def _first(events, count):
    """The first few events, numbered."""
    number = 0
    async for event in events:
        yield event, number
        number += 1
        if number == count:
            return


def test_every_base64_field_says_so_in_the_documentation(application):
    schemas = application.openapi()["components"]["schemas"]

    for schema, name in (("NewVault", "salt"), ("Vault", "wrappedKey"), ("Grant", "blob")):
        field = schemas[schema]["properties"][name]
        options = field.get("anyOf", [field])
        assert {"type": "string", "contentEncoding": "base64"}.items() <= options[0].items()

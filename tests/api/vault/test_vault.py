"""The sealed vault over REST, as a browser makes and opens it."""

import pytest
from sqlmodel import update

from tests.api.vault.tab import Tab, b64, problem
from vidgenie.accounts.tables import SessionRow


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


def test_every_base64_field_says_so_in_the_documentation(application):
    schemas = application.openapi()["components"]["schemas"]

    for schema, name in (("NewVault", "salt"), ("Vault", "wrappedKey"), ("Grant", "blob")):
        field = schemas[schema]["properties"][name]
        options = field.get("anyOf", [field])
        assert {"type": "string", "contentEncoding": "base64"}.items() <= options[0].items()

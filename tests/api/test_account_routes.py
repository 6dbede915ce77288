"""One's own Account over REST."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import text

from tests.api.conftest import ORIGIN, PASSWORD, open_client, sign_in

NEW = "another horse battery"
CONFIRMED = [
    ("POST", "/api/account/email", {"email": "new@example.com"}),
    ("POST", "/api/account/totp", None),
    ("POST", "/api/account/totp/recovery-codes", None),
    ("DELETE", "/api/account/totp", None),
]


@pytest.fixture
def outbox(services):
    """(recipient, kind, body) of every e-mail, the oldest first."""

    def read():
        with services.database.connect() as connection:
            query = "SELECT recipient, kind, body FROM vg_mail ORDER BY created_at, id"
            return [tuple(row) for row in connection.execute(text(query))]

    return read


@pytest.fixture
def grow_old(services):
    """Every session was confirmed eleven minutes ago."""

    def do():
        with services.database.begin() as connection:
            long_ago = datetime.now(tz=UTC) - timedelta(minutes=11)
            connection.execute(
                text("UPDATE vg_session SET confirmed_at = :at"),
                {"at": long_ago.replace(tzinfo=None).isoformat(" ")},
            )

    return do


def link_in(outbox):
    return re.search(r"#token=([\w-]+)", "".join(body for _, _, body in outbox()))[1]


async def me(client):
    return (await client.get("/api/auth/me")).json()["user"]


async def test_name_and_language_are_kept(at_home):
    answer = await at_home.patch("/api/account", json={"name": "Alice", "locale": "fr"})

    assert answer.json()["user"] == await me(at_home)
    assert ((await me(at_home))["name"], (await me(at_home))["locale"]) == ("Alice", "fr")


@pytest.mark.parametrize("change", [{"locale": "de"}, {"name": "x" * 81}, {"role": "admin"}])
async def test_what_cannot_be_changed_is_refused(at_home, change):
    answer = await at_home.patch("/api/account", json=change)

    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(change)))


class TestPassword:
    async def test_it_changes_and_the_other_browsers_are_logged_out(
        self, at_home, served, services
    ):
        async with open_client(served) as other:
            sign_in(other, services, "alice")
            answer = await at_home.post(
                "/api/account/password", json={"current": PASSWORD, "password": NEW}
            )

            assert answer.json() == {"success": True}
            assert (await other.get("/api/auth/me")).status_code == 401
        assert (await at_home.get("/api/auth/me")).status_code == 200
        login = {"email": "alice@example.com", "password": NEW}
        assert (await at_home.post("/api/auth/login", json=login)).status_code == 200

    async def test_the_current_one_is_asked_for(self, at_home):
        answer = await at_home.post(
            "/api/account/password", json={"current": "wrong wrong", "password": NEW}
        )

        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


class TestConfirmation:
    @pytest.mark.parametrize(("method", "path", "body"), CONFIRMED)
    async def test_a_sensitive_change_wants_the_password_again(
        self, at_home, grow_old, method, path, body
    ):
        grow_old()

        answer = await at_home.request(method, path, json=body)

        assert (answer.status_code, answer.json()["code"]) == (403, "confirmation_needed")

    @pytest.mark.parametrize(("method", "path", "body"), CONFIRMED)
    async def test_with_the_password_given_it_may_be_made(
        self, at_home, grow_old, method, path, body
    ):
        grow_old()
        confirmed = await at_home.post("/api/auth/confirm", json={"password": PASSWORD})
        answer = await at_home.request(method, path, json=body)

        assert confirmed.json()["success"] is True
        assert datetime.fromisoformat(confirmed.json()["until"]) > datetime.now(tz=UTC)
        assert answer.json().get("code") != "confirmation_needed"

    async def test_a_wrong_password_confirms_nothing(self, at_home, grow_old):
        grow_old()
        answer = await at_home.post("/api/auth/confirm", json={"password": "wrong wrong"})
        after = await at_home.post("/api/account/totp")

        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
        assert after.json()["code"] == "confirmation_needed"

    async def test_one_browser_confirms_nothing_for_another(
        self, at_home, grow_old, served, services
    ):
        async with open_client(served, headers={"origin": ORIGIN}) as other:
            sign_in(other, services, "alice")
            grow_old()
            await at_home.post("/api/auth/confirm", json={"password": PASSWORD})

            answer = await other.post("/api/account/totp")

        assert answer.json()["code"] == "confirmation_needed"


class TestSessions:
    async def test_they_are_listed_and_ended(self, at_home, served, services):
        async with open_client(served) as other:
            sign_in(other, services, "alice")
            listed = (await at_home.get("/api/account/sessions")).json()["sessions"]
            (other_id,) = [one["id"] for one in listed if not one["current"]][:1]
            answer = await at_home.delete(f"/api/account/sessions/{other_id}")

            assert answer.json() == {"success": True}

        assert set(listed[0]) == {
            "id", "current", "userAgent", "ip", "createdAt", "lastSeenAt",
        }  # fmt: skip
        assert [one["current"] for one in listed].count(True) == 1

    async def test_all_others_end_at_once(self, at_home, served, services):
        async with open_client(served) as other:
            sign_in(other, services, "alice")
            answer = await at_home.post("/api/account/sessions/revoke-others")

            assert answer.json() == {"success": True}
            assert (await other.get("/api/auth/me")).status_code == 401

        assert len((await at_home.get("/api/account/sessions")).json()["sessions"]) == 1


class TestSecondFactor:
    @pytest.fixture
    async def app(self, at_home):
        """Alice's authenticator app: (the app, its recovery codes)."""
        made = (await at_home.post("/api/account/totp")).json()
        app = TOTP(made["secret"])
        enabled = await at_home.post("/api/account/totp/enable", json={"code": app.now()})
        return app, enabled.json()["recoveryCodes"]

    async def test_what_an_app_has_to_learn(self, at_home):
        made = (await at_home.post("/api/account/totp")).json()

        assert set(made) == {"secret", "uri", "qr"}
        assert made["qr"].startswith("<svg ")
        assert made["secret"] in made["uri"]

    async def test_it_shows_in_the_account(self, at_home, app):
        assert (await me(at_home))["hasTotp"] is True
        status = (await at_home.get("/api/account/totp")).json()
        assert status == {"enabled": True, "codesLeft": 10}

    async def test_a_log_in_asks_for_the_code_and_takes_a_recovery_code(self, browser, app):
        login = {"email": "alice@example.com", "password": PASSWORD}
        without = await browser.post("/api/auth/login", json=login)
        wrong = await browser.post("/api/auth/login", json={**login, "code": "000000"})
        right = await browser.post("/api/auth/login", json={**login, "code": app[1][0]})

        assert (without.status_code, without.json()["code"]) == (401, "second_factor_needed")
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
        assert right.status_code == 200
        assert "set-cookie" not in {**without.headers, **wrong.headers}

    async def test_a_wrong_password_looks_as_ever(self, browser, app):
        login = {"email": "alice@example.com", "password": "wrong wrong wrong"}
        answer = await browser.post("/api/auth/login", json=login)

        assert answer.json()["code"] == "wrong_credentials"

    async def test_a_wrong_first_code_enables_nothing(self, at_home):
        await at_home.post("/api/account/totp")
        answer = await at_home.post("/api/account/totp/enable", json={"code": "000000"})

        assert answer.json()["code"] == "wrong_code"
        assert (await me(at_home))["hasTotp"] is False

    async def test_it_is_removed(self, at_home, app):
        assert (await at_home.delete("/api/account/totp")).json() == {"success": True}
        assert (await me(at_home))["hasTotp"] is False

    async def test_a_second_one_is_a_conflict(self, at_home, app):
        answer = await at_home.post("/api/account/totp")

        assert (answer.status_code, answer.json()["problem"]) == (409, "totp_enabled")


class TestLinks:
    async def test_a_forgotten_password(self, browser, outbox):
        asked = await browser.post("/api/auth/password/forgot", json={"email": "alice@example.com"})
        reset = await browser.post(
            "/api/auth/password/reset", json={"token": link_in(outbox), "password": NEW}
        )
        again = await browser.post(
            "/api/auth/password/reset", json={"token": link_in(outbox), "password": NEW}
        )

        assert asked.json() == reset.json() == {"success": True}
        assert (again.status_code, again.json()["code"]) == (410, "link_expired")
        login = {"email": "alice@example.com", "password": NEW}
        assert (await browser.post("/api/auth/login", json=login)).status_code == 200

    async def test_the_answer_is_the_same_for_nobody(self, browser, outbox):
        known = await browser.post("/api/auth/password/forgot", json={"email": "bob@example.com"})
        unknown = await browser.post("/api/auth/password/forgot", json={"email": "x@example.com"})

        assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
        assert [to for to, _, _ in outbox()] == ["bob@example.com"]

    async def test_the_letter_leads_to_the_public_address_whatever_the_host_header_says(
        self, browser, outbox, services
    ):
        await browser.post(
            "/api/auth/password/forgot",
            json={"email": "alice@example.com"},
            headers={"host": "evil.example"},
        )

        assert f"{services.settings.origin}/reset#token=" in outbox()[0][2]
        assert "evil" not in outbox()[0][2]

    @pytest.mark.parametrize(
        ("headers", "greeting"),
        [
            ({}, "Hello"),
            ({"accept-language": "fr-CA,fr;q=0.9,en;q=0.8"}, "Bonjour"),
            ({"accept-language": "fr", "cookie": "vg_locale=en"}, "Hello"),
            ({"cookie": "vg_locale=fr"}, "Bonjour"),
        ],
    )
    async def test_the_letter_speaks_the_language_of_the_page(
        self, browser, outbox, headers, greeting
    ):
        await browser.post(
            "/api/auth/password/forgot", json={"email": "alice@example.com"}, headers=headers
        )

        assert outbox()[0][2].startswith(greeting)

    async def test_another_address(self, at_home, outbox):
        asked = await at_home.post("/api/account/email", json={"email": "new@example.com"})
        used = await at_home.post("/api/auth/email/confirm", json={"token": link_in(outbox)})

        assert asked.json() == used.json() == {"success": True}
        assert (await me(at_home))["email"] == "new@example.com"

    async def test_a_taken_address_is_told_at_the_end(self, at_home, outbox):
        asked = await at_home.post("/api/account/email", json={"email": "bob@example.com"})
        used = await at_home.post("/api/auth/email/confirm", json={"token": link_in(outbox)})

        assert asked.status_code == 200
        assert (used.status_code, used.json()["problem"]) == (409, "email_taken")

    @pytest.mark.parametrize("path", ["/api/auth/password/reset", "/api/auth/email/confirm"])
    async def test_a_made_up_link_has_expired(self, browser, path):
        body = {"token": "made-up"} | ({"password": NEW} if "reset" in path else {})
        answer = await browser.post(path, json=body)

        assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")

"""Accounts over REST."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.api.conftest import ORIGIN, PASSWORD, bearer, open_client
from vidgenie import bootstrap, db
from vidgenie.services.limits import Limiter

NEW = {"email": "carol@example.com", "password": PASSWORD, "name": "Carol"}


@pytest.fixture
def frozen(services, monkeypatch):
    """The clock of the throttles stands still: on a busy machine ten hashes take seconds."""
    now = datetime.now(tz=UTC)
    limiter = Limiter(db.transactions(services.database), lambda: now)
    accounts = replace(services.accounts, limiter=limiter)
    monkeypatch.setattr(bootstrap, "services", lambda: replace(services, accounts=accounts))


def cookie_of(response):
    """The parts of the cookie that was set, in lower case."""
    parts = response.headers["set-cookie"].lower().split("; ")
    return parts[0].partition("=")[0], set(parts[1:])


async def test_a_registration_signs_in(browser):
    response = await browser.post("/api/auth/register", json=NEW)

    user = response.json()["user"]
    assert response.status_code == 200
    assert set(user) == {
        "id",
        "email",
        "name",
        "plan",
        "role",
        "locale",
        "hasTotp",
        "mustEnrol",
    }
    assert (user["email"], user["name"], user["plan"], user["role"]) == (
        "carol@example.com",
        "Carol",
        "free",
        "user",
    )
    assert (await browser.get("/api/auth/me")).json()["user"] == user


async def test_scripts_and_other_sites_cannot_use_the_cookie(browser):
    name, attributes = cookie_of(await browser.post("/api/auth/register", json=NEW))

    assert name == "vg_session"
    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    assert "secure" not in attributes


async def test_behind_tls_the_cookie_never_travels_in_clear(services, browser, monkeypatch):
    behind_tls = replace(
        services, settings=replace(services.settings, public_url="https://video.example")
    )
    monkeypatch.setattr(bootstrap, "services", lambda: behind_tls)

    _, attributes = cookie_of(await browser.post("/api/auth/register", json=NEW))

    assert "secure" in attributes


async def test_a_log_in_and_a_log_out(browser):
    login = {"email": "Alice@Example.com", "password": PASSWORD}

    assert (await browser.post("/api/auth/login", json=login)).status_code == 200
    assert (await browser.get("/api/auth/me")).json()["user"]["email"] == "alice@example.com"
    assert (await browser.post("/api/auth/logout")).json() == {"success": True}
    assert (await browser.get("/api/auth/me")).status_code == 401


async def test_after_a_log_out_a_stolen_cookie_is_worth_nothing(browser, served):
    await browser.post("/api/auth/login", json={"email": "alice@example.com", "password": PASSWORD})
    stolen = browser.cookies["vg_session"]
    await browser.post("/api/auth/logout")

    async with open_client(served, cookies={"vg_session": stolen}) as thief:
        assert (await thief.get("/api/auth/me")).status_code == 401


async def test_another_site_cannot_log_out_or_in(browser):
    await browser.post("/api/auth/login", json={"email": "alice@example.com", "password": PASSWORD})
    evil = {"origin": "https://evil.example"}

    assert (await browser.post("/api/auth/logout", headers=evil)).status_code == 403
    assert (await browser.post("/api/auth/login", json=NEW, headers=evil)).status_code == 403
    assert (await browser.get("/api/auth/me")).status_code == 200


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com", "no address"])
async def test_a_wrong_password_and_an_unknown_address_look_the_same(browser, email):
    response = await browser.post(
        "/api/auth/login", json={"email": email, "password": "wrong wrong wrong"}
    )

    assert response.status_code == 401
    assert response.json() == {
        "error": "This e-mail address and password do not match.",
        "code": "wrong_credentials",
    }


async def test_an_address_registers_once(browser):
    await browser.post("/api/auth/register", json=NEW)

    response = await browser.post("/api/auth/register", json=NEW)

    assert response.status_code == 409
    assert (response.json()["code"], response.json()["problem"]) == ("conflict", "email_taken")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 1001}, "password"),
        ({"email": "a" * 321}, "email"),
        ({"role": "admin"}, "role"),
    ],
)
async def test_a_registration_that_cannot_be_names_its_field(browser, change, field):
    response = await browser.post("/api/auth/register", json={**NEW, **change})

    assert response.status_code == 422
    assert response.json()["field"] == field


async def test_who_guesses_is_slowed_down(frozen, browser):
    wrong = {"email": "alice@example.com", "password": "wrong wrong wrong"}
    answers = [await browser.post("/api/auth/login", json=wrong) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "vg_session=made-up"},
        {"cookie": f"vg_session={'x' * 5000}"},
        {"authorization": "Bearer vg_live_abcdefgh_made-up"},
        {"authorization": "Bearer"},
        {"authorization": "Basic YWxpY2U6eA=="},
    ],
)
async def test_who_cannot_say_who_it_is_is_nobody(served, headers):
    async with open_client(served, headers=headers) as client:
        response = await client.get("/api/auth/me")

    assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")


async def test_a_token_is_shown_once_and_works(at_home, served):
    made = (await at_home.post("/api/auth/tokens", json={"name": "script"})).json()

    assert set(made) == {"id", "name", "token", "scopes", "expiresAt"}
    assert made["token"].startswith("vg_live_")
    listed = (await at_home.get("/api/auth/tokens")).json()["tokens"]
    assert made["token"] not in str(listed)
    assert set(listed[0]) == {
        "id",
        "name",
        "prefix",
        "createdAt",
        "lastUsedAt",
        "scopes",
        "expiresAt",
    }
    async with open_client(served, headers={"authorization": f"Bearer {made['token']}"}) as script:
        assert (await script.get("/api/auth/me")).status_code == 200


async def test_a_revoked_token_is_worth_nothing(at_home, served):
    made = (await at_home.post("/api/auth/tokens", json={"name": "script"})).json()

    assert (await at_home.delete(f"/api/auth/tokens/{made['id']}")).json() == {"success": True}

    async with open_client(served, headers={"authorization": f"Bearer {made['token']}"}) as script:
        assert (await script.get("/api/auth/me")).status_code == 401


async def test_a_token_wins_over_a_cookie(browser, served, people):
    await browser.post("/api/auth/login", json={"email": "alice@example.com", "password": PASSWORD})
    cookies = {"vg_session": browser.cookies["vg_session"]}

    async with open_client(served, headers=bearer(people["bob"]), cookies=cookies) as client:
        answer = await client.get("/api/auth/me")

    assert answer.json()["user"]["email"] == "bob@example.com"


async def test_the_address_behind_a_proxy_is_not_believed(frozen, browser):
    """A header anybody can write must not get around the throttle."""
    wrong = {"email": "alice@example.com", "password": "wrong wrong wrong"}
    answers = [
        await browser.post(
            "/api/auth/login", json=wrong, headers={"x-forwarded-for": f"10.0.0.{number}"}
        )
        for number in range(11)
    ]

    assert answers[-1].status_code == 429


async def test_a_page_under_another_name_of_this_machine_may_sign_in(browser):
    response = await browser.post(
        "/api/auth/login",
        json={"email": "alice@example.com", "password": PASSWORD},
        headers={"origin": ORIGIN.replace("127.0.0.1", "localhost")},
    )

    assert response.status_code == 200

"""The outbox, for admins alone."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.api.conftest import open_client, sign_in
from vidgenie import bootstrap

OUTBOX = "/api/admin/outbox"


@pytest.fixture
async def admin(served, services):
    """The admin's browser."""
    async with open_client(served) as client:
        sign_in(client, services, "admin")
        yield client


@pytest.fixture
async def letter(services, admin):
    """Somebody forgot a password; the id of the e-mail."""
    services.recovery.forgot("alice@example.com")
    return (await admin.get(OUTBOX)).json()["items"][0]["id"]


async def test_it_lists_e_mails_without_their_texts(admin, letter):
    listed = (await admin.get(OUTBOX)).json()

    assert set(listed) == {"items", "next", "isSending"}
    assert listed["isSending"] is False
    (item,) = listed["items"]
    assert (item["recipient"], item["kind"]) == ("alice@example.com", "reset")
    assert "#token=" not in str(listed)


async def test_opening_one_shows_the_link_and_is_in_the_log(admin, letter, services, people):
    opened = (await admin.get(f"{OUTBOX}/{letter}")).json()

    assert "/reset#token=" in opened["body"]
    with services.database.connect() as connection:
        query = "SELECT actor, account_id, thing FROM vg_audit WHERE action = 'admin.outbox'"
        (line,) = [tuple(row) for row in connection.execute(text(query))]
    assert line == (people["admin"].account.id, people["alice"].account.id, letter)


async def test_pages_follow_each_other(admin, services):
    for name in ("alice", "bob", "admin"):
        services.recovery.forgot(f"{name}@example.com")

    first = (await admin.get(OUTBOX, params={"limit": 2})).json()
    second = (await admin.get(OUTBOX, params={"limit": 2, "before": first["next"]})).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)


@pytest.mark.parametrize("path", [OUTBOX, f"{OUTBOX}/{'0' * 32}"])
async def test_nobody_else_sees_it(at_home, letter, path):
    answer = await at_home.get(path)

    assert (answer.status_code, answer.json()["problem"]) == (403, "admin_only")


async def test_an_attempt_of_somebody_else_opens_nothing(at_home, letter, services):
    answer = await at_home.get(f"{OUTBOX}/{letter}")

    assert answer.status_code == 403
    with services.database.connect() as connection:
        query = "SELECT count(*) FROM vg_audit WHERE action = 'admin.outbox'"
        assert connection.execute(text(query)).scalar() == 0


@pytest.mark.parametrize("mail_id", ["0" * 32, "x", "%00", "F" * 32])
async def test_what_is_not_there_is_not_found(admin, mail_id):
    answer = await admin.get(f"{OUTBOX}/{mail_id}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"before": "x"}])
async def test_a_page_that_cannot_be_is_refused(admin, query):
    assert (await admin.get(OUTBOX, params=query)).status_code == 422


async def test_where_a_second_factor_is_asked_for_an_admin_without_one_is_none(
    admin, services, monkeypatch
):
    strict = replace(services.second_factor, is_required=True)
    profile = replace(services.profile, second_factor=strict)
    wired = replace(services, second_factor=strict, profile=profile)
    monkeypatch.setattr(bootstrap, "services", lambda: wired)

    answer = await admin.get(OUTBOX)
    user = (await admin.get("/api/auth/me")).json()["user"]

    assert (answer.status_code, answer.json()["problem"]) == (403, "totp_required")
    assert user["mustEnrol"] is True

"""Advice to admins over REST: given to them alone, until one of them dismisses it."""

import pytest

from tests.api.conftest import ORIGIN, open_client, sign_in

ADVICE = "/api/admin/advice"


@pytest.fixture
async def admin(served, services):
    """The admin's browser."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "admin")
        yield client


async def test_an_admin_is_told_that_credits_cost_nothing_until_they_know(admin, alice):
    told = (await admin.get(ADVICE)).json()

    dismissed = await admin.delete(f"{ADVICE}/free_credits")

    assert told == {"items": ["free_credits"]}
    assert dismissed.status_code == 200
    assert (await admin.get(ADVICE)).json() == {"items": []}


async def test_there_is_no_other_advice_to_dismiss(admin):
    answer = await admin.delete(f"{ADVICE}/anything")

    assert (answer.status_code, answer.json()["what"]) == (404, "advice")


async def test_it_is_for_admins_alone(alice):
    assert (await alice.get(ADVICE)).status_code in {401, 403}

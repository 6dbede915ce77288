"""What was shown when somebody began to buy is what they pay and get, whatever is edited since."""

import pytest

from tests.api.conftest import ORIGIN, open_client, sign_in

PRODUCTS = "/api/admin/products"


@pytest.fixture
async def admin(served, services):
    """The admin's browser."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "admin")
        yield client


@pytest.fixture
def edit(admin):
    async def edit(kind, slug, **figures):
        body = {"kind": kind, "slug": slug, "note": "An edit", "title": "Small", **figures}
        answer = await admin.post(PRODUCTS, json=body)
        assert answer.status_code == 201, answer.json()

    return edit


async def begin(client, kind, slug):
    """Id of a checkout that waits to be paid."""
    body = {"kind": kind, "slug": slug}
    return (await client.post("/api/billing/checkout", json=body)).json()["orderId"]


async def pay(client, order):
    return await client.post(f"/api/billing/test-checkout/{order}", json={"do": "pay"})


async def test_an_order_that_waits_keeps_its_price_and_its_credits(at_home, edit):
    order = await begin(at_home, "pack", "small")
    await edit("pack", "small", credits=1, cents=9999, currency="eur", isOffered=False)

    await pay(at_home, order)

    paid = (await at_home.get(f"/api/billing/orders/{order}")).json()
    assert (paid["credits"], paid["cents"], paid["currency"]) == (200, 499, "usd")
    assert (await at_home.get("/api/credits/balance")).json()["credits"] == 300


async def test_a_subscription_keeps_what_was_agreed_on(at_home, edit):
    await pay(at_home, await begin(at_home, "plan", "pro"))
    await edit("plan", "pro", credits=1, cents=99999)

    mine = (await at_home.get("/api/billing/subscription")).json()

    assert (mine["plan"], mine["credits"], mine["cents"]) == ("pro", 2000, 2999)


async def test_who_begins_to_buy_now_gets_what_is_shown_now(at_home, edit):
    await edit("pack", "small", credits=250, cents=599)

    order = await begin(at_home, "pack", "small")

    wanted = (await at_home.get(f"/api/billing/orders/{order}")).json()
    assert (wanted["credits"], wanted["cents"]) == (250, 599)
    packs = {one["slug"]: one for one in (await at_home.get("/api/plans")).json()["packs"]}
    assert (packs["small"]["credits"], packs["small"]["cents"]) == (250, 599)


async def test_what_is_withdrawn_cannot_be_bought_any_more(at_home, edit):
    await edit("pack", "small", credits=200, cents=499, isOffered=False)

    answer = await at_home.post("/api/billing/checkout", json={"kind": "pack", "slug": "small"})

    assert answer.status_code in {404, 409, 422}
    packs = [one["slug"] for one in (await at_home.get("/api/plans")).json()["packs"]]
    assert packs == ["medium", "large"]


async def test_a_pack_that_an_admin_adds_can_be_bought(at_home, edit):
    await edit("pack", "studio", credits=20000, cents=29999, title="Studio")

    await pay(at_home, await begin(at_home, "pack", "studio"))

    assert (await at_home.get("/api/credits/balance")).json()["credits"] == 20100

"""Buying credits over REST, with the embedded payment service."""

import pytest


async def begin(client, slug="small", kind="pack", **more):
    return await client.post("/api/billing/checkout", json={"kind": kind, "slug": slug}, **more)


async def buy(client, slug="small", kind="pack"):
    """Pay for something; the order's id."""
    order_id = (await begin(client, slug, kind)).json()["orderId"]
    await client.post(f"/api/billing/test-checkout/{order_id}", json={"do": "pay"})
    return order_id


async def balance(client):
    return (await client.get("/api/credits/balance")).json()


async def subscription(client):
    return (await client.get("/api/billing/subscription")).json()


class TestPack:
    async def test_it_is_paid_and_is_there(self, at_home):
        begun = await begin(at_home)
        order_id = begun.json()["orderId"]
        assert begun.status_code == 201
        assert begun.json()["url"] == f"/checkout/{order_id}"
        assert (await at_home.get(f"/api/billing/orders/{order_id}")).json()["status"] == "open"

        page = f"/api/billing/test-checkout/{order_id}"
        paid = await at_home.post(page, json={"do": "pay"})

        assert paid.json() == {"status": "paid", "returnUrl": f"/credits?order={order_id}"}
        assert (await balance(at_home))["credits"] == 300
        order = (await at_home.get(f"/api/billing/orders/{order_id}")).json()
        assert (order["status"], order["credits"], order["isTest"]) == ("paid", 200, True)
        (invoice,) = (await at_home.get("/api/billing/invoices")).json()["items"]
        assert (invoice["slug"], invoice["cents"], invoice["status"]) == ("small", 499, "paid")

    @pytest.mark.parametrize(
        ("deed", "status", "credits_"),
        [("twice", "paid", 300), ("fail", "failed", 100), ("cancel", "expired", 100)],
    )
    async def test_whatever_happens_is_counted_once(self, at_home, deed, status, credits_):
        order_id = (await begin(at_home)).json()["orderId"]
        page = f"/api/billing/test-checkout/{order_id}"

        assert (await at_home.post(page, json={"do": deed})).json()["status"] == status
        again = await at_home.post(page, json={"do": "pay"})
        assert (again.status_code, again.json()["problem"]) == (409, "order_closed")
        assert (await balance(at_home))["credits"] == credits_

    @pytest.mark.parametrize(
        ("deeds", "credits_"),
        [
            (["refund"], 100),
            (["dispute"], 100),
            (["dispute", "win"], 300),
            (["dispute", "lose"], 100),
            (["refund", "refund"], 100),
        ],
    )
    async def test_money_that_goes_back_takes_credits_along(self, at_home, deeds, credits_):
        page = f"/api/billing/test-checkout/{await buy(at_home)}"
        for deed in deeds:
            assert (await at_home.post(page, json={"do": deed})).status_code == 200

        assert (await balance(at_home))["credits"] == credits_

    async def test_nothing_goes_back_before_it_was_paid(self, at_home):
        order_id = (await begin(at_home)).json()["orderId"]
        page = f"/api/billing/test-checkout/{order_id}"

        answer = await at_home.post(page, json={"do": "refund"})

        assert (answer.status_code, answer.json()["problem"]) == (409, "order_not_paid")

    async def test_two_tabs_are_sent_to_one_page(self, at_home):
        first, second = [await begin(at_home) for _ in range(2)]

        assert first.json() == second.json()

    async def test_a_key_is_of_one_request(self, at_home):
        headers = {"Idempotency-Key": "k-1"}
        first = await begin(at_home, headers=headers)
        again = await begin(at_home, headers=headers)
        other = await begin(at_home, "medium", headers=headers)

        assert again.json() == first.json()
        assert (other.status_code, other.json()["problem"]) == (409, "idempotency_key_reused")


class TestPlan:
    async def test_it_is_bought_changed_ended_and_taken_up_again(self, at_home):
        assert (await subscription(at_home))["status"] == "none"
        await buy(at_home, "starter", "plan")

        bought = await subscription(at_home)
        assert (bought["plan"], bought["status"], bought["cents"]) == ("starter", "active", 999)
        now = await balance(at_home)
        assert (now["plan"], now["granted"], now["credits"]) == ("starter", 500, 600)
        assert now["renewsAt"] == bought["periodEnd"]

        up = (await at_home.put("/api/billing/subscription", json={"plan": "pro"})).json()
        assert (up["plan"], up["nextPlan"]) == ("pro", None)
        assert (await balance(at_home))["credits"] == 2600

        down = (await at_home.put("/api/billing/subscription", json={"plan": "starter"})).json()
        assert (down["plan"], down["nextPlan"]) == ("pro", "starter")

        ends = (await at_home.delete("/api/billing/subscription")).json()
        assert (ends["plan"], ends["endsAtPeriodEnd"]) == ("pro", True)
        goes_on = (await at_home.post("/api/billing/subscription/resume")).json()
        assert not goes_on["endsAtPeriodEnd"]
        free = (await at_home.put("/api/billing/subscription", json={"plan": "free"})).json()
        assert free["endsAtPeriodEnd"]

    async def test_who_has_a_plan_changes_it_and_does_not_buy_it_twice(self, at_home):
        await buy(at_home, "starter", "plan")

        same, other = [await begin(at_home, slug, "plan") for slug in ("starter", "pro")]
        again = await at_home.put("/api/billing/subscription", json={"plan": "starter"})

        assert (same.status_code, same.json()["problem"]) == (409, "plan_yours")
        assert (other.status_code, other.json()["problem"]) == (409, "subscribed")
        assert (again.status_code, again.json()["problem"]) == (409, "plan_yours")

    async def test_who_has_none_has_nothing_to_change(self, at_home):
        for method, path in (("PUT", ""), ("DELETE", ""), ("POST", "/resume")):
            body = {"json": {"plan": "pro"}} if method == "PUT" else {}
            answer = await at_home.request(method, f"/api/billing/subscription{path}", **body)
            assert (answer.status_code, answer.json()["problem"]) == (409, "no_subscription")

    async def test_the_embedded_service_has_no_page_for_cards(self, at_home):
        answer = await at_home.post("/api/billing/portal")

        assert (answer.status_code, answer.json()["what"]) == (404, "portal")


NOT_SOLD = [
    ({"kind": "plan", "slug": "free"}, 422),
    ({"kind": "plan", "slug": "platinum"}, 404),
    ({"kind": "pack", "slug": "pro"}, 404),
    ({"kind": "gift", "slug": "small"}, 422),
    ({"kind": "pack", "slug": "../small"}, 422),
    ({"kind": "pack", "slug": "s\0"}, 422),
    ({"kind": "pack", "slug": "x" * 10_000}, 422),
    ({"kind": "pack", "slug": 10**18}, 422),
    ({"kind": "pack", "slug": None}, 422),
    ({"kind": "pack", "slug": "small", "credits": 10**18}, 422),
    ({"kind": "pack", "slug": "small", "cents": 1}, 422),
    ({"kind": "pack"}, 422),
    ([], 422),
]


async def test_what_is_not_for_sale_is_not_sold(at_home):
    for body, status in NOT_SOLD:
        answer = await at_home.post("/api/billing/checkout", json=body)
        assert (answer.status_code, body) == (status, body)

    assert (await at_home.get("/api/billing/invoices")).json() == {"items": []}
    assert (await balance(at_home))["credits"] == 100


async def test_a_key_that_is_none_is_refused(at_home):
    for key in ("x" * 201, "x" * 100_000, "a b", "é"):
        answer = await begin(at_home, headers={"Idempotency-Key": key.encode()})
        assert answer.status_code == 422


async def test_only_what_is_known_happens(at_home):
    order_id = (await begin(at_home)).json()["orderId"]
    for deed in ("", "steal", None, ["pay"]):
        page = f"/api/billing/test-checkout/{order_id}"
        assert (await at_home.post(page, json={"do": deed})).status_code == 422


async def test_checkouts_are_limited(at_home):
    statuses = [(await begin(at_home)).status_code for _ in range(21)]

    assert statuses == [201] * 20 + [429]

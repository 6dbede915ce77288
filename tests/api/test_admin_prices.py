"""Prices and products over REST, for admins alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.conftest import ORIGIN, open_client, sign_in
from vidgenie import bootstrap
from vidgenie.ui.i18n import catalogue

PRICES, PRODUCTS = "/api/admin/prices", "/api/admin/products"
PRICE = {"provider": "luma", "action": "video.8", "credits": 12, "note": "Dearer"}
PACK = {"kind": "pack", "slug": "huge", "credits": 9000, "cents": 14999, "title": "Huge"}
PACK |= {"position": 4, "note": "For studios"}
NODES = [
    {"id": "p", "type": "prompt", "params": {"text": "a fox"}},
    {"id": "v", "type": "video", "params": {"provider": "luma", "duration": 5}},
]
EDGES = [{"source": "p", "sourceHandle": "text", "target": "v", "targetHandle": "prompt"}]
PRO = {"kind": "plan", "slug": "pro", "credits": 2500, "cents": 2999, "note": "More for as much"}


@pytest.fixture
async def admin(served, services):
    """The admin's browser."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "admin")
        yield client


def soon(**by):
    return (datetime.now(tz=UTC) + timedelta(**by)).isoformat()


async def cost(client):
    """Of a clip by Luma."""
    body = {"nodes": NODES, "edges": EDGES}
    return (await client.post("/api/workflow/quote", json=body)).json()["total"]


async def test_a_price_is_added_and_counts_at_once(admin, alice):
    before = await cost(alice)

    added = await admin.post(PRICES, json=PRICE)

    answer = added.json()
    assert (added.status_code, answer["credits"], answer["isNeeded"]) == (201, 12, False)
    (version,) = answer["versions"]
    assert (version["author"], version["note"]) == ("admin@example.com", "Dearer")
    assert (before, await cost(alice)) == (10, 12)
    listed = (await admin.get(PRICES)).json()["items"]
    assert [one for one in listed if one["provider"] == "luma"] == [answer]


async def test_a_price_to_come_can_be_looked_at_and_cancelled(admin, alice):
    body = {key: value for key, value in PRICE.items() if key != "note"}
    looked = (await admin.post(f"{PRICES}/preview", json=body)).json()
    added = (await admin.post(PRICES, json={**PRICE, "startsAt": soon(days=1)})).json()
    place = f"{PRICES}/versions/{added['newest']}"

    answers = [await admin.delete(place), await admin.delete(place)]

    assert {one["video"]: one["after"] - one["before"] for one in looked["videos"]} == {
        "clip": 2,
        "short": 12,
    }
    assert (added["credits"], added["versions"][0]["standing"]) == (None, "scheduled")
    assert [one.status_code for one in answers] == [200, 404]
    assert await cost(alice) == 10


async def test_who_saw_an_older_version_is_told(admin):
    await admin.post(PRICES, json={**PRICE, "newest": ""})

    answer = await admin.post(PRICES, json={**PRICE, "newest": ""})

    assert (answer.status_code, answer.json()["problem"]) == (409, "edited_elsewhere")


async def test_what_has_begun_stays(admin):
    added = (await admin.post(PRODUCTS, json=PACK)).json()

    answer = await admin.delete(f"{PRODUCTS}/versions/{added['newest']}")

    assert (answer.status_code, answer.json()["problem"]) == (409, "begun")


async def test_products_are_listed_plans_first(admin):
    answer = (await admin.get(PRODUCTS)).json()

    assert [one["slug"] for one in answer["items"]] == (
        ["free", "starter", "pro", "enterprise", "small", "medium", "large"]
    )
    assert answer["items"][1]["now"] == {
        "credits": 500,
        "cents": 999,
        "currency": "usd",
        "isUnlimited": False,
        "isOffered": True,
        "title": "",
        "titleFr": "",
        "position": 2,
    }
    assert "eur" in answer["currencies"]


async def test_a_pack_is_added_changed_and_withdrawn(admin):
    added = await admin.post(PRODUCTS, json=PACK)
    changed = {**PACK, "cents": 12999, "newest": added.json()["newest"]}
    cheaper = (await admin.post(PRODUCTS, json=changed)).json()
    gone = (await admin.post(PRODUCTS, json={**PACK, "isOffered": False})).json()

    assert added.status_code == 201
    assert (cheaper["now"]["cents"], cheaper["now"]["currency"]) == (12999, "usd")
    assert gone["now"]["isOffered"] is False
    assert [one["standing"] for one in gone["versions"]] == ["current", "past", "past"]


async def test_a_plan_keeps_what_it_is_but_for_its_figures(admin):
    answer = (await admin.post(PRODUCTS, json={**PRO, "position": 3})).json()

    assert (answer["now"]["credits"], answer["versions"][-1]["credits"]) == (2500, 2000)
    unlimited = {**PRO, "slug": "enterprise", "credits": 0, "cents": 19999}
    assert (await admin.post(PRODUCTS, json=unlimited)).json()["now"]["isUnlimited"] is True


WRONG_PRODUCTS = [
    ({**PACK, "slug": "Huge!"}, "slug", "malformed"),
    ({**PRO, "slug": "golden"}, "title", "missing"),
    ({**PRO, "slug": "free", "cents": 500}, "cents", "not_free"),
    ({**PRO, "slug": "free", "cents": 0, "isOffered": False}, "isOffered", "last_plan"),
    ({**PACK, "title": " "}, "title", "missing"),
    ({**PACK, "title": "x" * 61}, "title", "too_long"),
    ({**PACK, "cents": 0}, "cents", "out_of_range"),
    ({**PACK, "cents": 49}, "cents", "out_of_range"),
    ({**PACK, "credits": 0}, "credits", "out_of_range"),
    ({**PACK, "currency": "jpy"}, "currency", "unknown"),
    ({**PACK, "note": ""}, "note", "missing"),
    ({**PACK, "startsAt": soon(days=-1)}, "startsAt", "in_the_past"),
]


@pytest.mark.parametrize(("body", "field", "problem"), WRONG_PRODUCTS)
async def test_what_is_no_product_is_refused(admin, body, field, problem):
    before = (await admin.get(PRODUCTS)).json()

    answer = await admin.post(PRODUCTS, json=body)

    told = answer.json()
    assert (answer.status_code, told["field"], told["problem"]) == (422, field, problem)
    assert (await admin.get(PRODUCTS)).json() == before
    for language in catalogue.LANGUAGES:
        texts = catalogue.texts(language)
        assert {f"error.invalid_input.{problem}", f"error.invalid_input.{problem}.{field}"} & set(
            texts
        )


async def test_what_is_no_number_is_refused(admin):
    before = [(await admin.get(path)).json() for path in (PRICES, PRODUCTS)]

    for path, body, fields in (
        (PRICES, PRICE, ["credits"]),
        (PRODUCTS, PACK, ["credits", "cents", "position"]),
    ):
        for field in fields:
            for wrong in (-1, 1.5, "5", True, 10**18, float("nan"), float("inf"), [], {}):
                sent = json.dumps({**body, field: wrong})
                answer = await admin.post(
                    path, content=sent, headers={"content-type": "application/json"}
                )
                assert answer.status_code in {400, 422}, (field, wrong, answer.json())
    for wrong in ("yesterday", "2026-13-45", "2026-11-22T10:00:00", 5e300, [], ""):
        answer = await admin.post(PRICES, json={**PRICE, "startsAt": wrong})
        assert answer.status_code == 422, (wrong, answer.json())

    assert [(await admin.get(path)).json() for path in (PRICES, PRODUCTS)] == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PRICES),
        ("POST", PRICES),
        ("POST", f"{PRICES}/preview"),
        ("DELETE", f"{PRICES}/versions/{'0' * 32}"),
        ("GET", PRODUCTS),
        ("POST", PRODUCTS),
        ("DELETE", f"{PRODUCTS}/versions/{'0' * 32}"),
    ],
)
async def test_nobody_else_may(at_home, alice, method, path):
    body = PACK if path == PRODUCTS else PRICE
    sent = {"json": body} if method == "POST" else {}

    assert (await at_home.request(method, path, **sent)).json()["problem"] == "admin_only"
    assert (await alice.request(method, path, **sent)).json()["problem"] == "session_only"


async def test_every_error_of_the_price_table_has_words(admin):
    del admin
    keys = [
        "invalid_input.last_price.credits",
        "invalid_input.no_price.credits",
        "invalid_input.unknown.provider",
        "invalid_input.unknown.action",
        "invalid_input.unsupported.action",
        "invalid_input.in_the_past.startsAt",
        "invalid_input.too_late.startsAt",
        "conflict.same_instant",
        "conflict.edited_elsewhere",
        "conflict.begun",
    ]

    for language in catalogue.LANGUAGES:
        assert {f"error.{key}" for key in keys} <= catalogue.texts(language).keys()
    assert bootstrap.services().tariffs


PLAN = {"kind": "plan", "slug": "studio", "credits": 8000, "cents": 5999, "position": 5}
PLAN |= {"title": "Studio", "titleFr": "Atelier", "isNew": True, "note": "For agencies"}


async def test_a_plan_is_added_and_everybody_reads_its_name(admin, alice):
    added = await admin.post(PRODUCTS, json=PLAN)

    assert (added.status_code, added.json()["now"]["titleFr"]) == (201, "Atelier")
    offered = [one["slug"] for one in (await alice.get("/api/plans")).json()["plans"]]
    assert offered == ["free", "starter", "pro", "enterprise", "studio"]
    names = (await alice.get("/api/plans/names")).json()["items"]
    assert names == [{"slug": "studio", "en": "Studio", "fr": "Atelier"}]


async def test_a_plan_that_is_added_can_be_bought(admin, at_home):
    await admin.post(PRODUCTS, json=PLAN)
    wish = {"kind": "plan", "slug": "studio"}
    order = (await at_home.post("/api/billing/checkout", json=wish)).json()["orderId"]

    await at_home.post(f"/api/billing/test-checkout/{order}", json={"do": "pay"})

    mine = (await at_home.get("/api/billing/subscription")).json()
    assert (mine["plan"], mine["credits"], mine["cents"]) == ("studio", 8000, 5999)


async def test_everything_is_sold_in_another_currency_at_once(admin, alice):
    listed = (await admin.get(PRODUCTS)).json()["items"]
    prices = [
        {"kind": one["kind"], "slug": one["slug"], "cents": one["now"]["cents"]} for one in listed
    ]
    mixed = await admin.post(PRODUCTS, json={**PACK, "currency": "eur"})

    body = {"currency": "eur", "prices": prices, "note": "We are in Lyon"}
    answer = await admin.post(f"{PRODUCTS}/currency", json=body)

    assert (mixed.status_code, mixed.json()["problem"]) == (422, "one_currency")
    assert answer.status_code == 201
    sale = (await alice.get("/api/plans")).json()
    assert {one["currency"] for one in [*sale["plans"], *sale["packs"]]} == {"eur"}


async def test_who_cancelled_a_version_is_told(admin):
    added = (await admin.post(PRODUCTS, json={**PACK, "startsAt": soon(days=1)})).json()

    await admin.delete(f"{PRODUCTS}/versions/{added['newest']}")

    listed = (await admin.get(PRODUCTS)).json()["items"]
    (version,) = next(one["versions"] for one in listed if one["slug"] == "huge")
    assert (version["standing"], version["cancelledBy"]) == ("cancelled", "admin@example.com")


async def test_who_pays_in_another_currency_is_told_so(admin, at_home):
    wish = {"kind": "plan", "slug": "pro"}
    order = (await at_home.post("/api/billing/checkout", json=wish)).json()["orderId"]
    await at_home.post(f"/api/billing/test-checkout/{order}", json={"do": "pay"})
    listed = (await admin.get(PRODUCTS)).json()["items"]
    prices = [
        {"kind": one["kind"], "slug": one["slug"], "cents": one["now"]["cents"]} for one in listed
    ]
    body = {"currency": "eur", "prices": prices, "note": "We are in Lyon"}
    await admin.post(f"{PRODUCTS}/currency", json=body)

    pack = await at_home.post("/api/billing/checkout", json={"kind": "pack", "slug": "small"})
    plan = await at_home.put("/api/billing/subscription", json={"plan": "starter"})

    told = [(one.status_code, one.json()["problem"]) for one in (pack, plan)]
    assert told == [(409, "other_currency")] * 2

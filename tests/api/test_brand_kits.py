"""Brand kits over REST."""

import pytest

NEW = {
    "name": "My shop",
    "isDefault": True,
    "logoAssetId": None,
    "logoCorner": "bottom-left",
    "logoWidth": 0.2,
    "logoOpacity": 0.8,
    "introAssetId": None,
    "outroAssetId": None,
    "font": "",
    "colour": "#FFFFFF",
    "active": "#FFD400",
    "box": "",
}
URLS = {"logoUrl": "", "introUrl": "", "outroUrl": ""}


@pytest.fixture
async def kit(alice):
    """What the answer to a new brand kit says."""
    return (await alice.post("/api/brand-kits", json=NEW)).json()


@pytest.fixture
async def logo(alice, photo):
    """Id of a picture of Alice's."""
    sent = await alice.post("/api/assets", files={"file": ("logo.png", photo, "image/png")})
    return sent.json()["id"]


async def test_a_kit_is_answered_as_it_was_sent(alice, kit):
    assert kit == NEW | URLS | {"id": kit["id"]}
    assert (await alice.get(f"/api/brand-kits/{kit['id']}")).json() == kit
    assert (await alice.get("/api/brand-kits")).json() == {"brandKits": [kit]}


async def test_a_name_is_all_it_needs(alice):
    made = (await alice.post("/api/brand-kits", json={"name": "Bare"})).json()

    assert (made["logoCorner"], made["logoWidth"], made["isDefault"]) == ("top-right", 0.16, False)


async def test_a_logo_can_be_seen(alice, logo):
    made = (await alice.post("/api/brand-kits", json=NEW | {"logoAssetId": logo})).json()

    assert (await alice.get(made["logoUrl"])).headers["content-type"] == "image/png"


async def test_a_kit_is_replaced_whole(alice, kit):
    changed = await alice.put(f"/api/brand-kits/{kit['id']}", json={"name": "Ours"})

    assert (changed.status_code, changed.json()["id"]) == (200, kit["id"])
    assert (changed.json()["name"], changed.json()["colour"]) == ("Ours", "")
    assert changed.json()["isDefault"] is False


async def test_a_deleted_kit_is_gone(alice, kit):
    deleted = await alice.delete(f"/api/brand-kits/{kit['id']}")

    assert deleted.json() == {"success": True}
    gone = await alice.get(f"/api/brand-kits/{kit['id']}")
    assert (gone.status_code, gone.json()["what"]) == (404, "brand_kit")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"logoAssetId": "../../etc/passwd"}, "logoAssetId"),
        ({"logoCorner": "middle"}, "logoCorner"),
        ({"logoWidth": 0.5}, "logoWidth"),
        ({"logoOpacity": 0}, "logoOpacity"),
        ({"font": "Nobody's"}, "font"),
        ({"colour": "red"}, "colour"),
        ({"box": "#00000"}, "box"),
        ({"accountId": "f" * 32}, "accountId"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(alice, change, field):
    answer = await alice.post("/api/brand-kits", json=NEW | change)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert (await alice.get("/api/brand-kits")).json() == {"brandKits": []}


async def test_somebody_elses_logo_is_not_found(bob, logo):
    answer = await bob.post("/api/brand-kits", json=NEW | {"logoAssetId": logo})

    assert (answer.status_code, answer.json()["what"]) == (404, "asset")


async def test_somebody_elses_kit_is_not_found(alice, bob, kit):
    address = f"/api/brand-kits/{kit['id']}"

    answers = [await bob.get(address), await bob.put(address, json=NEW), await bob.delete(address)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (await alice.get(address)).json() == kit


async def test_the_twenty_first_kit_is_refused(alice):
    for number in range(20):
        await alice.post("/api/brand-kits", json={"name": f"kit {number}"})

    answer = await alice.post("/api/brand-kits", json=NEW)

    assert (answer.status_code, answer.json()["problem"]) == (409, "too_many")


async def test_nobody_has_no_kits(browser):
    assert (await browser.get("/api/brand-kits")).status_code == 401

"""The catalogue: all a canvas must know, in one request."""

import json
from itertools import product

import pytest

from vidgenie import bootstrap

MOST_BYTES = 12_000  # over the wire


@pytest.fixture
async def catalog(alice):
    """What Alice's canvas reads."""
    return (await alice.get("/api/catalog")).json()


def type_of(catalog, slug):
    return next(one for one in catalog["types"] if one["slug"] == slug)


async def test_every_node_type_is_there_with_ports_and_fields(catalog):
    known = bootstrap.services().catalog.types

    assert {one["slug"] for one in catalog["types"]} == set(known)
    video = type_of(catalog, "video")
    assert video["oneOf"] == [["image", "prompt", "video"]]
    assert [one["name"] for one in video["inputs"]] == ["image", "prompt", "video", "after"]
    assert not type_of(catalog, "note")["executes"]
    assert type_of(catalog, "assemble")["inputs"][0]["many"]


async def test_fields_are_drawn_as_they_are_declared(catalog):
    fields = {
        one["slug"]: {field["name"]: field for field in one["fields"]} for one in catalog["types"]
    }

    assert fields["prompt"]["text"] == {
        "name": "text",
        "kind": "longtext",
        "default": None,
        "nullable": False,
        "isRequired": True,
        "most": 1000,
    }
    assert fields["image"]["size"]["titles"]["1080x1920"] == "1080\u202f\u00d7\u202f1920"
    assert fields["captions"]["colour"]["kind"] == "colour"
    assert fields["segment"]["seconds"]["nullable"]
    assert (fields["speech"]["speed"]["least"], fields["speech"]["speed"]["most"]) == (0.5, 2.0)
    assert fields["image"]["seed"]["most"] == 2**31 - 1
    assert fields["video"]["fallback"]["isSeldom"]
    assert "edits" not in fields["captions"]


async def test_makers_stand_in_the_order_of_the_account(alice):
    choices = (await alice.get("/api/user/preferences")).json()["choices"]["image"]
    last = choices[-1]["slug"]
    await alice.put("/api/user/preferences", json={"providers": {"image": [last]}})

    makers = (await alice.get("/api/catalog")).json()["makers"]["image"]

    assert makers[0]["slug"] == last
    assert {one["slug"] for one in makers} == {one["slug"] for one in choices}


async def test_every_offer_is_a_set_that_is_there(catalog):
    for offers in catalog["offers"].values():
        for by_inputs in offers["makers"].values():
            for models in by_inputs.values():
                assert all(0 <= number < len(catalog["sets"]) for number in models.values())


async def test_prices_hang_on_the_field_that_is_named(catalog):
    types = bootstrap.services().catalog.types
    for one in catalog["types"]:
        node_type, pricing = types[one["slug"]], one["pricing"]
        names = [field["name"] for field in one["fields"] if field.get("values")]
        values = [field["values"] for field in one["fields"] if field.get("values")]
        for row in list(product(*values))[:500]:
            chosen = dict(zip(names, row, strict=True))
            action = node_type.action(node_type.params.model_construct().model_copy(update=chosen))
            key = str(chosen[pricing["field"]]) if pricing["field"] else ""
            assert pricing["actions"].get(key) == action


async def test_it_is_small_and_sent_once(alice):
    first = await alice.get("/api/catalog", headers={"accept-encoding": "gzip"})
    again = await alice.get("/api/catalog", headers={"if-none-match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < MOST_BYTES
    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


async def test_it_changes_with_the_keys_of_the_account(alice):
    before = await alice.get("/api/catalog")
    last = before.json()["makers"]["image"][-1]["slug"]
    await alice.put("/api/user/preferences", json={"providers": {"image": [last]}})

    after = await alice.get("/api/catalog", headers={"if-none-match": before.headers["etag"]})

    assert after.status_code == 200
    assert json.loads(after.content) != before.json()

"""Versions of Graphs over REST: what was there can always be had again."""

import pytest

from tests.api.requests import DRAWN
from tests.api.test_graph_routes import node


@pytest.fixture
async def mine(alice):
    """A Graph of Alice's."""
    return (await alice.post("/api/graphs", json={"name": "Foxes", "graph": DRAWN})).json()


@pytest.fixture
def ask(alice, mine):
    """Sends a request about it; the JSON of the answer."""

    async def ask(method, path="", body=None, **params):
        address = f"/api/graphs/{mine['id']}{path}"
        answer = await alice.request(method, address, json=body, params=params)
        return answer.json()

    return ask


@pytest.fixture
def typed(ask):
    """Has the prompt be this text."""

    async def typed(text, revision, **more):
        changes = {"nodes": {"p": node("p", params={"text": text})}}
        return await ask("PATCH", body={"revision": revision, "changes": changes, **more})

    return typed


async def texts(ask):
    """(reason, text of the prompt) of every version, the newest first."""
    found = []
    for item in (await ask("GET", "/versions"))["items"]:
        whole = await ask("GET", f"/versions/{item['number']}")
        found.append((item["reason"], whole["graph"]["nodes"][0]["params"].get("text")))
    return found


async def test_the_state_before_the_first_change_is_kept(ask, typed):
    await typed("one", 1)
    await typed("two", 2)

    assert await texts(ask) == [("auto", "a fox")]


async def test_a_version_is_kept_by_name_and_tells_how_large_it_is(ask, mine):
    kept = await ask("POST", "/versions", {"name": " First  draft "})

    assert kept == {
        "number": 1, "name": "First draft", "reason": "saved", "revision": 1, "nodes": 4,
        "createdAt": kept["createdAt"],
    }  # fmt: skip
    assert (await ask("GET", "/versions"))["items"] == [kept]
    assert (await ask("GET", "/versions/1")) == {**kept, "graph": mine["graph"]}


async def test_the_same_is_not_kept_twice_but_gets_its_name(ask):
    kept = [await ask("POST", "/versions", body) for body in ({}, {}, {"name": "Done"}, {})]

    assert [one["number"] for one in kept] == [1, 1, 1, 1]
    assert [one["name"] for one in kept] == ["", "", "Done", "Done"]


async def test_two_names_are_two_versions(ask):
    kept = [await ask("POST", "/versions", {"name": name}) for name in ("One", "Two")]

    assert [(one["number"], one["name"]) for one in kept] == [(1, "One"), (2, "Two")]


async def test_restoring_keeps_what_was_there(ask, typed):
    await ask("POST", "/versions", {})
    await typed("new", 1)

    restored = await ask("POST", "/versions/1/restore")

    assert restored["revision"] == 3
    assert restored["graph"]["nodes"][0]["params"] == {"text": "a fox"}
    assert await texts(ask) == [("restore", "new"), ("saved", "a fox")]


async def test_restoring_what_is_there_changes_nothing(ask):
    await ask("POST", "/versions", {})

    assert (await ask("POST", "/versions/1/restore"))["revision"] == 1
    assert len((await ask("GET", "/versions"))["items"]) == 1


async def test_a_save_on_the_revision_before_a_restore_meets_what_it_changed(ask, typed):
    await ask("POST", "/versions", {})
    await typed("new", 1)
    await ask("POST", "/versions/1/restore")

    assert (await typed("newer", 2))["problem"] == "edited_elsewhere"


async def test_mine_stands_and_theirs_is_a_version(ask, typed):
    await typed("theirs", 1)

    saved = await typed("mine", 1, keep="mine")

    assert saved["graph"]["nodes"][0]["params"] == {"text": "mine"}
    assert await texts(ask) == [("theirs", "theirs"), ("auto", "a fox")]


async def test_both_are_versions_and_mine_stays_on_the_canvas(ask, typed):
    await typed("theirs", 1)

    saved = await typed("mine", 1, keep="both")

    assert saved["graph"]["nodes"][0]["params"] == {"text": "mine"}
    assert await texts(ask) == [("mine", "mine"), ("theirs", "theirs"), ("auto", "a fox")]


async def test_a_graph_that_is_on_no_canvas_can_be_kept_as_a_version(ask, mine):
    drawn = {"nodes": [node("z", params={"text": "mine"})], "edges": []}

    kept = await ask("POST", "/versions", {"graph": drawn})

    assert (kept["reason"], kept["nodes"]) == ("mine", 1)
    assert await ask("GET") == mine


async def test_what_no_canvas_can_show_is_no_version(ask):
    refused = await ask("POST", "/versions", {"graph": {"nodes": [node("a"), node("a")]}})

    assert refused["problem"] == "duplicate_node"


async def test_a_version_can_be_named_and_lose_its_name(ask):
    await ask("POST", "/versions", {})

    named = await ask("PATCH", "/versions/1", {"name": "<b>Best</b>"})
    nameless = await ask("PATCH", "/versions/1", {"name": ""})

    assert (named["name"], nameless["name"]) == ("<b>Best</b>", "")


async def test_a_list_goes_on_where_the_page_before_ended(ask):
    for number in range(5):
        await ask("POST", "/versions", {"name": f"Number {number}"})

    seen, cursor = [], ""
    while cursor is not None:
        page = await ask("GET", "/versions", limit=2, cursor=cursor)
        seen += [item["number"] for item in page["items"]]
        cursor = page["nextCursor"]

    assert seen == [5, 4, 3, 2, 1]


async def test_a_version_that_is_not_there_is_not_found(ask):
    for number in ("7", "0", "x", "٣", "99999999999999999999"):
        told = [
            await ask("GET", f"/versions/{number}"),
            await ask("POST", f"/versions/{number}/restore"),
            await ask("PATCH", f"/versions/{number}", {"name": "x"}),
        ]

        assert [one["code"] for one in told] == ["not_found"] * 3


async def test_a_graph_in_the_bin_keeps_its_versions_to_itself(ask):
    await ask("POST", "/versions", {})
    await ask("DELETE")

    refused = [await ask("GET", "/versions"), await ask("POST", "/versions", {})]
    await ask("POST", "/undelete")

    assert [one["problem"] for one in refused] == ["deleted"] * 2
    assert len((await ask("GET", "/versions"))["items"]) == 1

"""Graphs over REST: saved from several places, and nothing of either is lost."""

import pytest

from tests.api.requests import DRAWN


def node(node_id, kind="prompt", **more):
    return {"id": node_id, "type": kind, "params": {}, "position": {"x": 0.0, "y": 0.0}, **more}


@pytest.fixture
async def mine(alice):
    """A Graph of Alice's."""
    return (await alice.post("/api/graphs", json={"name": "Foxes", "graph": DRAWN})).json()


@pytest.fixture
def save(alice, mine):
    """Sends changes that were made on a revision."""

    async def save(revision, nodes=None, edges=None, **more):
        changes = {"nodes": nodes or {}, "edges": edges or {}}
        body = {"revision": revision, "changes": changes, **more}
        return await alice.patch(f"/api/graphs/{mine['id']}", json=body)

    return save


async def read(client, graph):
    return (await client.get(f"/api/graphs/{graph['id']}")).json()


async def test_a_graph_comes_back_as_it_was_sent(alice, mine):
    read = (await alice.get(f"/api/graphs/{mine['id']}")).json()

    assert read == mine
    assert (mine["name"], mine["revision"]) == ("Foxes", 1)
    assert [node["id"] for node in mine["graph"]["nodes"]] == ["p", "e", "i", "o"]
    assert mine["graph"]["edges"] == DRAWN["edges"]


async def test_without_a_graph_it_begins_with_the_five_nodes(alice):
    made = (await alice.post("/api/graphs", json={})).json()

    types = [node["type"] for node in made["graph"]["nodes"]]
    assert types == ["prompt", "enhance", "image", "video", "output"]


async def test_who_has_no_graph_gets_a_first_one_and_gets_it_again(alice):
    first = (await alice.get("/api/graphs/current")).json()
    again = (await alice.get("/api/graphs/current")).json()

    assert (first["name"], len(first["graph"]["nodes"])) == ("My first video", 5)
    assert first == again


async def test_the_first_one_is_named_in_the_language_of_the_page(alice):
    alice.headers["accept-language"] = "fr-CA"

    assert (await alice.get("/api/graphs/current")).json()["name"] == "Ma première vidéo"


async def test_the_current_one_is_the_one_that_was_opened_last(alice, mine):
    other = (await alice.post("/api/graphs", json={})).json()
    before = (await alice.get("/api/graphs/current")).json()["id"]

    await alice.get(f"/api/graphs/{mine['id']}", params={"open": "true"})

    after = (await alice.get("/api/graphs/current")).json()["id"]
    assert (before, after) == (other["id"], mine["id"])


async def test_a_save_changes_what_it_says_and_nothing_else(alice, mine, save):
    saved = (await save(1, {"p": node("p", params={"text": "a whale"})})).json()

    assert saved == {
        "id": mine["id"], "name": "Foxes", "revision": 2, "isMerged": False, "graph": None,
    }  # fmt: skip
    now = await read(alice, mine)
    assert now["graph"]["nodes"][0]["params"] == {"text": "a whale"}
    assert now["graph"]["nodes"][1:] == mine["graph"]["nodes"][1:]
    assert now["graph"]["edges"] == mine["graph"]["edges"]


async def test_saves_of_different_nodes_on_the_same_revision_are_merged(save):
    await save(1, {"p": node("p", params={"text": "a whale"})})

    merged = (await save(1, {"i": node("i", "image", title="Big")})).json()

    assert (merged["revision"], merged["isMerged"]) == (3, True)
    by_id = {node["id"]: node for node in merged["graph"]["nodes"]}
    assert by_id["p"]["params"] == {"text": "a whale"}
    assert by_id["i"]["title"] == "Big"


async def test_the_same_node_changed_twice_is_a_conflict_and_saves_nothing(alice, mine, save):
    await save(1, {"p": node("p", params={"text": "theirs"})})
    before = await read(alice, mine)

    answer = await save(1, {"p": node("p", params={"text": "mine"})})

    told = answer.json()
    assert answer.status_code == 409
    assert (told["code"], told["problem"]) == ("conflict", "edited_elsewhere")
    assert (told["nodes"], told["current"]) == (["p"], before)
    assert await read(alice, mine) == before


async def test_what_looks_like_a_key_comes_back_from_a_conflict_as_it_was_typed(save):
    text = "sk-proj-" + "a1B2" * 12
    await save(1, {"p": node("p", params={"text": text})})

    told = (await save(1, {"p": node("p", params={"text": "mine"})})).json()

    assert told["current"]["graph"]["nodes"][0]["params"] == {"text": text}


async def test_a_graph_in_the_bin_is_not_saved_and_not_lost(alice, mine, save):
    await alice.delete(f"/api/graphs/{mine['id']}")

    refused = await save(1, {"p": None})
    restored = (await alice.post(f"/api/graphs/{mine['id']}/undelete")).json()

    assert (refused.status_code, refused.json()["problem"]) == (409, "deleted")
    assert restored["graph"] == mine["graph"]


async def test_the_bin_is_a_list_of_its_own(alice, mine):
    other = (await alice.post("/api/graphs", json={"name": "Whales"})).json()
    await alice.delete(f"/api/graphs/{mine['id']}")

    listed = (await alice.get("/api/graphs")).json()["items"]
    binned = (await alice.get("/api/graphs", params={"deleted": "true"})).json()["items"]

    assert [item["id"] for item in listed] == [other["id"]]
    assert [item["id"] for item in binned] == [mine["id"]]
    assert [item["deletedAt"] is None for item in binned + listed] == [False, True]


async def test_a_list_tells_how_many_nodes_there_are_but_not_what_is_drawn(alice, mine):
    (item,) = (await alice.get("/api/graphs")).json()["items"]

    assert (item["name"], item["nodes"], item["revision"]) == ("Foxes", 4, 1)
    assert item["thumbnailUrl"] is None
    assert "graph" not in item


async def test_a_list_goes_on_where_the_page_before_ended(alice):
    names = [f"Number {number}" for number in range(5)]
    for name in names:
        await alice.post("/api/graphs", json={"name": name})

    seen, cursor = [], ""
    while cursor is not None:
        params = {"limit": 2, "cursor": cursor}
        page = (await alice.get("/api/graphs", params=params)).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["nextCursor"]

    assert seen == names[::-1]


async def test_names_are_found_whatever_their_case_and_accents(alice):
    for name in ("Été à la mer", "Hiver"):
        await alice.post("/api/graphs", json={"name": name})

    found = (await alice.get("/api/graphs", params={"q": "ete"})).json()["items"]

    assert [item["name"] for item in found] == ["Été à la mer"]


async def test_a_copy_has_another_name_and_the_same_graph(alice, mine):
    copies = [(await alice.post(f"/api/graphs/{mine['id']}/duplicate")).json() for _ in range(2)]

    assert [copy["name"] for copy in copies] == ["Foxes (2)", "Foxes (3)"]
    assert [copy["graph"] for copy in copies] == [mine["graph"]] * 2


async def test_a_name_is_only_text(alice, mine, save):
    name = "<img src=x onerror=alert(1)>"

    saved = (await save(1, name=name)).json()

    assert (saved["name"], saved["revision"]) == (name, 1)


REFUSED = [
    ({"name": "x" * 200}, "too_long"),
    ({"name": "a\u0007b"}, "malformed"),
    ({"graph": {"nodes": [node(f"n{n}") for n in range(501)]}}, "too_large"),
    ({"graph": {"nodes": [node("a"), node("a")]}}, "duplicate_node"),
    ({"graph": {"nodes": [node("a")], "edges": [{**DRAWN["edges"][0]}]}}, "unknown_node"),
    ({"graph": {"nodes": [node("a", params={"text": "é" * 460_000})]}}, "too_heavy"),
]


async def test_what_no_canvas_can_show_is_refused_in_words(alice):
    answers = [await alice.post("/api/graphs", json=body) for body, _ in REFUSED]

    assert [(one.status_code, one.json()["problem"]) for one in answers] == [
        (422, problem) for _, problem in REFUSED
    ]


async def test_a_save_beyond_500_nodes_is_refused(alice, mine, save):
    answer = await save(1, {f"n{n}": node(f"n{n}") for n in range(497)})

    assert (answer.status_code, answer.json()["problem"]) == (422, "too_large")
    assert await read(alice, mine) == mine


async def test_no_cursor_makes_us_fail(alice, mine):
    for cursor in ("x", "1.", "99999999999999999999.x", "é", "-1.x"):
        answer = await alice.get("/api/graphs", params={"cursor": cursor})

        assert answer.status_code in {200, 422}

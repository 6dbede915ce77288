"""Graphs in files: whatever is in one, the answer says what it is worth, and nothing fails."""

import json

import pytest

from tests.api.requests import DRAWN
from tests.api.test_graph_routes import node


@pytest.fixture
def look(alice):
    """Has a file looked at; the answer."""

    async def look(data):
        return await alice.post("/api/graphs/import", json={"data": data})

    return look


@pytest.fixture
def found(look):
    """The same, when it can be taken in."""

    async def found(data):
        answer = await look(data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return found


@pytest.fixture
def upload(alice, photo):
    """Id of a file somebody has sent."""

    async def upload(client=alice):
        sent = {"file": ("mine.png", photo, "image/png")}
        return (await client.post("/api/assets", files=sent)).json()["id"]

    return upload


def wire(source, out, target, into):
    return {"source": source, "sourceHandle": out, "target": target, "targetHandle": into}


def dropped(preview):
    return [(one["what"], one["problem"]) for one in preview["dropped"]]


async def test_what_was_exported_comes_back_as_it_was(alice, found):
    made = (await alice.post("/api/graphs", json={"name": "Été <b>", "graph": DRAWN})).json()
    file = await alice.get(f"/api/graphs/{made['id']}/export")

    preview = await found(file.json())

    assert (
        file.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%89t%C3%A9%20b.json"
    )
    assert file.json()["vidgenie"]["graph"] == 1
    assert preview == {
        "name": "Été <b>", "graph": made["graph"], "nodes": 4,
        "unknownTypes": [], "missing": [], "dropped": [],
    }  # fmt: skip
    again = await alice.post("/api/graphs", json={"graph": preview["graph"]})
    assert again.json()["graph"] == made["graph"]


async def test_what_is_exported_has_no_runs_and_no_file_of_others(alice, bob, upload):
    mine, theirs = await upload(), await upload(bob)
    nodes = [
        node("a", "asset", params={"asset": mine}),
        node("b", "asset", params={"asset": theirs}),
        node("c", "image", pin="f" * 32),
    ]
    made = (await alice.post("/api/graphs", json={"graph": {"nodes": nodes}})).json()

    exported = (await alice.get(f"/api/graphs/{made['id']}/export")).json()["graph"]["nodes"]

    assert [one["params"] for one in exported] == [{"asset": mine}, {}, {}]
    assert not any("pin" in one for one in exported)


async def test_a_bare_graph_and_a_receipt_are_taken_too(found):
    receipt = {"vidgenie": {"receipt": 1}, "run": {"id": "x"}, "graph": DRAWN}
    for data in (DRAWN, {"graph": DRAWN}, receipt):
        preview = await found(data)

        assert (preview["name"], preview["nodes"], preview["dropped"]) == ("", 4, [])
        assert preview["graph"]["edges"] == DRAWN["edges"]


async def test_a_node_of_an_unknown_type_stays_with_all_it_has(found):
    odd = node("x", "hologram", params={"depth": [1, {"a": "b"}]}, title="Later")
    data = {"nodes": [*DRAWN["nodes"], odd], "edges": [wire("i", "image", "x", "anything")]}

    preview = await found(data)

    assert preview["unknownTypes"] == ["hologram"]
    assert preview["graph"]["nodes"][-1] == odd
    assert preview["graph"]["edges"] == data["edges"]


async def test_edges_that_lead_nowhere_are_left_out_and_told(found):
    edges = [
        wire("p", "text", "z", "text"),
        wire("p", "smell", "e", "text"),
        wire("p", "text", "e", "smell"),
        wire("i", "image", "e", "text"),
        wire("p", "text", "e", "text"),
        wire("p", "text", "e", "text"),
        wire("e", "text", "e", "text"),
    ]

    preview = await found({"nodes": DRAWN["nodes"], "edges": edges})

    assert preview["graph"]["edges"] == [edges[4]]
    assert dropped(preview) == [
        ("p.text → z.text", "node"),
        ("p.smell → e.text", "port"),
        ("p.text → e.smell", "port"),
        ("i.image → e.text", "type"),
        ("p.text → e.text", "duplicate"),
        ("e.text → e.text", "two_sources"),
    ]


async def test_a_loop_is_opened(found):
    nodes = [node(name, "odd") for name in "abc"]
    edges = [wire("a", "x", "b", "x"), wire("b", "x", "c", "x"), wire("c", "x", "a", "x")]

    preview = await found({"nodes": nodes, "edges": [*edges, wire("b", "y", "b", "y")]})

    assert preview["graph"]["edges"] == edges[:2]
    assert dropped(preview) == [("c.x → a.x", "loop"), ("b.y → b.y", "loop")]


async def test_values_a_form_could_not_show_are_left_out_and_told(found):
    values = {"size": "huge", "seed": {"a": 1}, "style": "vivid", "colour": "red"}
    nodes = [node("i", "image", params=values), node("p", params={"text": "x" * 5000})]

    preview = await found({"nodes": nodes})

    assert preview["graph"]["nodes"][0]["params"] == {"style": "vivid"}
    assert dropped(preview) == [(f"i: {name}", "value") for name in ("colour", "seed", "size")]
    # Too long a text is shortened where it can be read.
    assert preview["graph"]["nodes"][1]["params"] == {"text": "x" * 5000}


async def test_files_and_runs_of_others_are_left_out_and_told(bob, found, upload):
    mine, theirs = await upload(), await upload(bob)
    nodes = [
        node("a", "asset", params={"asset": mine}),
        node("b", "asset", params={"asset": theirs}, title="Dunes"),
        node("c", "assemble", params={"brand": "f" * 32}),
        node("d", "image", pin="f" * 32),
    ]

    preview = await found({"nodes": nodes})

    assert [one["params"] for one in preview["graph"]["nodes"]] == [{"asset": mine}, {}, {}, {}]
    assert dropped(preview) == [("d", "pin"), ("Dunes", "asset"), ("c", "brand")]


async def test_providers_without_a_key_are_told_once(found):
    nodes = [
        node("a", "enhance", params={"provider": "keyed"}),
        node("b", "enhance", params={"provider": "keyed"}),
        node("c", "image", params={"provider": "gone"}),
        node("d", "image", params={"provider": "local"}),
    ]

    preview = await found({"nodes": nodes})

    assert preview["missing"] == [
        {"kind": "text", "provider": "keyed", "title": "Keyed Pen"},
        {"kind": "image", "provider": "gone", "title": "gone"},
    ]


async def test_names_are_only_text_and_ids_are_nothing_a_browser_knows(found):
    html = "<script>alert(1)</script>"
    nodes = [
        node("__proto__", title=html),
        node("constructor", "enhance"),
        node("n1", "enhance"),
    ]
    edges = [wire("__proto__", "text", "constructor", "text")]

    preview = await found({"name": html, "graph": {"nodes": nodes, "edges": edges}})

    assert (preview["name"], preview["graph"]["nodes"][0]["title"]) == (html, html)
    assert [one["id"] for one in preview["graph"]["nodes"]] == ["n2", "n3", "n1"]
    assert preview["graph"]["edges"] == [wire("n2", "text", "n3", "text")]


DEEP = {"nodes": []}
for _ in range(40):
    DEEP = {"nodes": [{"id": "a", "type": "x", "params": {"a": DEEP}}]}


NO_GRAPHS = [
    (None, "no_graph"),
    ("{}", "no_graph"),
    ([DRAWN], "no_graph"),
    ({}, "no_graph"),
    ({"graph": [1]}, "no_graph"),
    ({"graph": {"edges": []}}, "no_graph"),
    ({"vidgenie": {"template": 1}, "graph": DRAWN}, "is_template"),
    ({"vidgenie": {"graph": 9}, "graph": DRAWN}, "newer"),
    ({"nodes": 7}, "list_type"),
    ({"nodes": [7]}, "model_type"),
    ({"nodes": [{"id": "<b>", "type": "x"}]}, "string_pattern_mismatch"),
    ({"nodes": [{"id": "a", "type": "x" * 99}]}, "string_too_long"),
    ({"nodes": [node("a"), node("a")]}, "duplicate_node"),
    ({"nodes": [{"id": "a", "type": "x", "params": []}]}, "dict_type"),
    ({"nodes": [node(f"n{n}") for n in range(10_000)]}, "too_large"),
    ({"nodes": [], "edges": [wire("a", "x", "b", "x")] * 5001}, "too_many_edges"),
    ({"nodes": [node("a", params={"text": "é" * 455_000})]}, "too_heavy"),
    ({"nodes": [node("a", params={"text": "\0"})]}, "not_text"),
    (DEEP, "too_deep"),
]


async def test_what_is_no_graph_is_refused_in_words(look):
    answers = [await look(data) for data, _ in NO_GRAPHS]

    assert [(one.status_code, one.json()["problem"]) for one in answers] == [
        (422, problem) for _, problem in NO_GRAPHS
    ]
    assert all(one.json()["error"] for one in answers)


async def test_numbers_that_are_none_are_refused_in_words(alice):
    for number in ("NaN", "1e999", "-Infinity"):
        text = f'{{"data": {{"nodes": [{{"id": "a", "position": {{"x": {number}}}}}]}}}}'

        answer = await alice.post(
            "/api/graphs/import", content=text, headers={"content-type": "application/json"}
        )

        assert (answer.status_code, answer.json()["problem"]) == (422, "not_finite")


async def test_more_than_a_body_may_have_is_too_large(alice):
    text = json.dumps({"data": {"nodes": [node("a", params={"text": "x" * 1_000_001})]}})

    answer = await alice.post(
        "/api/graphs/import", content=text, headers={"content-type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

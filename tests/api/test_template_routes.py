"""Templates and pillars over REST."""

import pytest

from vidgenie.projects import templates
from vidgenie.services.builtin_templates import builtin_templates


@pytest.fixture
def installed(services):
    """The Templates that come along are there."""
    with services.engine.transaction() as session:
        templates.install(session, builtin_templates(), now=services.templates.clock())


async def a_project(client):
    body = {"theme": "Tides", "segments": [{"text": "Tides are fun.", "prompt": "Tides"}]}
    return (await client.post("/api/projects", json={**body, "language": "en"})).json()["id"]


async def test_those_that_come_along_are_told_in_the_language_asked_for(alice, installed):
    french = await alice.get("/api/templates?kind=project&language=fr")
    english = await alice.get("/api/templates", headers={"accept-language": "en-GB"})
    browser = await alice.get("/api/templates", headers={"accept-language": "fr-FR,en;q=0.5"})

    assert french.json() == browser.json()
    assert english.json()["items"][1] == {
        "slug": "product-demo-45s",
        "title": "Product Demo 45s",
        "description": english.json()["items"][1]["description"],
        "theme": "Our app in 45 seconds",
        "pillar": "education",
        "language": "en",
        "seconds": 45,
        "segments": 9,
        "posterUrl": "/templates/product-demo-45s.jpg",
        "previewUrl": "/templates/product-demo-45s.mp4",
        "isOwn": False,
        "isFree": True,
        "credits": 0,
        "needs": [],
        "uses": ["voice", "captions", "music"],
        "kind": "project",
        "holes": english.json()["items"][1]["holes"],
    }
    (hole,) = english.json()["items"][1]["holes"]
    assert (hole["name"], hole["example"], hole["longest"]) == (
        "theme",
        "Our app in 45 seconds",
        500,
    )
    assert french.json()["items"][1]["title"] == "Démo Produit 45s"


async def test_one_of_them_is_told_segment_by_segment(alice, installed):
    answer = (await alice.get("/api/templates/event-20s?language=en")).json()

    assert (answer["captions"], answer["music"], answer["aspect"]) == ("comic", "playful", "9:16")
    assert answer["segments"][0] == {
        "role": "What",
        "text": "{theme}: save the date.",
        "prompt": "Fireworks above a city at night, {theme}, festive mood",
        "seconds": 5,
        "mode": "text",
        "transition": "zoom",
    }


async def test_a_project_starts_from_one(alice, installed):
    made = await alice.post(
        "/api/projects", json={"templateSlug": "reels-30s-standard", "theme": "Marées"}
    )

    project = made.json()
    assert made.status_code == 201
    assert (project["templateSlug"], len(project["segments"])) == ("reels-30s-standard", 6)
    assert project["segments"][0]["text"].startswith("Marées")
    assert project["choices"]["captions"]["style"] == "karaoke"


async def test_a_project_becomes_one(alice):
    project = await a_project(alice)

    saved = await alice.post("/api/templates", json={"projectId": project, "title": "Mine"})

    slug = saved.json()["slug"]
    assert (saved.status_code, saved.json()["isOwn"], saved.json()["theme"]) == (201, True, "Tides")
    (part,) = (await alice.get(f"/api/templates/{slug}")).json()["segments"]
    assert (part["text"], part["prompt"]) == ("{theme} are fun.", "{theme}")
    assert (await alice.delete(f"/api/templates/{slug}")).json() == {"success": True}
    assert (await alice.get("/api/templates")).json() == {"items": []}


async def test_ours_cannot_be_deleted(alice, installed):
    answer = await alice.delete("/api/templates/event-20s")

    assert (answer.status_code, answer.json()["what"]) == (404, "template")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"projectId": "f" * 32}, 404, None),
        ({"projectId": "x"}, 422, "projectId"),
        ({"title": ""}, 422, "title"),
        ({"title": " "}, 422, "title"),
        ({"title": "x" * 101}, 422, "title"),
        ({"description": "x" * 501}, 422, "description"),
        ({"slug": "mine"}, 422, "slug"),
    ],
)
async def test_what_cannot_be_saved_is_told(alice, change, status, field):
    body = {"projectId": await a_project(alice), "title": "Mine", **change}

    answer = await alice.post("/api/templates", json=body)

    assert (answer.status_code, answer.json().get("field")) == (status, field)


async def test_both_kinds_are_listed_together(alice, installed):
    items = (await alice.get("/api/templates?kind=all")).json()["items"]
    graphs = (await alice.get("/api/templates?kind=graph")).json()["items"]

    assert len(items) >= 18
    assert {one["kind"] for one in graphs} == {"graph"}
    assert all(one["isFree"] and one["previewUrl"] and one["nodes"] > 2 for one in graphs)


async def test_a_graph_begins_with_what_was_typed(alice, photo):
    sent = {"file": ("mine.png", photo, "image/png")}
    asset = (await alice.post("/api/assets", files=sent)).json()["id"]
    body = {"values": {"movement": "Clouds drift"}, "assets": {"photo": asset}, "language": "en"}

    begun = await alice.post("/api/templates/picture-to-video/use", json=body)

    told = begun.json()
    assert (begun.status_code, told["kind"], told["projectId"]) == (201, "graph", None)
    assert told["url"] == f"/create/{told['graphId']}"
    graph = (await alice.get(f"/api/graphs/{told['graphId']}")).json()
    params = {node["id"]: node["params"] for node in graph["graph"]["nodes"]}
    assert graph["name"] == "Your photo comes alive"
    assert (params["prompt"]["text"], params["asset"]["asset"]) == ("Clouds drift", asset)


async def test_a_project_begins_with_its_theme(alice, installed):
    begun = await alice.post(
        "/api/templates/event-20s/use", json={"values": {"theme": "Fair"}, "language": "en"}
    )

    told = begun.json()
    assert (begun.status_code, told["url"]) == (201, f"/projects/{told['projectId']}")
    project = (await alice.get(f"/api/projects/{told['projectId']}")).json()
    assert (project["theme"], project["segments"][0]["text"]) == ("Fair", "Fair: save the date.")


@pytest.mark.parametrize(
    ("slug", "body", "status", "field"),
    [
        ("idea-to-video", {"values": {"nothing": "x"}}, 422, "values.nothing"),
        ("idea-to-video", {"values": {"idea": "x" * 901}}, 422, "values.idea"),
        ("idea-to-video", {"values": {"idea": 1}}, 422, "values.idea"),
        ("picture-to-video", {"assets": {"photo": "f" * 32}}, 404, None),
        ("event-20s", {"values": {"theme": " "}}, 422, "values.theme"),
        ("event-20s", {"assets": {"photo": "f" * 32}}, 422, "values.photo"),
        ("nobody-knows-it", {}, 404, None),
    ],
)
@pytest.mark.usefixtures("installed")
async def test_what_cannot_be_begun_is_told(alice, slug, body, status, field):
    answer = await alice.post(f"/api/templates/{slug}/use", json=body)

    assert (answer.status_code, answer.json().get("field")) == (status, field)


async def a_graph(client):
    node = {"id": "idea", "type": "prompt", "params": {"text": "A fox"}, "pin": "c" * 32}
    body = {"name": "Fox", "graph": {"nodes": [node], "edges": []}}
    return (await client.post("/api/graphs", json=body)).json()["id"]


async def test_a_graph_becomes_one_is_changed_and_carried(alice, bob):
    hole = {"node": "idea", "param": "text", "name": "what", "label": "What is seen"}
    body = {"graphId": await a_graph(alice), "title": "Mine", "holes": [hole]}

    saved = await alice.post("/api/templates", json=body)

    told = saved.json()
    assert (saved.status_code, told["kind"], told["isOwn"]) == (201, "graph", True)
    assert [(one["what"], one["node"]) for one in told["removed"]] == [("pin", "idea")]
    path = f"/api/templates/{told['slug']}"
    put = {"title": "Ours", "holes": [{"name": "what", "example": "A cat"}]}
    changed = (await alice.put(path, json=put)).json()
    assert (changed["title"], changed["holes"][0]["example"]) == ("Ours", "A cat")
    assert (await alice.get(path)).json()["graph"]["nodes"][0]["params"] == {"text": "A cat"}
    export = await alice.get(f"{path}/export")
    assert "attachment" in export.headers["content-disposition"]
    taken = await bob.post("/api/templates/import", json={"data": export.json()})
    assert (taken.status_code, taken.json()["title"]) == (201, "Ours")
    assert (await bob.get(path)).status_code == 404
    assert (await alice.delete(path)).json() == {"success": True}


async def test_a_project_of_ones_own_is_changed_and_carried(alice, bob):
    project = await a_project(alice)
    saved = await alice.post("/api/templates", json={"projectId": project, "title": "Mine"})
    path = f"/api/templates/{saved.json()['slug']}"

    changed = await alice.put(path, json={"title": "Ours", "holes": [{"name": "theme"}]})
    told = (await alice.get(f"{path}/export")).json()
    taken = await bob.post("/api/templates/import", json={"data": told})

    assert (changed.json()["title"], changed.json()["theme"]) == ("Ours", "Tides")
    assert (taken.status_code, taken.json()["theme"]) == (201, "Tides")


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "graph"}, {"kind": "graph", "texts": {"en": {"title": "x"}}}, {"kind": []}],
)
async def test_a_file_that_is_no_template_is_told(alice, data):
    answer = await alice.post("/api/templates/import", json={"data": data})

    assert (answer.status_code, answer.json()["problem"]) == (422, "not_a_template")


async def test_it_is_said_what_is_to_be_saved(alice):
    answer = await alice.post("/api/templates", json={"title": "Mine"})

    assert (answer.status_code, answer.json()["field"]) == (422, "graphId")


async def test_pillars_are_kept_changed_and_forgotten(alice, bob):
    kept = await alice.put("/api/pillars", json={"name": "Street food", "note": "Stalls"})
    await alice.put("/api/pillars", json={"name": "street food", "note": "Markets"})

    assert kept.json() == {"name": "Street food", "note": "Stalls", "isOwn": True}
    items = (await alice.get("/api/pillars")).json()["items"]
    assert [one["name"] for one in items] == ["tips", "education", "story", "Street food"]
    assert items[3]["note"] == "Markets"
    theirs = await bob.delete("/api/pillars", params={"name": "Street food"})
    assert (theirs.status_code, theirs.json()["what"]) == (404, "pillar")
    mine = await alice.delete("/api/pillars", params={"name": "Street food"})
    assert mine.json() == {"success": True}
    assert len((await alice.get("/api/pillars")).json()["items"]) == 3


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"name": "TIPS"}, 409, "exists"),
        ({"name": " "}, 422, "empty"),
        ({"name": "x" * 41}, 422, "too_long"),
        ({"name": "x", "note": "y" * 1001}, 422, "too_long"),
        ({"name": "x", "colour": "red"}, 422, "extra_forbidden"),
    ],
)
async def test_what_is_no_pillar_is_refused(alice, body, status, problem):
    answer = await alice.put("/api/pillars", json=body)

    assert (answer.status_code, answer.json()["problem"]) == (status, problem)

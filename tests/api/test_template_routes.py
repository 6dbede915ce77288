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
        "isOwn": False,
        "needs": [],
    }
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

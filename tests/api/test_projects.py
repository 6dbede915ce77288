"""Projects over REST: JSON in, JSON out, and what stands in the way."""

import pytest


@pytest.fixture
async def project(alice):
    body = {"title": "Sea", "segments": [{"text": "one", "prompt": "a boat"}, {"text": "two"}]}
    return (await alice.post("/api/projects", json=body)).json()


def at(project, *rest):
    return "/".join(["/api/projects", project["id"], *rest])


async def test_a_project_is_made_and_read(alice):
    body = {
        "theme": "Whales",
        "totalSeconds": 15,
        "language": "en",
        "choices": {
            "aspect": "1:1",
            "voice": None,
            "captions": {"style": "boxed"},
            "music": {"bed": "calm", "volume": 0.2},
            "brandKitId": None,
        },
    }

    made = await alice.post("/api/projects", json=body)

    assert made.status_code == 201
    project = made.json()
    assert (await alice.get(at(project))).json() == project
    assert {k: v for k, v in project.items() if k not in ("id", "createdAt", "updatedAt")} == {
        "version": 1,
        "title": "Whales",
        "theme": "Whales",
        "pillar": "tips",
        "language": "en",
        "totalSeconds": 15,
        "hook": "",
        "callToAction": "",
        "scriptBy": "",
        "isDraftScript": False,
        "status": "draft",
        "choices": {
            "aspect": "1:1",
            "profile": "standard",
            "brandKitId": None,
            "voice": None,
            "captions": {
                "style": "boxed",
                "centre": 0.62,
                "scale": 1.0,
                "font": "",
                "colour": "",
                "active": "",
                "box": "",
                "isBurned": True,
            },
            "music": {
                "bed": "calm",
                "assetId": None,
                "volume": 0.2,
                "isDucked": True,
                "fadeIn": 0.0,
                "fadeOut": 1.5,
            },
            "provider": "local",
            "model": "",
            "resolution": "1080p",
            "motion": "medium",
            "imageProvider": "local",
            "textProvider": "local",
            "textModel": "",
        },
        "templateSlug": "",
        "batchId": None,
        "canUndo": False,
        "canRedo": False,
        "undoLabel": "",
        "redoLabel": "",
        "segments": project["segments"],
        "progress": {
            "status": "draft",
            "completed": 0,
            "total": 3,
            "percent": 0,
            "runs": [],
            "takes": [],
            "version": 1,
        },
        "cost": {"spent": 0, "toCome": project["cost"]["toCome"], "available": 100},
        "film": None,
        "animatic": None,
        "scriptError": None,
    }
    segment = project["segments"][2]
    assert {k: v for k, v in segment.items() if k != "id"} == {
        "version": 1,
        "index": 3,
        "text": "",
        "prompt": "",
        "seconds": 5,
        "isIncluded": True,
        "mode": "text",
        "reference": None,
        "provider": "",
        "model": "",
        "fit": "auto",
        "focusX": 0.5,
        "focusY": 0.5,
        "transition": "cut",
        "transitionSeconds": 0.4,
        "keepSound": False,
        "status": "draft",
        "progress": 0,
        "error": None,
        "isStale": False,
        "isPinned": False,
        "takeCount": 0,
        "spokenSeconds": 0.0,
        "take": None,
    }


async def test_projects_are_listed_with_statistics(alice, project):
    page = (await alice.get("/api/projects?q=SEA&status=draft&pageSize=5")).json()

    assert (page["total"], page["page"], page["pageSize"]) == (1, 1, 5)
    assert page["items"][0]["id"] == project["id"]
    assert page["items"][0]["segments"] == 2
    assert page["statistics"] == {
        "total": 1,
        "draft": 1,
        "generating": 0,
        "completed": 0,
        "failed": 0,
        "videos": 0,
        "seconds": 0.0,
        "credits": 0,
    }


async def test_what_is_sent_changes_and_the_rest_stays(alice, project):
    body = {"title": "Lake", "choices": {"captions": None}, "version": 1}
    changed = (await alice.patch(at(project), json=body)).json()

    assert (changed["title"], changed["choices"]["captions"]) == ("Lake", None)
    assert changed["choices"]["voice"] == project["choices"]["voice"]
    assert (changed["version"], changed["undoLabel"]) == (2, "project.edit")


async def test_a_segment_is_changed_in_two_tabs(alice, project):
    path = at(project, "segments", project["segments"][0]["id"])
    first = (await alice.patch(path, json={"version": 1, "text": "eins"})).json()
    assert (first["segment"]["text"], first["projectVersion"]) == ("eins", 2)

    merged = await alice.patch(path, json={"version": 1, "prompt": "a ship"})
    refused = await alice.patch(path, json={"version": 1, "text": "un"})

    assert merged.json()["segment"]["text"] == "eins"
    assert refused.status_code == 409
    answer = refused.json()
    assert (answer["code"], answer["problem"]) == ("conflict", "edited_elsewhere")
    assert answer["current"] == merged.json()["segment"]


async def test_an_order_in_two_tabs_answers_the_project_as_it_is(alice, project):
    one, two = (segment["id"] for segment in project["segments"])
    path = at(project, "segments", "order")
    moved = (await alice.put(path, json={"ids": [two, one], "version": 1})).json()
    assert [segment["id"] for segment in moved["segments"]] == [two, one]

    refused = await alice.put(path, json={"ids": [one, two], "version": 1})

    assert refused.status_code == 409
    assert refused.json()["current"]["version"] == moved["version"]


async def test_segments_are_added_cut_joined_and_removed(alice, project):
    one = project["segments"][0]["id"]
    body = {"after": one, "text": "a new one", "seconds": 8, "transition": "fade"}
    added = (await alice.post(at(project, "segments"), json=body)).json()
    new = added["segments"][1]
    assert (new["text"], new["seconds"], new["transition"]) == ("a new one", 8, "fade")

    cut = (await alice.post(at(project, "segments", new["id"], "split"), json={"at": 5})).json()
    assert [s["text"] for s in cut["segments"]] == ["one", "a new", "one", "two"]
    joined = (await alice.post(at(project, "segments", new["id"], "merge"))).json()
    assert [s["text"] for s in joined["segments"]] == ["one", "a new one", "two"]
    left = (await alice.delete(at(project, "segments", new["id"]))).json()
    assert [s["text"] for s in left["segments"]] == ["one", "two"]
    back = (await alice.post(at(project, "undo"))).json()
    assert len(back["segments"]) == 3
    assert back["canRedo"] is True
    assert len((await alice.post(at(project, "redo"))).json()["segments"]) == 2


async def test_takes_are_listed_and_chosen(alice, project):
    path = at(project, "segments", project["segments"][0]["id"])

    assert (await alice.get(f"{path}/takes")).json() == {"takes": []}
    chosen = await alice.put(f"{path}/take", json={"takeId": None})
    assert chosen.json()["segments"][0]["take"] is None
    missing = await alice.put(f"{path}/take", json={"takeId": "f" * 32})
    assert (missing.status_code, missing.json()["what"]) == (404, "take")


async def test_a_project_is_copied_and_deleted(alice, project):
    copied = await alice.post(at(project, "duplicate"))
    assert (copied.status_code, copied.json()["title"]) == (201, "Sea (2)")

    deleted = await alice.delete(at(project))

    assert deleted.json() == {"success": True}
    assert (await alice.get(at(project))).status_code == 404
    assert (await alice.get("/api/projects")).json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "field", "problem"),
    [
        ({}, "theme", "empty"),
        ({"theme": ""}, "theme", "empty"),
        ({"theme": "x" * 501}, "theme", "too_long"),
        ({"theme": "x", "totalSeconds": 0}, "totalSeconds", "out_of_range"),
        ({"theme": "x", "totalSeconds": 600}, "totalSeconds", "out_of_range"),
        ({"theme": "x", "totalSeconds": 33}, "totalSeconds", "not_multiple"),
        ({"segments": [{"text": "x"}] * 200}, "segments", "too_long"),
        ({"segments": [{"text": "x" * 1001}]}, "segments.0.text", "too_long"),
        ({"theme": "x", "colour": "red"}, "colour", "extra_forbidden"),
        ({"theme": "x", "choices": {"provider": "nobody"}}, "choices.provider", "unknown"),
        ({"theme": "x", "language": "français"}, "language", "string_pattern_mismatch"),
    ],
)
async def test_what_cannot_be_is_told_with_its_field(alice, body, field, problem):
    refused = await alice.post("/api/projects", json=body)

    assert refused.status_code == 422
    assert (refused.json()["field"], refused.json()["problem"]) == (field, problem)

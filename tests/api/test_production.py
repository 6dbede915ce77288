"""What is made of Projects, over REST."""

import pytest

from tests.api.conftest import streaming

SILENT = {"voice": None}


@pytest.fixture
async def project(alice):
    body = {
        "title": "Foxes",
        "theme": "Foxes",
        "choices": SILENT,
        "segments": [{"text": "One.", "prompt": "a fox"}, {"text": "Two.", "prompt": "an owl"}],
    }
    return (await alice.post("/api/projects", json=body)).json()


def at(project, *rest):
    return "/".join(["/api/projects", project["id"], *rest])


async def test_a_quick_video_is_a_project_with_a_run(alice):
    body = {"theme": "Foxes", "totalSeconds": 10, "language": "en", "choices": SILENT}

    answer = await alice.post("/api/projects/quick", json=body, headers={"Idempotency-Key": "q"})
    again = await alice.post("/api/projects/quick", json=body, headers={"Idempotency-Key": "q"})

    assert answer.status_code == 202
    assert again.json() == answer.json()
    made = (await alice.get(f"/api/projects/{answer.json()['projectId']}")).json()
    assert (made["status"], len(made["segments"])) == ("scripting", 2)
    assert made["progress"]["runs"][0]["runId"] == answer.json()["workflowId"]
    assert (await alice.get("/api/projects")).json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"theme": " "}, 422, "string_too_short"),
        ({"theme": "x" * 501}, 422, "string_too_long"),
        ({"theme": "foxes", "totalSeconds": 0}, 422, None),
        ({"theme": "foxes", "totalSeconds": 7}, 422, None),
        ({"theme": "foxes", "totalSeconds": 600}, 422, None),
        ({"theme": "foxes", "provider": "nobody"}, 422, None),
        ({"theme": "foxes"}, 422, "unknown"),  # nobody speaks in this installation
    ],
)
async def test_a_quick_video_that_cannot_start_leaves_no_project(alice, body, status, problem):
    answer = await alice.post("/api/projects/quick", json=body)

    assert answer.status_code == status, answer.json()
    assert problem in (None, answer.json()["problem"])
    assert (await alice.get("/api/projects")).json()["total"] == 0


async def test_a_quote_says_what_each_step_costs_and_starts_nothing(alice, project):
    answer = await alice.post(at(project, "quote"), json={"purpose": "film"})

    assert answer.status_code == 200
    clips = [line for line in answer.json()["lines"] if line["type"] == "video"]
    assert [line["credits"] for line in clips] == [0, 0]
    assert (await alice.get(at(project))).json()["progress"]["runs"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"purpose": "party"}, "purpose"),
        ({"purpose": "takes", "count": 9}, "count"),
        ({"purpose": "takes", "segments": []}, None),
        ({"purpose": "takes", "segments": ["x"]}, None),
        ({"purpose": "film", "more": 1}, "more"),
    ],
)
async def test_what_is_no_plan_is_refused(alice, project, body, field):
    answer = await alice.post(at(project, "quote"), json=body)

    assert answer.status_code == 422
    assert field in (None, answer.json()["field"])


async def test_a_segment_of_another_project_is_not_found(alice, project):
    body = {"purpose": "takes", "segments": ["f" * 32]}

    assert (await alice.post(at(project, "quote"), json=body)).status_code == 404


async def test_clips_that_are_being_made_are_not_ordered_again(alice, project):
    first = await alice.post(at(project, "generate"), json={})
    second = await alice.post(at(project, "generate"), json={})

    assert first.status_code == 202
    assert (second.status_code, second.json()["problem"]) == (409, "running")
    progress = (await alice.get(at(project, "progress"))).json()
    assert (progress["status"], progress["completed"], progress["total"]) == ("generating", 0, 2)
    assert [take["status"] for take in progress["takes"]] == ["pending", "pending"]
    assert progress["runs"][0]["purpose"] == "film"


async def test_an_assembly_without_clips_names_the_segment(alice, project):
    answer = await alice.post(at(project, "assemble"))

    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["problem"]) == ("segments.1", "no_clip")


async def test_a_segment_made_anew_takes_over_the_prompt(alice, project):
    segment = project["segments"][0]["id"]

    answer = await alice.post(
        at(project, "segments", segment, "regenerate"), json={"prompt": "a red fox"}
    )

    assert answer.status_code == 202
    now = (await alice.get(at(project))).json()
    assert now["segments"][0]["prompt"] == "a red fox"
    assert [take["segmentId"] for take in now["progress"]["takes"]] == [segment]


async def test_runs_of_a_project_are_cancelled_together(alice, project):
    await alice.post(at(project, "generate"), json={})
    await alice.post(at(project, "animatic"))
    assert len((await alice.get(at(project, "progress"))).json()["runs"]) == 2

    assert (await alice.post(at(project, "cancel"))).status_code == 200

    runs = (await alice.get(at(project, "progress"))).json()["runs"]
    assert {run["status"] for run in runs} <= {"CANCELLING", "CANCELLED"}


@pytest.mark.parametrize("providers", [[], ["local"], ["local", "local"]])
async def test_one_provider_cannot_be_compared(alice, project, providers):
    body = {"providers": [{"provider": slug} for slug in providers]}

    answer = await alice.post(at(project, "compare"), json=body)

    assert (answer.status_code, answer.json()["field"]) == (422, "providers")


async def test_who_listens_is_told_at_once_how_far_it_is(served, alice, project):
    async with streaming(served, alice, at(project, "events")) as stream:
        name, _, told = await anext(stream.events())

    assert name == "progress"
    assert told == (await alice.get(at(project, "progress"))).json()

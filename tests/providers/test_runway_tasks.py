"""Runway: how a task is followed, how it ends, and what was charged."""

import json
from dataclasses import replace

import httpx
import pytest

from tests.providers.cases import CLIP
from tests.support import fake_media
from tests.support.fake_services import FakeServices
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.media.verify import verify_clip
from vidgenie.providers.runway import Runway
from vidgenie.wire import runway

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))
TASK = Job("17f20503-6c24-4c16-946b-35dbbce2af2f", JobStatus.RUNNING)
SERVICE = runway.service("veo", "Google Veo")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in" / "source.mp4"
    path.parent.mkdir()
    path.write_bytes(fake_media.clip((72, 128), 3))
    return path


@pytest.fixture
def answers(monkeypatch):
    """`answers({...})`: what Runway says to every question from here on."""

    def say(said: object) -> None:
        async def ask(*_: object, **__: object) -> httpx.Response:
            return httpx.Response(200, content=json.dumps(said))

        monkeypatch.setattr(runway.Service, "ask", ask)

    return say


async def test_a_changed_clip_is_as_long_as_it_was(call, source, tmp_path):
    request = replace(CLIP, prompt="anime", video=source, seconds=3)
    job = await finished(request, call("runway"))

    origin = await Runway().deliver(
        job, request, call("runway"), target=tmp_path / "x", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x", seconds=3, size=CLIP.size)
    assert origin["model"] == "aleph2"


async def test_what_was_charged_is_in_the_job(call):
    job = await finished(replace(HERON, seconds=8), call("runway"))

    assert job.cost_micro_usd == 8 * 120_000


async def test_progress_is_what_runway_says_and_never_goes_back(call):
    with FakeServices(polls=8) as slow:
        asked = replace(call("runway"), base_url=slow.base_url("runway"), key=slow.key("runway"))
        job = await Runway().submit(HERON, asked)
        seen = [job.progress]
        while job.status is not JobStatus.SUCCEEDED:
            job = await Runway().poll(job, asked)
            seen.append(job.progress)

    assert seen[:3] == [0.0, 0.0, 0.0]  # waiting, then shut out for a while
    assert seen == sorted(seen)
    assert seen[3] > 0.0
    assert seen[-1] == 1.0 > seen[-2]


@pytest.mark.parametrize("said", [float("nan"), -1, 7, None, "0.5", True])
async def test_a_strange_progress_does_not_matter(said, answers):
    answers({"id": "x", "status": "RUNNING", "progress": said})

    job = await Runway().poll(replace(TASK, progress=0.4), Call(key="key_x"))

    assert 0.4 <= job.progress < 1.0


@pytest.mark.parametrize(
    ("code", "problem", "stage"),
    [
        ("SAFETY.INPUT.TEXT", "moderated", "input"),
        ("SAFETY.INPUT.IMAGE", "moderated", "input"),
        ("SAFETY.OUTPUT.VIDEO", "moderated", "output"),
        ("INPUT_PREPROCESSING.SAFETY.TEXT", "moderated", "input"),
        ("INTERNAL.BAD_OUTPUT.CODE01", "failed", None),
        ("INTERNAL", "failed", None),
        ("ASSET.INVALID", "refused", None),
        ("SOMETHING.NEW", "failed", None),
        (None, "failed", None),
    ],
)
async def test_every_failure_has_its_reason(code, problem, stage, answers):
    answers({"id": "x", "status": "FAILED", "failure": "key_secret", "failureCode": code})

    with pytest.raises(ProviderRejected) as caught:
        await Runway().poll(TASK, Call(key="key_x"))

    assert (caught.value.params["problem"], caught.value.params.get("stage")) == (problem, stage)
    assert "key_secret" not in repr(vars(caught.value))


@pytest.mark.parametrize(
    ("said", "problem", "charged"),
    [
        ({"status": "FAILED", "failureCode": "SAFETY.INPUT.TEXT"}, "moderated", 600_000),
        ({"status": "CANCELLED"}, "failed", 600_000),
        ({"status": "SUCCEEDED"}, "unusable_answer", 600_000),
        ({"status": "SUCCEEDED", "output": []}, "unusable_answer", 600_000),
        ({"status": "SUCCEEDED", "output": [7]}, "unusable_answer", 600_000),
        ({"status": "SUCCEEDED", "output": ["https://x/\ud800"]}, "unusable_answer", 600_000),
        ({"status": "SUCCEEDED", "output": ["file:///etc/passwd"]}, "unusable_answer", 600_000),
        ({"status": "CANCELLED", "cost": {"credits": 0}}, "failed", None),
        ({"status": "CANCELLED", "cost": {"credits": "60"}}, "failed", None),
        ({"status": "CANCELLED", "cost": {"credits": -1}}, "failed", None),
        ({"status": "CANCELLED", "cost": {"credits": float("inf")}}, "failed", None),
        ({"status": "CANCELLED", "cost": {"credits": float("nan")}}, "failed", None),
        ({"status": "CANCELLED", "cost": None, "estimatedCost": {"credits": 9}}, "failed", None),
    ],
)
async def test_what_ends_without_a_clip_says_what_it_cost(said, problem, charged, answers):
    answers({"id": "x", "cost": {"credits": 60}, **said})

    with pytest.raises(ProviderRejected) as caught:
        await Runway().poll(TASK, Call(key="key_x"))

    assert caught.value.params["problem"] == problem
    assert caught.value.params.get("cost_micro_usd") == charged


@pytest.mark.parametrize(
    "said", [{}, {"status": "PAUSED"}, {"status": ["SUCCEEDED"]}, [], {"status": None}]
)
async def test_an_unknown_state_is_asked_about_again(said, answers):
    answers(said)

    with pytest.raises(ProviderUnavailable):
        await Runway().poll(TASK, Call(key="key_x"))


@pytest.mark.parametrize("behaviour", ["garbage", "lost", "down", "busy"])
async def test_a_poll_without_a_usable_answer_is_tried_again_later(behaviour, call, services):
    job = await Runway().submit(HERON, call("runway"))
    services.behave("runway", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Runway().poll(job, call("runway"))

    assert (await Runway().poll(job, call("runway"))).id == job.id


async def test_an_expired_link_is_told_and_asking_again_gives_a_new_one(call, tmp_path):
    asked = call("runway", "expired")
    job = await finished(CLIP, asked)
    target = tmp_path / "x"

    with pytest.raises(ProviderRejected) as caught:
        await Runway().deliver(job, CLIP, asked, target=target, progress=lambda _: None)
    assert caught.value.params["problem"] == "expired"
    assert list(tmp_path.iterdir()) == []

    job = await Runway().poll(job, asked)
    await Runway().deliver(job, CLIP, asked, target=target, progress=lambda _: None)
    await verify_clip(target, seconds=CLIP.seconds, size=CLIP.size)


async def test_a_clip_is_scaled_up_to_the_size(call, tmp_path):
    request = replace(HERON, seconds=2, size=(1080, 1920))
    job = await finished(request, call("runway"))

    await Runway().deliver(
        job, request, call("runway"), target=tmp_path / "x", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x", seconds=2, size=(1080, 1920))


async def test_a_task_is_dropped(call, services):
    job = await Runway().submit(HERON, call("runway"))

    await Runway().cancel(job, call("runway"))
    await Runway().cancel(job, call("runway"))  # it is gone already

    assert services.jobs[job.id].is_cancelled


async def test_the_id_of_a_task_cannot_lead_elsewhere(call, services):
    with pytest.raises(ProviderRejected):
        await Runway().poll(replace(TASK, id="../organization?x="), call("runway"))

    assert services.requests[0][1] == "/runway/v1/tasks/..%2Forganization%3Fx%3D"


async def test_a_model_that_is_gone_is_told(call):
    body = {"model": "gen3a_turbo", "promptText": "x", "ratio": "720:1280", "duration": 5}

    with pytest.raises(ProviderRejected) as caught:
        await runway.submit(SERVICE, call("runway"), "text_to_video", body)

    assert caught.value.params["problem"] == "unknown_model"
    assert caught.value.provider == "veo"


@pytest.mark.parametrize(
    "body",
    [{"error": "Validation of body failed", "issues": [{"path": ["ratio"]}]}, {"error": 7}, []],
)
def test_a_refusal_that_says_nothing_special_is_left_to_its_status(body):
    assert SERVICE.problem(httpx.Response(400, json=body)) == ""


@pytest.mark.parametrize("name", [None, "", 7, "../x", "\ud800", "x" * 10_000])
async def test_a_task_without_an_id_may_have_been_taken(name, monkeypatch):
    async def order(*_: object, **__: object) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"id": name}))

    monkeypatch.setattr(runway.Service, "order", order)

    with pytest.raises(ProviderUnknown):
        await runway.submit(SERVICE, Call(key="key_x"), "text_to_video", {})


@pytest.mark.parametrize(
    "changes", [{"uploadUrl": 7}, {"runwayUri": "https://x/"}, {"runwayUri": None}, {"fields": []}]
)
async def test_an_upload_without_a_place_is_tried_again_later(changes, answers, source):
    said = {"uploadUrl": "https://x/", "fields": {}, "runwayUri": "runway://x"}
    answers({**said, **changes})

    with pytest.raises(ProviderUnavailable):
        await runway.upload(SERVICE, Call(key="key_x"), source, name="a.mp4", mime="video/mp4")


async def finished(request: ClipRequest, asked: Call) -> Job:
    job = await Runway().submit(request, asked)
    while job.status is not JobStatus.SUCCEEDED:
        job = await Runway().poll(job, asked)
    return job

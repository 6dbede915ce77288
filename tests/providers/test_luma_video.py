"""Luma's clips: what is sent, how a generation is followed and fetched, how it fails."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from PIL import Image

from tests.support import fake_media
from tests.support.fake_services import FakeServices
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import (
    InvalidInput,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.media.verify import verify_clip
from vidgenie.providers.luma import LumaVideo, files, service

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))
SMALL = ClipRequest("a heron", seconds=3, size=(360, 640))
RUNNING = Job("g1", JobStatus.RUNNING)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "first.png"
    Image.new("RGB", (72, 128), "teal").save(path)
    return path


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "source.mp4"
    path.write_bytes(fake_media.clip((72, 128), 3))
    return path


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(files, "_PAUSE", 0.01)


async def test_a_clip_from_words(services, call):
    await LumaVideo().submit(HERON, call("luma"))

    assert services.submissions[0].body == {
        "type": "video",
        "model": "ray-3.2",
        "prompt": "a heron",
        "aspect_ratio": "9:16",
        "video": {"duration": "5s", "resolution": "720p"},
    }


async def test_a_clip_of_five_seconds_begins_with_its_picture(services, call, picture):
    await LumaVideo().submit(replace(HERON, prompt="", image=picture), call("luma"))

    body = services.submissions[0].body
    data = base64.b64encode(picture.read_bytes()).decode()
    assert body["video"]["start_frame"] == {"data": data, "media_type": "image/png"}
    # Luma wants words; a picture alone is given some.
    assert body["prompt"] == "The camera moves slowly and steadily."


async def test_a_longer_clip_has_its_picture_as_first_keyframe(services, call, picture):
    await LumaVideo().submit(replace(HERON, seconds=8, image=picture), call("luma"))

    video = services.submissions[0].body["video"]
    assert (video["duration"], video["keyframe_indexes"]) == ("10s", [0])
    assert set(video["keyframes"][0]) == {"data", "media_type"}
    assert "start_frame" not in video


async def test_a_clip_to_change_is_brought_there_first(services, call, clip):
    job = await LumaVideo().submit(replace(HERON, prompt="anime", video=clip), call("luma"))

    created, put, completed, *looked, ordered = services.traffic
    asked = json.loads(created.body)
    kept = datetime.fromisoformat(asked.pop("expires_at")) - datetime.now(tz=UTC)
    assert timedelta(hours=23) < kept < timedelta(hours=25)
    assert asked == {
        "mime_type": "video/mp4",
        "size_bytes": clip.stat().st_size,
        "filename": "clip.mp4",
        "purpose": "input",
    }
    assert (put.method, put.body) == ("PUT", clip.read_bytes())
    assert "authorization" not in put.headers
    assert put.headers["content-type"] == "video/mp4"
    assert completed.path.endswith("/complete")
    assert [look.method for look in looked] == ["GET"]
    body = json.loads(ordered.body)
    assert services.jobs[body["source"].pop("file_id")].state == "ready"
    assert body == {
        "type": "video_edit",
        "model": "ray-3.2",
        "prompt": "anime",
        "source": {},
        "video": {"resolution": "720p", "edit": {"auto_controls": True}},
    }
    assert services.count() == 1
    assert job.status is JobStatus.RUNNING


async def test_a_changed_clip_is_as_long_as_its_source(call, clip, tmp_path):
    request = replace(SMALL, video=clip)
    job = await finished(LumaVideo(), request, call("luma"))

    await LumaVideo().deliver(
        job, request, call("luma"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))


@pytest.mark.parametrize(
    ("reason", "problem"),
    [("Moderation: not allowed", "moderated"), ("No video stream", "refused")],
)
async def test_a_clip_that_luma_does_not_want_is_not_ordered(  # noqa: PLR0917  # pytest names them
    reason, problem, services, call, clip, monkeypatch
):
    made = files.SERVICE.upload

    async def spoiled(service, call, url, *rest, **more):
        services.jobs[url.split("/")[-1].split("?")[0]].failure_reason = reason
        await made(call, url, *rest, **more)

    monkeypatch.setattr(type(files.SERVICE), "upload", spoiled)

    with pytest.raises(ProviderRejected) as caught:
        await LumaVideo().submit(replace(HERON, video=clip), call("luma"))

    assert caught.value.params["problem"] == problem
    assert services.submissions == []


async def test_a_clip_that_is_looked_over_for_too_long_is_tried_later(
    services, call, clip, monkeypatch
):
    monkeypatch.setattr(files, "_LOOKED_OVER", 0.2)
    services.polls = 10**6

    with pytest.raises(ProviderUnavailable):
        await LumaVideo().submit(replace(HERON, video=clip), call("luma"))

    assert services.submissions == []


@pytest.mark.parametrize("behaviour", ["garbage", "lost", "down", "busy"])
async def test_what_goes_wrong_before_the_order_costs_nothing(behaviour, services, call, clip):
    services.behave("luma", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await LumaVideo().submit(replace(HERON, video=clip), call("luma"))

    assert services.submissions == []


@pytest.mark.parametrize(
    ("size", "ratio", "resolution"),
    [
        ((360, 640), "9:16", "540p"),
        ((540, 960), "9:16", "540p"),
        ((720, 1280), "9:16", "720p"),
        ((1080, 1920), "9:16", "1080p"),
        ((2160, 3840), "9:16", "1080p"),
        ((1080, 1080), "1:1", "1080p"),
        ((1280, 720), "16:9", "720p"),
        ((608, 1080), "9:16", "720p"),
    ],
)
async def test_the_shape_and_the_size_that_suit_are_asked_for(
    size, ratio, resolution, services, call
):
    LumaVideo().check(replace(HERON, size=size))
    await LumaVideo().submit(replace(HERON, size=size), call("luma"))

    body = services.submissions[0].body
    assert (body["aspect_ratio"], body["video"]["resolution"]) == (ratio, resolution)


@pytest.mark.parametrize(
    ("motion", "words"),
    [
        ("low", "a heron The camera hardly moves."),
        ("medium", "a heron"),
        ("high", "a heron Lively camera movement."),
    ],
)
async def test_motion_is_said_in_the_prompt(motion, words, services, call):
    await LumaVideo().submit(replace(HERON, motion=motion), call("luma"))

    assert services.submissions[0].prompt == words


@pytest.mark.parametrize(
    ("size", "seconds", "dollars"),
    [
        ((360, 640), 5, 0.15),
        ((540, 960), 8, 0.45),
        ((720, 1280), 5, 0.30),
        ((720, 1280), 10, 0.90),
        ((1080, 1920), 5, 1.20),
        ((1080, 1920), 8, 3.60),
        # Refused, and answered for all the same.
        ((1080, 1920), 60, 3.60),
    ],
)
def test_the_estimate_is_that_of_the_price_list(size, seconds, dollars):
    usage = LumaVideo().usage(replace(HERON, size=size, seconds=seconds))

    assert estimate(LumaVideo().costs, usage) == round(dollars * 1e6)


@pytest.mark.parametrize(
    ("size", "dollars"), [((540, 960), 0.72), ((720, 1280), 1.08), ((1080, 1920), 2.16)]
)
def test_a_changed_clip_is_paid_by_the_second(size, dollars, clip):
    usage = LumaVideo().usage(replace(HERON, size=size, video=clip))

    assert estimate(LumaVideo().costs, usage) == round(dollars * 1e6)


def test_every_estimate_has_a_row_of_its_own():
    rows = {(cost.model, cost.what) for cost in LumaVideo().costs}
    shapes = [(540, 960), (720, 1280), (1080, 1920)]
    usages = [LumaVideo().usage(replace(HERON, size=s, seconds=n)) for s in shapes for n in (5, 8)]

    assert {(usage.model, usage.what) for usage in usages} < rows
    assert LumaVideo().seed_clip == 150_000


async def test_progress_never_goes_back_and_never_says_done(call):
    with FakeServices(polls=12) as slow:
        asked = replace(call("luma"), base_url=slow.base_url("luma"))
        job = await LumaVideo().submit(HERON, asked)
        seen = [job.progress]
        for _ in range(10):
            job = await LumaVideo().poll(job, asked)
            seen.append(job.progress)

    assert seen == sorted(set(seen))
    assert 0.0 < seen[-1] < 0.95


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("content_moderated", "moderated"),
        ("budget_exhausted", "no_credit"),
        ("generation_failed", "failed"),
        ("output_not_found", "failed"),
        ("rate_limited", "failed"),
        ("image_too_large", "refused"),
        ("unsupported_format", "refused"),
        ("corrupt_input", "refused"),
        ("invalid_request", "refused"),
        ("something_new", "failed"),
    ],
)
async def test_every_failure_has_its_reason(code, problem, services, call):
    job = await LumaVideo().submit(HERON, call("luma"))
    services.jobs[job.id].failure_code = code

    with pytest.raises(ProviderRejected) as caught:
        await finished(LumaVideo(), HERON, call("luma"), job)

    assert caught.value.params["problem"] == problem


async def test_an_order_that_is_one_too_many_waits_its_turn(call, monkeypatch):
    said = {"id": "g1", "state": "failed", "failure_code": "rate_limited"}
    answering(monkeypatch, said)

    with pytest.raises(RateLimited) as caught:
        await LumaVideo().submit(HERON, call("luma"))

    assert caught.value.retry_after == 10.0


@pytest.mark.parametrize(
    ("headers", "detail", "pause"),
    [
        ({"retry-after": "7"}, "Rate limit exceeded", 7.0),
        ({}, "Rate limit exceeded", 10.0),
        ({}, "Too many concurrent jobs", 30.0),
        ({}, ["odd"], 10.0),
    ],
)
def test_how_long_to_wait_depends_on_the_limit(headers, detail, pause):
    answer = httpx.Response(429, headers=headers, json={"detail": detail})

    assert service._pause(answer) == pause


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"state": "completed"}, "unusable_answer"),
        ({"state": "completed", "output": []}, "unusable_answer"),
        ({"state": "completed", "output": [{"url": 7}]}, "unusable_answer"),
        ({"state": "failed"}, "failed"),
        ({"state": "failed", "failure_code": ["x"]}, "failed"),
    ],
)
def test_odd_ends_are_ends(said, problem):
    with pytest.raises(ProviderRejected) as caught:
        service._state(RUNNING, said)

    assert caught.value.params["problem"] == problem


@pytest.mark.parametrize("state", ["queued", "thinking", None, ["completed"]])
def test_a_state_nobody_knows_is_waited_for(state):
    assert service._state(RUNNING, {"state": state}) == RUNNING


async def test_an_order_without_an_id_may_have_been_taken(call, monkeypatch):
    answering(monkeypatch, {"state": "queued", "id": 7})

    with pytest.raises(ProviderUnknown):
        await LumaVideo().submit(HERON, call("luma"))


def test_a_picture_that_luma_finds_too_large_is_a_refusal():
    answer = httpx.Response(413, json={"detail": "Input media exceeds size limit"})

    assert service._problem(answer) == "refused"


@pytest.mark.parametrize("behaviour", ["garbage", "lost", "down", "busy"])
async def test_a_poll_without_a_usable_answer_is_tried_again_later(behaviour, call, services):
    job = await LumaVideo().submit(HERON, call("luma"))
    services.behave("luma", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await LumaVideo().poll(job, call("luma"))

    assert (await LumaVideo().poll(job, call("luma"))).id == job.id


async def test_a_job_that_luma_does_not_know_is_told(call):
    with pytest.raises(ProviderRejected) as caught:
        await LumaVideo().poll(RUNNING, call("luma"))

    assert caught.value.params["problem"] == "not_found"


async def test_the_id_of_a_job_cannot_lead_elsewhere(call, services):
    with pytest.raises(ProviderRejected):
        await LumaVideo().poll(Job("../files?x=", JobStatus.RUNNING), call("luma"))

    assert services.requests[0][1] == "/luma/v1/generations/..%2Ffiles%3Fx%3D"


@pytest.mark.parametrize("behaviour", ["ok", "blocking"])
async def test_a_clip_is_delivered_with_a_sound_track(behaviour, services, call, tmp_path):
    job = await finished(LumaVideo(), SMALL, call("luma", behaviour))
    told = []

    origin = await LumaVideo().deliver(
        job, SMALL, call("luma"), target=tmp_path / "x.mp4", progress=told.append
    )

    facts = await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    assert facts.has_audio
    assert origin == {"provider": "luma", "model": "ray-3.2", "prompt": "a heron"}
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp4"]


async def test_a_link_that_died_is_replaced_by_a_poll(services, call, tmp_path):
    job = await finished(LumaVideo(), SMALL, call("luma", "expired"))

    with pytest.raises(ProviderRejected) as caught:
        await LumaVideo().deliver(
            job, SMALL, call("luma"), target=tmp_path / "x.mp4", progress=lambda _: None
        )
    fresh = await LumaVideo().poll(job, call("luma"))
    await LumaVideo().deliver(
        fresh, SMALL, call("luma"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    assert caught.value.params["problem"] == "expired"
    assert fresh.url != job.url
    await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    assert services.count() == 1


async def test_a_job_without_a_link_asks_for_one(call, tmp_path):
    with pytest.raises(ProviderRejected) as caught:
        await LumaVideo().deliver(
            RUNNING, SMALL, call("luma"), target=tmp_path / "x", progress=lambda _: None
        )

    assert caught.value.params["problem"] == "expired"


async def test_the_key_goes_to_no_other_place_than_luma(services, call, tmp_path):
    with FakeServices() as stranger:
        job = replace(RUNNING, url=f"{stranger.base_url('luma')}/results/g1/1")

        with pytest.raises(ProviderRejected):
            await LumaVideo().deliver(
                job, SMALL, call("luma"), target=tmp_path / "x", progress=lambda _: None
            )

    assert stranger.requests == services.requests == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds": 11}, "seconds"),
        ({"size": (1080, 2400)}, "size"),
        ({"size": (2600, 1080)}, "size"),
        ({"motion": "wild"}, "motion"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "a" * 6001}, "prompt"),
        ({"model": "ray-9"}, "model"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        LumaVideo().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_files_must_be_what_they_are_sent_as(picture, clip, tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a")
    LumaVideo().check(replace(HERON, prompt="", image=picture))
    LumaVideo().check(replace(HERON, video=clip, seconds=18))

    for changes in ({"image": tmp_path / "x"}, {"video": picture}):
        with pytest.raises(InvalidInput) as caught:
            LumaVideo().check(replace(HERON, **changes))
        assert caught.value.params["field"] in changes


def test_a_clip_to_change_is_not_longer_than_luma_takes(clip):
    with pytest.raises(InvalidInput) as caught:
        LumaVideo().check(replace(HERON, video=clip, seconds=19))

    assert (caught.value.params["field"], caught.value.params["allowed"]) == ("seconds", [18])


def test_a_changed_clip_needs_words(clip):
    with pytest.raises(InvalidInput, match="Say what"):
        LumaVideo().check(replace(HERON, prompt="", video=clip))


async def finished(provider, request: ClipRequest, call: Call, job: Job | None = None) -> Job:
    """The job, succeeded."""
    job = job or await provider.submit(request, call)
    while job.status is not JobStatus.SUCCEEDED:
        job = await provider.poll(job, call)
    return job


def answering(monkeypatch, said):
    """Every order is answered with this."""

    async def answer(*_: object, **__: object) -> httpx.Response:
        return httpx.Response(201, json=said)

    monkeypatch.setattr(type(service.SERVICE), "order", answer)

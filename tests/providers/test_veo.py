"""Google's clips with a Gemini API key: what is sent, how a clip is followed and fetched."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.support.fake_services import FakeServices
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable
from vidgenie.media.verify import verify_clip
from vidgenie.providers.veo import Veo
from vidgenie.providers.veo.gemini import GeminiRoute
from vidgenie.wire import google

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))
RUNNING = Job("v1_x", JobStatus.RUNNING)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "first.png"
    Image.new("RGB", (72, 128), "teal").save(path)
    return path


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"motion": "low"}, "The camera hardly moves."),
        ({"motion": "high"}, "Lively camera movement."),
        ({"audio": False}, "No dialogue. No music."),
    ],
)
async def test_what_has_no_parameter_is_said_in_the_prompt(changes, words, services, call):
    await Veo().submit(replace(HERON, **changes), call("veo"))

    assert words in services.submissions[0].prompt


async def test_size_length_and_seed_are_sent(services, call):
    request = ClipRequest("a heron", seconds=15, size=(1080, 1920), seed=3)

    await Veo().submit(request, call("veo"))

    body = services.submissions[0].body
    assert body["response_format"]["resolution"] == "1080p"
    assert body["response_format"]["duration"] == "15s"
    assert body["generation_config"]["seed"] == 3


async def test_what_is_too_short_for_it_is_made_longer_and_cut(services, call, tmp_path):
    request = ClipRequest("a heron", seconds=2, size=(360, 640))

    job = await Veo().submit(request, call("veo", "blocking"))
    await Veo().deliver(
        job, request, call("veo"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    assert services.submissions[0].body["response_format"]["duration"] == "3s"
    await verify_clip(tmp_path / "x.mp4", seconds=2, size=(360, 640))


async def test_another_model_can_be_named(services, call):
    await Veo().submit(replace(HERON, model="gemini-omni-1.1-flash"), call("veo"))

    assert services.submissions[0].body["model"] == "gemini-omni-1.1-flash"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"model": "veo-3.1-generate-001"}, "unknown_model"),
        ({"model": "gemini-omni-1.1-flash", "seconds": 15}, "unsupported"),
    ],
)
async def test_what_this_key_cannot_make_is_not_asked_for(changes, problem, services, call):
    with pytest.raises(ProviderRejected) as caught:
        await Veo().submit(replace(HERON, **changes), call("veo"))

    assert caught.value.params["problem"] == problem
    assert services.requests == []


async def test_progress_never_goes_back_and_never_says_done(call):
    with FakeServices(polls=12) as slow:
        asked_slowly = replace(call("veo"), base_url=slow.base_url("veo"))
        job = await Veo().submit(HERON, asked_slowly)
        seen = [job.progress]
        for _ in range(10):
            job = await Veo().poll(job, asked_slowly)
            seen.append(job.progress)

    assert seen == sorted(set(seen))
    assert seen[-1] < 0.95


@pytest.mark.parametrize("behaviour", ["ok", "inline", "blocking"])
async def test_a_clip_is_delivered_however_it_comes(behaviour, services, call, tmp_path):
    request = ClipRequest("a heron", seconds=3, size=(360, 640))
    job = await Veo().submit(request, call("veo", behaviour))
    while job.status is not JobStatus.SUCCEEDED:
        job = await Veo().poll(job, call("veo", behaviour))
    told = []

    origin = await Veo().deliver(
        job, request, call("veo"), target=tmp_path / "x.mp4", progress=told.append
    )

    facts = await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    assert facts.has_audio
    assert origin["model"] == "gemini-omni-1.2-flash"
    assert told == sorted(told)
    assert len(str(job)) < 500  # it is checkpointed: the clip itself is not in it


async def test_a_clip_that_shall_be_silent_is(call, tmp_path, loudness):
    request = ClipRequest("a heron", seconds=3, size=(360, 640), audio=False)
    job = await Veo().submit(request, call("veo", "blocking"))

    await Veo().deliver(
        job, request, call("veo"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    assert loudness(tmp_path / "x.mp4") < -80


async def test_the_key_goes_to_no_other_place_than_the_service(services, call, tmp_path):
    with FakeServices() as stranger:
        job = replace(RUNNING, url=f"{stranger.base_url('veo')}/files/v1_x:download")

        with pytest.raises(ProviderRejected):
            await Veo().deliver(
                job, HERON, call("veo"), target=tmp_path / "x", progress=lambda _: None
            )

    assert stranger.requests == services.requests == []


async def test_a_download_that_breaks_off_is_tried_again_later(call, tmp_path, services):
    job = await Veo().submit(HERON, call("veo", "blocking"))
    services.behave("veo", "lost", is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Veo().deliver(job, HERON, call("veo"), target=tmp_path / "x", progress=lambda _: None)

    assert list(tmp_path.iterdir()) == []


async def test_a_redirect_is_followed_without_the_key(services, call, tmp_path):
    request = ClipRequest("a heron", seconds=3, size=(360, 640))
    job = await Veo().submit(request, call("veo", "blocking"))
    services.behave("veo", "redirect", is_work=False)

    await Veo().deliver(
        job, request, call("veo"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    _, path, headers = services.requests[-1]
    assert path.startswith("/veo/v1/signed/")
    assert services.key("veo") not in str(headers)


async def test_a_file_that_is_gone_is_told(call, tmp_path, services):
    job = replace(RUNNING, url=f"{services.base_url('veo')}/files/v1_gone:download")

    with pytest.raises(ProviderRejected) as caught:
        await Veo().deliver(job, HERON, call("veo"), target=tmp_path / "x", progress=lambda _: None)

    assert caught.value.params["problem"] == "expired"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"status": "failed"}, "failed"),
        ({"status": "cancelled"}, "failed"),
        ({"status": "incomplete"}, "failed"),
        ({"status": "requires_action"}, "failed"),
        ({"status": "whatever"}, "failed"),
        ({"status": "budget_exceeded"}, "no_credit"),
        ({"status": "completed"}, "moderated"),
        ({"status": "completed", "steps": 7}, "moderated"),
        ({"status": "completed", "steps": [{"type": "model_output", "content": "x"}]}, "moderated"),
    ],
)
def test_every_end_without_a_clip_has_its_reason(said, problem):
    with pytest.raises(ProviderRejected) as caught:
        GeminiRoute().state(RUNNING, said)

    assert caught.value.params["problem"] == problem


@pytest.mark.parametrize("behaviour", ["garbage", "lost", "down", "busy"])
async def test_a_poll_without_a_usable_answer_is_tried_again_later(behaviour, call, services):
    job = await Veo().submit(HERON, call("veo"))
    services.behave("veo", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Veo().poll(job, call("veo"))

    assert (await Veo().poll(job, call("veo"))).id == job.id


async def test_the_id_of_a_job_cannot_lead_elsewhere(call, services):
    job = Job("../models?x=", JobStatus.RUNNING)

    with pytest.raises(ProviderRejected):
        await Veo().poll(job, call("veo"))

    assert services.requests[0][1] == "/veo/v1/interactions/..%2Fmodels%3Fx%3D?stream=false"


@pytest.mark.parametrize(("text", "pause"), [("17s", 17.0), ("0.5s", 0.5), ("soon", None)])
def test_the_wait_is_read_out_of_the_body(text, pause):
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": text}]
    answer = httpx.Response(429, json={"error": {"code": 429, "details": details}})

    assert google.pause(answer) == pause


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds": 30}, "seconds"),
        ({"model": "sora"}, "model"),
        ({"model": "gemini-omni-1.1-flash", "seconds": 15}, "seconds"),
        ({"video": Path("a.mp4")}, "mode"),
        ({"model": "veo3.1", "prompt": "a" * 801}, "prompt"),
        ({"size": (1280, 720)}, "size"),
        ({"motion": "wild"}, "motion"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "a" * 10_001}, "prompt"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        Veo().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_a_picture_alone_is_enough_and_must_be_one(picture, tmp_path):
    Veo().check(replace(HERON, prompt="", image=picture))
    (tmp_path / "x").write_bytes(b"GIF89a")

    with pytest.raises(InvalidInput) as caught:
        Veo().check(replace(HERON, image=tmp_path / "x"))

    assert caught.value.params["field"] == "image"

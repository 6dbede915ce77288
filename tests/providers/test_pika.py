"""Pika: what is sent for each way to begin, and what a clip costs."""

import base64
from dataclasses import replace

import pytest
from PIL import Image

from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.media.verify import verify_clip
from vidgenie.providers.pika import Pika
from vidgenie.wire import fal

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "in" / "first.png"
    path.parent.mkdir()
    Image.new("RGB", (90, 160), "teal").save(path)
    return path


async def test_a_clip_from_text(services, call):
    await Pika().submit(replace(HERON, seconds=8, size=(1080, 1920), seed=7), call("fal"))

    made = services.submissions[0]
    assert made.path == "/fal/fal-ai/pika/v2.2/text-to-video"
    assert made.body == {
        "prompt": "a heron",
        "duration": "10",
        "resolution": "1080p",
        "aspect_ratio": "9:16",
        "seed": 7,
    }


async def test_a_clip_from_a_picture_has_its_shape(services, call, picture):
    await Pika().submit(replace(HERON, image=picture), call("fal"))

    made = services.submissions[0]
    data = base64.b64encode(picture.read_bytes()).decode()
    assert made.path == "/fal/fal-ai/pika/v2.2/image-to-video"
    assert made.body == {
        "prompt": "a heron",
        "duration": "5",
        "resolution": "720p",
        "image_url": f"data:image/png;base64,{data}",
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"motion": "low"}, "a heron The camera hardly moves."),
        ({"motion": "medium"}, "a heron"),
        ({"motion": "high"}, "a heron Lively camera movement."),
    ],
)
async def test_motion_is_said_in_the_prompt(changes, words, services, call):
    await Pika().submit(replace(HERON, **changes), call("fal"))

    assert services.submissions[0].prompt == words


async def test_a_picture_alone_just_moves(services, call, picture):
    Pika().check(replace(HERON, prompt="", image=picture))

    await Pika().submit(replace(HERON, prompt="", image=picture), call("fal"))

    assert services.submissions[0].prompt == "The camera moves slowly and steadily."


async def test_a_clip_from_a_square_picture_is_cut_to_the_frame(call, tmp_path, loudness):
    image = tmp_path / "square.jpg"
    Image.new("RGB", (64, 64), "teal").save(image)
    request = replace(HERON, seconds=2, size=(360, 640), image=image)
    job = await Pika().submit(request, call("fal"))
    while job.status is not JobStatus.SUCCEEDED:
        job = await Pika().poll(job, call("fal"))

    origin = await Pika().deliver(
        job, request, call("fal"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=2, size=(360, 640))
    assert loudness(tmp_path / "x.mp4") < -80
    assert origin == {
        "provider": "pika",
        "model": "fal-ai/pika/v2.2",
        "prompt": "a heron",
        "seed": "0",
    }
    assert job.cost_micro_usd is None  # fal does not say


async def test_a_clip_that_could_not_be_made_is_told(call):
    job = await Pika().submit(HERON, call("fal", "failed"))

    with pytest.raises(ProviderRejected) as caught:
        await Pika().poll(job, call("fal"))

    assert (caught.value.provider, caught.value.params["problem"]) == ("pika", "failed")


@pytest.mark.parametrize(
    ("seconds", "size", "micro_usd"),
    [
        (5, (720, 1280), 200_000),
        (5, (1080, 1920), 450_000),
        (8, (720, 1280), 400_000),
        (8, (1080, 1920), 900_000),
        (60, (1080, 1920), 900_000),
    ],
)
def test_what_a_clip_costs(seconds, size, micro_usd):
    usage = Pika().usage(replace(HERON, seconds=seconds, size=size))

    assert estimate(Pika.costs, usage) == micro_usd


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds": 11}, "seconds"),
        ({"size": (1280, 720)}, "size"),
        ({"motion": "wild"}, "motion"),
        ({"prompt": "a" * 10_001}, "prompt"),
        ({"model": "v1"}, "model"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        Pika().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_a_clip_cannot_be_changed(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        Pika().check(replace(HERON, video=tmp_path / "x.mp4"))

    assert caught.value.params["field"] == "mode"


def test_a_picture_must_be_one_and_not_too_large(picture, tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"GIF89a")
    with pytest.raises(InvalidInput) as caught:
        Pika().check(replace(HERON, image=tmp_path / "x"))
    assert caught.value.params["problem"] == "unsupported"

    monkeypatch.setattr(fal, "MAX_PICTURE", 20)
    with pytest.raises(InvalidInput) as caught:
        Pika().check(replace(HERON, image=picture))
    assert caught.value.params["problem"] == "too_large"

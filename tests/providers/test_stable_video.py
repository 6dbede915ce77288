"""Stable Video: a picture begins to move, and 25 frames last as long as they must."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.providers.cases.stable_video import CASES
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.media.verify import verify_clip
from vidgenie.providers.stable_video import StableVideo

PICTURE = Path(CASES["video"].request.image)
HERON = ClipRequest("a heron", seconds=5, size=(720, 1280), image=PICTURE)


@pytest.mark.parametrize(("motion", "bucket"), [("low", 60), ("medium", 127), ("high", 190)])
async def test_a_picture_is_all_it_takes(motion, bucket, services, call):
    await StableVideo().submit(replace(HERON, motion=motion), call("fal"))

    made = services.submissions[0]
    assert made.path == "/fal/fal-ai/stable-video"
    assert made.body.pop("image_url").startswith("data:image/png;base64,")
    assert made.body == {"motion_bucket_id": bucket, "fps": 10}


async def test_a_seed_is_sent_if_there_is_one(services, call):
    await StableVideo().submit(replace(HERON, seed=7), call("fal"))

    assert services.submissions[0].body["seed"] == 7


async def test_two_and_a_half_seconds_become_five_and_it_is_said(call, tmp_path):
    request = replace(HERON, size=(180, 320))
    job = await StableVideo().submit(request, call("fal"))
    while job.status is not JobStatus.SUCCEEDED:
        job = await StableVideo().poll(job, call("fal"))

    origin = await StableVideo().deliver(
        job, request, call("fal"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=5, size=(180, 320))
    assert 1.9 < float(origin.pop("stretched")) < 2.1
    assert origin == {"provider": "stable_video", "model": "fal-ai/stable-video", "seed": "0"}


async def test_what_is_long_enough_is_not_slowed_down(call, tmp_path):
    request = replace(HERON, seconds=2, size=(180, 320))
    job = await StableVideo().submit(request, call("fal", "blocking"))
    job = await StableVideo().poll(job, call("fal"))

    origin = await StableVideo().deliver(
        job, request, call("fal"), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=2, size=(180, 320))
    assert origin["stretched"] == "1.00"


async def test_a_file_that_cannot_be_fetched_leaves_nothing_behind(call, services, tmp_path):
    job = await StableVideo().submit(HERON, call("fal", "blocking"))
    job = await StableVideo().poll(job, call("fal"))
    services.jobs.clear()

    with pytest.raises(ProviderRejected) as caught:
        await StableVideo().deliver(
            job, HERON, call("fal"), target=tmp_path / "x", progress=lambda _: None
        )

    assert caught.value.params["problem"] == "expired"
    assert list(tmp_path.iterdir()) == []


def test_a_clip_costs_the_same_whatever_it_is():
    for request in (HERON, replace(HERON, image=None, seconds=60)):
        assert estimate(StableVideo.costs, StableVideo().usage(request)) == 75_000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"image": None}, "mode"),
        ({"video": PICTURE}, "mode"),
        ({"seconds": 8}, "seconds"),
        ({"motion": "wild"}, "motion"),
        ({"image": Path(__file__)}, "image"),
        ({"model": "svd"}, "model"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    StableVideo().check(HERON)

    with pytest.raises(InvalidInput) as caught:
        StableVideo().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field

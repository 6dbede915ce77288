"""Luma's first API: what is sent, how a clip is followed, how a lost one is found again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.media.verify import verify_clip
from vidgenie.providers.luma_legacy import LumaLegacy, service

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))
SMALL = ClipRequest("a heron", seconds=3, size=(360, 640))
PICTURE = {"image": Path("first.png"), "image_url": "https://vidgenie.example/media/a.png?s=1"}
RUNNING = Job("g1", JobStatus.RUNNING)


@pytest.fixture
def legacy(call):
    """`legacy("invalid")`: what comes with a call."""
    return lambda behaviour="": call("luma_legacy", behaviour)


async def test_a_clip_from_words(services, legacy):
    await LumaLegacy().submit(HERON, legacy())

    assert services.submissions[0].body == {
        "model": "ray-2",
        "prompt": "a heron",
        "aspect_ratio": "9:16",
        "duration": "5s",
        "resolution": "720p",
    }


async def test_a_clip_from_a_picture_names_its_address(services, legacy):
    request = replace(HERON, prompt="", seconds=8, size=(1080, 1920), **PICTURE)

    await LumaLegacy().submit(replace(request, model="ray-flash-2"), legacy())

    assert services.submissions[0].body == {
        "model": "ray-flash-2",
        "prompt": "The camera moves slowly and steadily.",
        "aspect_ratio": "9:16",
        "duration": "9s",
        "resolution": "1080p",
        "keyframes": {"frame0": {"type": "image", "url": PICTURE["image_url"]}},
    }


@pytest.mark.parametrize("address", ["", "http://vidgenie.example/a.png"])
def test_a_picture_without_a_public_address_is_refused(address):
    LumaLegacy().check(replace(HERON, **PICTURE))

    with pytest.raises(InvalidInput) as caught:
        LumaLegacy().check(replace(HERON, **{**PICTURE, "image_url": address}))

    assert caught.value.params["field"] == "image"
    assert caught.value.params["problem"] == "needs_public_address"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds": 10}, "seconds"),
        ({"size": (400, 2400)}, "size"),
        ({"motion": "wild"}, "motion"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "ab"}, "prompt"),
        ({"prompt": "a" * 5001}, "prompt"),
        ({"model": "ray-3.2"}, "model"),
        ({"video": Path("v.mp4")}, "mode"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        LumaLegacy().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


@pytest.mark.parametrize(
    ("model", "size", "seconds", "dollars"),
    [
        ("", (360, 640), 5, 0.40),
        ("ray-2", (720, 1280), 5, 0.71),
        ("ray-2", (1080, 1920), 5, 1.59),
        ("ray-2", (1080, 1920), 8, 2.87),
        ("ray-flash-2", (720, 1280), 9, 0.44),
        ("ray-flash-2", (1080, 1920), 60, 0.99),
    ],
)
def test_the_estimate_is_that_of_the_price_list(model, size, seconds, dollars):
    usage = LumaLegacy().usage(replace(HERON, model=model, size=size, seconds=seconds))

    assert estimate(LumaLegacy().costs, usage) == round(dollars * 1e6)


@pytest.mark.parametrize("left", ["12", None, True])
async def test_a_balance_that_is_none_says_nothing_of_the_key(left, legacy, monkeypatch):
    async def odd(*_: object) -> dict[str, object]:
        return {"credit_balance": left}

    monkeypatch.setattr(type(service.SERVICE), "check_key", odd)

    with pytest.raises(ProviderUnavailable):
        await LumaLegacy().validate(legacy())


@pytest.mark.parametrize(
    ("status", "detail", "problem"),
    [
        (401, "Invalid API key is provided", "key_refused"),
        (403, "Not authenticated", "key_refused"),
        (403, "You may not do this", ""),
        (400, "Insufficient credits", "no_credit"),
        (400, "Contains blacklisted words", "moderated"),
        (400, "Prompt is required", ""),
        (400, ["odd"], ""),
        (500, "Insufficient credits", ""),
    ],
)
def test_what_a_refusal_is_about_is_in_its_words(status, detail, problem):
    assert service._problem(httpx.Response(status, json={"detail": detail})) == problem


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("Frame moderation failed", "moderated"),
        ("Advanced prompt moderation failed", "moderated"),
        ("Contains blacklisted words", "moderated"),
        ("Failed to read user input frames", "refused"),
        ("Job failed", "failed"),
        ("", "failed"),
    ],
)
async def test_every_failure_has_its_reason(reason, problem, services, legacy):
    job = await LumaLegacy().submit(HERON, legacy("failed"))
    services.jobs[job.id].failure_reason = reason or "None"

    with pytest.raises(ProviderRejected) as caught:
        await finished(HERON, legacy(), job)

    assert caught.value.params["problem"] == problem


@pytest.mark.parametrize(
    "said", [{"assets": None}, {}, {"assets": {"video": None}}, {"assets": {"video": 7}}]
)
def test_an_end_without_a_clip_is_unusable(said):
    with pytest.raises(ProviderRejected) as caught:
        service.state_of(RUNNING, {"state": "completed", **said})

    assert caught.value.params["problem"] == "unusable_answer"


async def test_progress_never_goes_back_and_never_says_done(services, legacy):
    services.polls = 12
    job = await LumaLegacy().submit(HERON, legacy())
    seen = [job.progress]
    for _ in range(10):
        job = await LumaLegacy().poll(job, legacy())
        seen.append(job.progress)

    assert seen == sorted(set(seen))
    assert 0.0 < seen[-1] < 0.95


async def test_a_clip_is_delivered_with_a_sound_track(legacy, tmp_path):
    job = await finished(SMALL, legacy())

    origin = await LumaLegacy().deliver(
        job, SMALL, legacy(), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    facts = await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))
    assert facts.has_audio
    assert origin == {"provider": "luma_legacy", "model": "ray-2", "prompt": "a heron"}
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp4"]


async def test_a_link_that_died_is_replaced_by_a_poll(legacy, tmp_path):
    job = await finished(SMALL, legacy("expired"))

    with pytest.raises(ProviderRejected) as caught:
        await LumaLegacy().deliver(
            job, SMALL, legacy(), target=tmp_path / "x.mp4", progress=lambda _: None
        )
    fresh = await LumaLegacy().poll(job, legacy())
    await LumaLegacy().deliver(
        fresh, SMALL, legacy(), target=tmp_path / "x.mp4", progress=lambda _: None
    )

    assert caught.value.params["problem"] == "expired"
    await verify_clip(tmp_path / "x.mp4", seconds=3, size=(360, 640))


async def test_a_cancelled_clip_is_deleted(services, legacy):
    job = await LumaLegacy().submit(HERON, legacy())

    await LumaLegacy().cancel(job, legacy())

    assert (services.traffic[-1].method, job.id in services.jobs) == ("DELETE", False)


@pytest.mark.parametrize("changes", [{}, PICTURE])
async def test_a_clip_whose_order_got_no_answer_is_found(changes, services, legacy):
    request = replace(SMALL, **changes)
    since = datetime.now(tz=UTC)
    with pytest.raises(ProviderUnknown):
        await LumaLegacy().submit(request, legacy("lost"))
    # By the time it is looked for, its picture's address is signed anew.
    later = replace(request, image_url=request.image_url.replace("s=1", "s=2"))

    job = await LumaLegacy().find(later, legacy(), since=since)

    assert [job.id] == list(services.jobs)
    assert (await finished(later, legacy(), job)).url
    assert services.count() == 1


async def test_an_order_that_was_not_taken_is_not_found(legacy):
    with pytest.raises(ProviderUnknown):
        await LumaLegacy().submit(SMALL, legacy("down"))

    assert await LumaLegacy().find(SMALL, legacy(), since=datetime.now(tz=UTC)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "a heron."},
        {"seconds": 8},
        {"size": (720, 1280)},
        {"size": (640, 360)},
        {"model": "ray-flash-2"},
        PICTURE,
    ],
)
async def test_another_order_is_not_taken_for_ours(changes, legacy):
    since = datetime.now(tz=UTC)
    await LumaLegacy().submit(replace(SMALL, **changes), legacy())

    assert await LumaLegacy().find(SMALL, legacy(), since=since) is None


@pytest.mark.parametrize(
    ("seconds", "is_found"), [(-61, False), (-59, True), (0, True), (119, True), (121, False)]
)
async def test_clocks_may_differ_by_a_minute(seconds, is_found, services, legacy):
    job = await LumaLegacy().submit(SMALL, legacy())
    since = services.jobs[job.id].created_at - timedelta(seconds=seconds)

    found = await LumaLegacy().find(SMALL, legacy(), since=since)

    assert (found is not None) == is_found


async def test_of_two_equal_orders_the_nearer_in_time_is_ours(services, legacy):
    earlier = await LumaLegacy().submit(SMALL, legacy())
    ours = await LumaLegacy().submit(SMALL, legacy())
    since = services.jobs[ours.id].created_at
    services.jobs[earlier.id].created_at -= timedelta(seconds=30)

    found = await LumaLegacy().find(SMALL, legacy(), since=since)

    assert found == Job(ours.id, JobStatus.RUNNING)


async def test_it_is_looked_for_on_every_page(services, legacy, monkeypatch):
    monkeypatch.setattr("vidgenie.providers.luma_legacy.finding._PAGE", 2)
    job = await LumaLegacy().submit(SMALL, legacy())
    for _ in range(4):
        await LumaLegacy().submit(HERON, legacy())
    services.jobs[job.id].created_at -= timedelta(seconds=10)

    found = await LumaLegacy().find(SMALL, legacy(), since=datetime.now(tz=UTC))

    assert found is not None
    assert found.id == job.id
    assert [look.path.partition("?")[2] for look in services.traffic if look.method == "GET"] == [
        "limit=2&offset=0",
        "limit=2&offset=2",
        "limit=2&offset=4",
    ]


@pytest.mark.parametrize("behaviour", ["garbage", "lost", "down", "busy"])
async def test_a_search_without_an_answer_is_no_finding(behaviour, legacy):
    with pytest.raises(ProviderUnavailable):
        await LumaLegacy().find(SMALL, legacy(behaviour), since=datetime.now(tz=UTC))


async def finished(request, call, job=None) -> Job:
    """The job, succeeded."""
    job = job or await LumaLegacy().submit(request, call)
    while job.status is not JobStatus.SUCCEEDED:
        job = await LumaLegacy().poll(job, call)
    return job

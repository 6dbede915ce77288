"""The bridge to Midjourney: what is sent, each code and state, which picture is taken."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests.support.services.midjourney import FOUR, LARGE
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.errors import (
    InvalidInput,
    OutputRejected,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.providers.midjourney import Midjourney, bridge, quadrant

HERON = ImageRequest("a heron\nat dawn", size=(1080, 1920), seed=7)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def call(services):
    """`call("busy", upscale="true")`: what comes with a call, with a key and options."""

    def make(behaviour: str = "", **options: str) -> Call:
        return Call(
            key=services.key("midjourney", behaviour),
            idempotency_key="run:node:1",
            base_url=services.base_url("midjourney"),
            options={option.name: option.default for option in Midjourney.options}
            | {"terms": "true"}
            | options,
        )

    return make


async def finished(asked: Call, job: Job) -> Job:
    """The job, once it is done."""
    while job.status is not JobStatus.SUCCEEDED:
        job = await Midjourney().poll(job, asked)
    return job


async def test_four_pictures_are_ordered_under_our_own_state(services, call):
    job = await Midjourney().submit(HERON, call())

    made = services.submissions[0]
    assert made.path == "/midjourney/mj/submit/imagine"
    assert made.headers["mj-api-secret"] == services.key("midjourney")
    assert "authorization" not in made.headers
    assert made.body == {
        "prompt": "a heron at dawn --ar 9:16 --seed 7",
        "base64Array": [],
        "state": "run:node:1",
    }
    assert job.status is JobStatus.RUNNING


@pytest.mark.parametrize(
    ("changes", "prompt"),
    [
        ({"size": (1024, 1792), "seed": 0}, "a heron at dawn --ar 4:7"),
        ({"style": "natural"}, "a heron at dawn --ar 9:16 --style raw --seed 7"),
        ({"seed": 2**32 + 9}, "a heron at dawn --ar 9:16 --seed 9"),
        ({"prompt": "a --repeat 4"}, "a - repeat 4 --ar 9:16 --seed 7"),
        ({"prompt": "a \u2014ar 1:1"}, "a - ar 1:1 --ar 9:16 --seed 7"),
        ({"prompt": "dawn -- then day"}, "dawn - then day --ar 9:16 --seed 7"),
        ({"prompt": "a {red, blue} heron"}, "a (red, blue) heron --ar 9:16 --seed 7"),
        ({"prompt": "10--20 herons"}, "10--20 herons --ar 9:16 --seed 7"),
    ],
)
async def test_a_prompt_cannot_order_more_than_one_picture(changes, prompt, services, call):
    request = replace(HERON, **changes)
    Midjourney().check(request)

    await Midjourney().submit(request, call())

    assert services.submissions[0].prompt == prompt


@pytest.mark.parametrize("terms", ["", "false", "yes"])
async def test_nothing_is_sent_before_the_warning_was_accepted(terms, services, call):
    with pytest.raises(ProviderRejected):
        await Midjourney().submit(HERON, call(terms=terms))

    assert services.requests == []


def test_it_warns_and_is_off_until_it_is_set_up():
    required = {option.name for option in Midjourney.options if option.is_required}

    assert Midjourney.warning
    assert required == {"address", "terms"}
    assert all(not option.default for option in Midjourney.options if option.is_required)


async def test_a_second_one_waits_in_the_queue_of_the_bridge(services, call):
    await Midjourney().submit(HERON, call())

    job = await Midjourney().submit(HERON, replace(call(), idempotency_key="run:node:2"))

    assert job.id in services.jobs


async def test_a_full_queue_is_waited_for(services, call):
    services.jobs["capacity"] = 0

    with pytest.raises(RateLimited) as caught:
        await Midjourney().submit(HERON, call())

    assert caught.value.retry_after == 30.0
    assert services.submissions == []


async def test_a_banned_word_is_a_moderation_and_is_not_repeated(services, call):
    with pytest.raises(ProviderRejected) as caught:
        await Midjourney().submit(replace(HERON, prompt="a forbidden word"), call())

    assert (caught.value.params["problem"], caught.value.params["stage"]) == ("moderated", "input")
    assert "forbidden word" not in repr((caught.value, vars(caught.value)))


ANSWERS = [
    (b'{"code": 1, "result": "7"}', "7"),
    (b'{"code": "22", "result": 8}', "8"),
    (b'{"code": 21, "result": "9"}', "9"),
    (b'{"code": 1}', ProviderUnknown),
    (b'{"result": "7"}', ProviderUnknown),
    (b"[1]", ProviderUnknown),
    (b'{"code": 4, "description": "a heron"}', ProviderRejected),
    (b'{"code": true, "result": "7"}', ProviderRejected),
]


@pytest.mark.parametrize(("body", "expected"), ANSWERS)
def test_each_code_means_one_thing(body, expected):
    answer = bridge.httpx.Response(200, content=body)

    if isinstance(expected, str):
        assert bridge._taken(answer) == expected
        return
    with pytest.raises(expected) as caught:
        bridge._taken(answer)
    assert "heron" not in repr((caught.value, vars(caught.value)))


async def test_a_job_moves_on_by_what_the_bridge_says(services, call):
    services.polls = 2
    job = await Midjourney().submit(HERON, call())

    seen = []
    while job.status is not JobStatus.SUCCEEDED:
        job = await Midjourney().poll(job, call())
        seen.append(round(job.progress, 3))

    assert seen == [0.0, 0.336, 1.0]


@pytest.mark.parametrize(
    ("text", "share"),
    [("42%", 0.42), ("100%", 1.0), ("7", 0.07), ("", 0.0), (None, 0.0), ("²%", 0.0), ("-5%", 0.0)],
)
def test_progress_is_read_with_care(text, share):
    assert bridge.progress({"progress": text}) == share


async def test_a_task_that_failed_is_told_without_the_words_of_the_bridge(services, call):
    asked = call("failed")
    job = await Midjourney().submit(HERON, asked)

    with pytest.raises(ProviderRejected) as caught:
        await finished(asked, job)

    assert caught.value.params["problem"] == "failed"
    assert "heron" not in repr((caught.value, vars(caught.value)))


@pytest.mark.parametrize("reason", ["Banned Prompt", "Our AI moderator thinks ...", "Blocked"])
def test_a_task_that_broke_the_rules_is_a_moderation(reason):
    error = bridge.failure({"failReason": reason})

    assert (error.params["problem"], error.params["stage"]) == ("moderated", "output")


async def test_a_task_the_bridge_forgot_is_not_found(call):
    with pytest.raises(ProviderRejected) as caught:
        await Midjourney().poll(Job("123", JobStatus.RUNNING), call())

    assert caught.value.params["problem"] == "not_found"


@pytest.mark.parametrize("behaviour", ["lost", "garbage", "down", "busy"])
async def test_a_bridge_that_does_not_say_is_asked_again(behaviour, services, call):
    job = await Midjourney().submit(HERON, call())
    services.behave("midjourney", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Midjourney().poll(job, call())


async def test_the_first_of_the_four_is_delivered(services, call, tmp_path):
    job = await finished(call(), await Midjourney().submit(HERON, call()))

    await Midjourney().deliver(job, HERON, call(), target=tmp_path / "x", progress=lambda _: None)

    with Image.open(tmp_path / "x") as made:
        made.load()
        corners = [(0, 0), (1079, 0), (0, 1919), (1079, 1919)]
        assert (made.format, made.size) == ("PNG", (1080, 1920))
        assert {made.getpixel(place) for place in corners} == {FOUR[0]}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert not [path for _, path, _ in services.requests if path.endswith("/change")]


async def test_the_large_one_is_delivered_where_that_is_asked_for(services, call, tmp_path):
    asked = call(upscale="true")
    job = await finished(asked, await Midjourney().submit(HERON, asked))

    await Midjourney().deliver(job, HERON, asked, target=tmp_path / "x", progress=lambda _: None)

    with Image.open(tmp_path / "x") as made:
        assert made.getpixel((10, 10)) == LARGE
    assert len(services.submissions) == 1


async def test_after_a_crash_the_large_one_is_not_drawn_twice(services, call):
    services.polls = 0
    asked = call(upscale="true")
    four = await Midjourney().submit(HERON, asked)

    first = await Midjourney().poll(four, asked)
    again = await Midjourney().poll(four, asked)

    assert first == again
    assert first.id.startswith("large:")
    assert [task["action"] for task in services.jobs.values()] == ["IMAGINE", "UPSCALE"]


async def test_progress_never_falls_while_the_large_one_is_drawn(services, call):
    services.polls = 3
    asked = call(upscale="true")
    job = await Midjourney().submit(HERON, asked)

    seen = [job.progress]
    while job.status is not JobStatus.SUCCEEDED:
        job = await Midjourney().poll(job, asked)
        seen.append(job.progress)

    assert seen == sorted(seen)
    assert 0.8 in seen


async def test_where_no_large_one_can_be_had_one_of_the_four_is_taken(call, tmp_path):
    request = replace(HERON, prompt="no large one")
    asked = call(upscale="true")
    job = await finished(asked, await Midjourney().submit(request, asked))

    await Midjourney().deliver(job, request, asked, target=tmp_path / "x", progress=lambda _: None)

    with Image.open(tmp_path / "x") as made:
        assert made.getpixel((1079, 1919)) == FOUR[0]


@pytest.mark.parametrize("behaviour", ["lost", "garbage", "down", "busy"])
async def test_a_large_one_that_gets_no_answer_is_asked_for_again(behaviour, services, call):
    services.polls = 0
    asked = call(upscale="true")
    four = await Midjourney().submit(HERON, asked)
    services.behave("midjourney", behaviour)

    with pytest.raises(ProviderUnavailable):
        await Midjourney().poll(four, asked)

    assert (await Midjourney().poll(four, asked)).id.startswith("large:")


async def test_a_file_that_is_no_picture_is_not_cut(tmp_path):
    (tmp_path / "grid").write_bytes(b"<html>")

    with pytest.raises(OutputRejected):
        await quadrant.cut_out(tmp_path / "grid", tmp_path / "one")


async def test_a_picture_that_is_gone_has_expired(services, call, tmp_path):
    job = await finished(call(), await Midjourney().submit(HERON, call()))
    services.jobs.clear()

    with pytest.raises(ProviderRejected) as caught:
        await Midjourney().deliver(
            job, HERON, call(), target=tmp_path / "x", progress=lambda _: None
        )

    assert caught.value.params["problem"] == "expired"
    assert list(tmp_path.iterdir()) == []


async def test_what_got_no_answer_is_found_while_it_is_drawn(services, call):
    services.behave("midjourney", "lost")
    with pytest.raises(ProviderUnknown):
        await Midjourney().submit(HERON, call())

    job = await Midjourney().find(HERON, call(), since=NOW)

    assert job
    assert (await finished(call(), job)).url


async def test_what_is_done_or_anothers_is_not_found(services, call):
    services.polls = 0
    await finished(call(), await Midjourney().submit(HERON, call()))
    services.polls = 9
    await Midjourney().submit(HERON, replace(call(), idempotency_key="run:node:2"))

    assert await Midjourney().find(HERON, call(), since=NOW) is None


@pytest.mark.parametrize("behaviour", ["lost", "garbage", "down"])
async def test_a_bridge_that_does_not_list_leaves_it_open(behaviour, services, call):
    services.behave("midjourney", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Midjourney().find(HERON, call(), since=NOW)


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("0.05", 50_000),
        ("0", 0),
        ("0.0123456", 12_346),
        ("", 50_000),
        ("much", 50_000),
        ("nan", 50_000),
        ("-1", 50_000),
        ("1e9", 50_000),
    ],
)
async def test_a_picture_costs_what_its_owner_says(typed, price, call):
    asked = call(price_usd=typed)

    job = await finished(asked, await Midjourney().submit(HERON, asked))

    assert job.cost_micro_usd == price


def test_the_estimate_is_our_usual_price():
    assert estimate(Midjourney.costs, Midjourney().usage(HERON)) == 50_000


async def test_an_address_of_our_own_network_is_not_dialled(services, call):
    guarded = replace(call(), is_guarded=True)

    for work in (Midjourney().validate(guarded), Midjourney().submit(HERON, guarded)):
        with pytest.raises(ProviderRejected) as caught:
            await work
        assert caught.value.params["problem"] == "not_public"

    assert services.requests == []


@pytest.mark.parametrize(
    "changes",
    [
        {"size": (200, 512)},
        {"size": (512, 1600)},
        {"size": (2048, 2056)},
        {"style": "anime"},
        {"quality": "max"},
        {"prompt": "a" * 5_001},
        {"model": "v7"},
    ],
)
def test_what_it_cannot_do_is_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        Midjourney().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))


def test_it_draws_from_words_only(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        Midjourney().check(replace(HERON, image=tmp_path / "first.png"))

    assert caught.value.params["field"] == "image"

"""What every Provider keeps to; one with a key and without a case here fails."""

import asyncio
import json
import re
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.providers import cases
from tests.support.server import free_port
from vidgenie import bootstrap
from vidgenie.domain.ports.provider import Call, Job, JobStatus, MediaProvider, Provider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.engine.calls import job_from_json, job_to_json
from vidgenie.errors import (
    InvalidInput,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)
from vidgenie.redact.forms import forms

PROVIDERS = bootstrap.all_providers()
OUTSIDE = {place: made for place, made in PROVIDERS.items() if not made.on_this_machine}
KEYED = {place: made for place, made in OUTSIDE.items() if made.needs_key}


CASES = cases.found()


keyed = pytest.mark.parametrize("place", sorted(KEYED), ids="-".join)
outside = pytest.mark.parametrize("place", sorted(CASES), ids="-".join)


def each(*behaviours: str | tuple[object, ...]) -> pytest.MarkDecorator:
    """Every Provider with each behaviour its service can show; more values follow it."""
    rows = [(b,) if isinstance(b, str) else b for b in behaviours]
    found = [
        pytest.param(place, *row, id="-".join((*place, str(row[0]))))
        for place in sorted(CASES)
        for row in rows
        if row[0] not in CASES[place].misses
    ]
    names = ["place", "behaviour", "expected", "accepted"][: 1 + len(rows[0])]
    return pytest.mark.parametrize(names, found)


MALFORMED = [
    "",
    "with space",
    "line\nfeed",
    "null\0byte",
    "clé-à-accents",
    "tab\t",
    "\r\nX-Evil: 1",
]


def service(place: tuple[str, str]) -> str:
    """The fake that plays this Provider's service."""
    return CASES[place].played_by(PROVIDERS[place])


@pytest.fixture
def call(services):
    """`call(place, "invalid")`: what comes with a call of this Provider."""

    def make(place: tuple[str, str], behaviour: str = "") -> Call:
        return Call(
            key=services.key(service(place), behaviour),
            idempotency_key="run:node:1",
            base_url=services.base_url(service(place)),
            options={option.name: option.default for option in PROVIDERS[place].options}
            | dict(CASES[place].options),
        )

    return make


def test_every_provider_of_an_outside_service_has_a_case():
    assert set(CASES) == {place for place in OUTSIDE if place[1] != "local"}


@pytest.mark.parametrize("place", sorted(PROVIDERS), ids="-".join)
def test_a_provider_says_who_it_is(place):
    provider = PROVIDERS[place]

    assert (provider.kind, provider.slug) == place
    assert provider.title.strip() == provider.title != ""
    assert not (provider.on_this_machine and provider.costs)


@pytest.mark.parametrize("place", sorted(set(PROVIDERS) - set(OUTSIDE)), ids="-".join)
async def test_a_provider_without_a_key_takes_any(place):
    assert await PROVIDERS[place].validate(Call(key="anything")) is None


@keyed
def test_it_says_what_its_key_is_and_what_it_costs(place, services):
    form = KEYED[place].key_form

    assert re.fullmatch(r"[A-Z][A-Z0-9_]*_(API_KEY|KEY|SECRET)", form.name)
    assert form.url.startswith("https://")
    assert form.example.endswith("...")
    for cost in KEYED[place].costs:
        assert cost.micro_usd > 0
        assert cost.unit in ("prompt", "script", "image", "second", "clip", "thousand_characters")
        assert date.fromisoformat(cost.as_of) <= datetime.now(tz=UTC).date()
        assert cost.source
    own = services.key(service(place))
    assert not form.pattern or re.fullmatch(form.pattern, own)
    assert KEYED[place].costs
    assert own.startswith(form.example.removesuffix("...")[:3])


@keyed
def test_its_pattern_takes_no_other_services_key(place, services):
    pattern = KEYED[place].key_form.pattern
    others = {service(other) for other in KEYED} - {service(place)}
    foreign = [services.key(name) for name in others]
    foreign += ["sk-ant-api03-" + "a" * 40, "key_" + "f" * 64, "luma-" + "a" * 36]

    assert not [key for key in foreign if pattern and re.fullmatch(pattern, key)]


def test_providers_that_share_a_key_declare_the_same_form():
    found: dict[str, set[object]] = {}
    for provider in KEYED.values():
        found.setdefault(provider.key_slug, set()).add(provider.key_form)

    assert {slug for slug, declared in found.items() if len(declared) > 1} == set()


@outside
async def test_a_good_key_is_taken_without_any_cost(place, services, call):
    assert await PROVIDERS[place].validate(call(place)) is None
    assert services.submissions == []


@each(("invalid", "key_refused"), ("nocredit", "no_credit"), ("forbidden", "forbidden"))
async def test_what_is_wrong_with_a_key_is_told(place, behaviour, expected, services, call):
    if behaviour == "nocredit" and not CASES[place].sees_credit:
        assert await PROVIDERS[place].validate(call(place, behaviour)) is None
        return

    error = await failure_of(PROVIDERS[place].validate, call(place, behaviour))

    assert (type(error), error.params["problem"]) == (ProviderRejected, expected)
    assert services.submissions == []


@each("busy", "down", "lost", "garbage", "redirect")
async def test_a_service_that_does_not_answer_says_nothing_of_the_key(place, behaviour, call):
    error = await failure_of(PROVIDERS[place].validate, call(place, behaviour))

    assert isinstance(error, ProviderUnavailable)


@pytest.mark.parametrize("text", MALFORMED)
@keyed
async def test_a_malformed_key_is_refused_before_it_is_sent(place, text, services, call):
    provider, asked = KEYED[place], replace(call(place), key=text)

    for work in (provider.validate, lambda c: submit(place, c)):
        error = await failure_of(work, asked)
        assert (type(error), error.params["problem"]) == (ProviderRejected, "key_refused")

    assert services.requests == []


@outside
async def test_work_is_asked_for_once(place, services, call):
    await submit(place, call(place))

    assert [made.key for made in services.submissions] == [services.key(service(place))]


@each(
    ("lost", ProviderUnknown, 1),
    ("garbage", ProviderUnknown, 1),
    ("down", ProviderUnknown, 0),
    ("busy", RateLimited, 0),
    ("redirect", ProviderRejected, 1),
    ("invalid", ProviderRejected, 0),
)
async def test_a_submission_that_fails_is_not_repeated(  # noqa: PLR0917  # pytest names them
    place, behaviour, expected, accepted, services, call
):
    error = await failure_of(lambda c: submit(place, c), call(place, behaviour))

    assert type(error) is expected
    posts = [path for method, path, _ in services.requests if method == "POST"]
    assert (len(posts), len(services.submissions)) == (1, accepted)


@outside
async def test_a_service_that_is_not_there_was_surely_not_asked(place, call):
    away = replace(call(place), base_url=f"http://127.0.0.1:{free_port()}")

    error = await failure_of(lambda c: submit(place, c), away)

    assert type(error) is ProviderUnavailable


@each("busy")
async def test_a_busy_service_says_how_long_to_wait(place, behaviour, call):
    error = await failure_of(lambda c: submit(place, c), call(place, behaviour))

    assert error.retry_after == 1.0


@each(("invalid", "key_refused"), ("nocredit", "no_credit"), ("moderated", "moderated"))
async def test_the_reason_of_a_refusal_is_told(place, behaviour, expected, call):
    error = await failure_of(lambda c: fulfil(place, c), call(place, behaviour))

    assert (type(error), error.params["problem"]) == (ProviderRejected, expected)


@pytest.mark.parametrize(
    "behaviour",
    ["invalid", "nocredit", "forbidden", "moderated", "busy", "down", "lost", "garbage"],
)
@keyed
async def test_no_error_holds_the_key_in_any_form(place, behaviour, call):
    provider, asked = KEYED[place], call(place, behaviour)

    told = ""
    for work in (provider.validate, lambda c: fulfil(place, c)):
        try:
            await work(asked)
        except VidGenieError as error:
            told += everything_about(error)

    assert "no history" in told
    assert "a history" not in told
    assert not [form for form in forms(asked.key) if form in told]


@keyed
async def test_the_key_is_in_one_header_and_in_no_address(place, services, call):
    await fulfil(place, call(place))

    for _, path, headers in services.requests:
        assert services.key(service(place)) not in path
        sent = sum(services.key(service(place)) in text for text in headers.values())
        assert sent == (0 if "/upload/" in path else 1)


@outside
async def test_cancelling_while_the_answer_is_awaited_ends_at_once(place, services, call):
    services.pause = 30.0
    work = asyncio.create_task(submit(place, call(place, "slow")))
    async with asyncio.timeout(10):
        while not services.submissions:
            await asyncio.sleep(0.01)
        work.cancel()

        with pytest.raises(asyncio.CancelledError):
            await work


MEDIA = pytest.mark.parametrize(
    "place", sorted(place for place in CASES if place[0] != "text"), ids="-".join
)


@MEDIA
def test_what_it_can_do_is_checked_offline(place):
    maker, case = media(place), CASES[place]

    assert maker.check(case.request) is None
    with pytest.raises(InvalidInput):
        maker.check(case.refused)
    words = "text" if place[0] == "speech" else "prompt"
    if not case.takes_words:
        return
    with pytest.raises(InvalidInput, match="Say what"):
        maker.check(replace(case.request, **{words: " "}))


@MEDIA
async def test_a_job_is_plain_json(place, call):
    job = await submit(place, call(place))

    assert job_from_json(json.loads(json.dumps(job_to_json(job)))) == job


@MEDIA
async def test_a_delivery_can_be_repeated(place, services, call, tmp_path):
    first = await fulfil(place, call(place), tmp_path / "first")
    again = await deliver(place, first, call(place), tmp_path / "again")

    assert (tmp_path / "first").read_bytes() == (tmp_path / "again").read_bytes()
    assert again["provider"] == place[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "first"]
    assert len(services.submissions) == 1


@MEDIA
async def test_cancelling_a_job_never_fails(place, call):
    job = Job("v1_unknown", JobStatus.RUNNING)

    for behaviour in ("", "invalid", "lost", "down"):
        await media(place).cancel(job, call(place, behaviour))


# What the tests above share.


def media(place: tuple[str, str]) -> MediaProvider:
    provider = PROVIDERS[place]
    assert isinstance(provider, MediaProvider)
    return provider


async def submit(place: tuple[str, str], asked: Call) -> Job:
    """One paid request."""
    provider: Provider = PROVIDERS[place]
    if isinstance(provider, TextProvider):
        await provider.enhance(CASES[place].request, asked)
        return Job("text", JobStatus.SUCCEEDED)
    return await media(place).submit(CASES[place].request, asked)


async def fulfil(place: tuple[str, str], asked: Call, target: Path | None = None) -> Job:
    """One paid request, and everything that comes after it."""
    job = await submit(place, asked)
    while job.status is not JobStatus.SUCCEEDED:
        job = await media(place).poll(job, asked)
    if target is not None:
        await deliver(place, job, asked, target)
    return job


async def deliver(place: tuple[str, str], job: Job, asked: Call, target: Path) -> dict[str, str]:
    made = await media(place).deliver(
        job, CASES[place].request, asked, target=target, progress=lambda _: None
    )
    return dict(made)


async def failure_of(work: Callable[[Call], Awaitable[object]], asked: Call) -> ProviderError:
    """What the work raises."""
    with pytest.raises(ProviderError) as caught:
        await work(asked)
    return caught.value


def everything_about(error: BaseException) -> str:
    """The error, and every local variable on its way."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    # What httpx raises holds the request, so nothing of it may come along.
    history = "a history" if error.__context__ or error.__cause__ else "no history"
    return "".join(told.format()) + repr((error, error.args, vars(error), history))

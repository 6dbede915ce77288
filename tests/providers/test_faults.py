"""Every Provider on a service that means no good: the right error, in time, nothing leaked."""

import contextlib
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.providers.fulfilled import CASES, PROVIDERS, address, finished
from tests.support.hostile import Hostile
from vidgenie.domain.ports.provider import Job, JobStatus, MediaProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.errors import (
    OutputRejected,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)
from vidgenie.redact.forms import forms
from vidgenie.wire import exchange, inline
from vidgenie.wire import service as wire

ROOT = Path(__file__).parent.parent.parent
WAIT = 0.5  # s
every = pytest.mark.parametrize("place", sorted(CASES), ids="-".join)
MEDIA = sorted(place for place in CASES if place[0] != "text")
media = pytest.mark.parametrize("place", MEDIA, ids="-".join)
ONE_OF_EACH_KIND = [
    next(place for place in sorted(CASES) if place[0] == kind and place[1] != "compatible")
    for kind in ("text", "image", "video", "speech")
    if any(place[0] == kind for place in CASES)
]
LARGE = ["five_gb", "endless", "gzip_bomb"]
SLOW = ["silence"]  # a drip is the same to a Provider: tests/wire tries them all
NONSENSE = ["nothing", "garbage", "wrong_type", "wrong_shape", "list", "deep", "deep_object"]
NONSENSE += ["long_number", "many_values", "less", "no_http", "closed"]
SHAPED = ["wrong_shape"]
ELSEWHERE = ["metadata", "redirect_loop"]
# Bridges answer with nothing about a task they do not know.
UNKNOWN_IS_EMPTY = {("image", "midjourney")}


@pytest.fixture(scope="module")
def hostile():
    with Hostile() as server:
        yield server


@pytest.fixture(autouse=True)
def short(monkeypatch, hostile):
    """Deadlines are constants of the adapters; these are the same, shorter for the hostile."""
    real = exchange.Exchange

    def hurried(method, url, auth, wait, max_bytes, **parts):
        wait = min(wait, WAIT) if url.startswith(hostile.origin) else wait
        return real(method, url, auth, wait, max_bytes, **parts)

    monkeypatch.setattr(wire, "Exchange", hurried)
    monkeypatch.setattr(wire, "_DOWNLOAD", WAIT)


async def error_of(work, key):
    """What the work raises: one of our errors, in time, without the key in any form."""
    begun = time.monotonic()
    with pytest.raises(VidGenieError) as caught:
        await work
    assert time.monotonic() - begun < WAIT + 1
    chain, error = [], caught.value
    while error is not None:
        chain.append(error)
        error = error.__cause__ or error.__context__
    # What httpx raises holds the request, so nothing of it may come along.
    assert all(isinstance(error, (VidGenieError, OSError)) for error in chain), chain
    told = repr([(error, error.args, vars(error)) for error in chain])
    assert not [form for form in forms(key) if key and form in told]
    return caught.value


def submitting(place, call):
    provider, request = PROVIDERS[place], CASES[place].request
    if isinstance(provider, TextProvider):
        return provider.enhance(request, call)
    return provider.submit(request, call)


def at(place, services, hostile, answer):
    """A call to the hostile server instead of the service."""
    call = address(place, services)
    options = {
        name: hostile.url(answer) if name.startswith(("base_url", "address")) else text
        for name, text in call.options.items()
    }
    return replace(call, base_url=hostile.url(answer), options=options)


@every
@pytest.mark.parametrize("answer", [*LARGE, *SLOW, *NONSENSE])
async def test_work_that_gets_no_usable_answer_may_have_been_taken(
    place, answer, services, hostile
):
    call = at(place, services, hostile, answer)

    error = await error_of(submitting(place, call), call.key)

    # A question that comes first, as an upload, has cost nothing yet. What was taken and
    # cannot be used is a refusal: it is not sent again.
    assert type(error) in (ProviderUnknown, ProviderUnavailable, ProviderRejected)
    if type(error) is ProviderRejected:
        assert error.params["problem"] in ("unusable_answer", "failed", "moderated", "refused")
        assert answer in NONSENSE


@every
@pytest.mark.parametrize("answer", ELSEWHERE)
async def test_work_follows_nobody_elsewhere(place, answer, services, hostile):
    call = at(place, services, hostile, answer)
    before = len(hostile.asked)

    error = await error_of(submitting(place, call), call.key)

    assert type(error) is ProviderRejected
    assert len(hostile.asked) == before + 1


@every
@pytest.mark.parametrize("answer", [*LARGE, *SLOW, *NONSENSE, *ELSEWHERE, "odd_headers"])
async def test_a_key_is_not_judged_by_nonsense(place, answer, services, hostile):
    call = at(place, services, hostile, answer)

    error = await error_of(PROVIDERS[place].validate(call), call.key)

    assert type(error) in (ProviderUnavailable, RateLimited)


@media
@pytest.mark.parametrize("answer", [*LARGE, *SLOW, *NONSENSE, *ELSEWHERE])
async def test_a_job_is_asked_about_again_whatever_is_answered(place, answer, services, hostile):
    """Only words of the service's own end a job: it may be paid and be done by tomorrow."""
    provider, call = PROVIDERS[place], address(place, services)
    job = await provider.submit(CASES[place].request, call)
    if job.status is JobStatus.SUCCEEDED:
        return  # it came with the answer
    elsewhere = at(place, services, hostile, answer)
    job = moved(job, services.origin, hostile.url(answer))
    if answer in SHAPED:
        # A state it does not know, in an answer it can read.
        with contextlib.suppress(ProviderUnavailable):
            assert (await provider.poll(job, elsewhere)).status is JobStatus.RUNNING
        return

    error = await error_of(provider.poll(job, elsewhere), call.key)

    is_final = answer in ELSEWHERE or (answer == "nothing" and place in UNKNOWN_IS_EMPTY)
    expected = (ProviderUnavailable, RateLimited)
    assert type(error) in ((*expected, ProviderRejected) if is_final else expected)


@media
async def test_a_job_nobody_knows_any_more_is_told(place, services):
    provider, call = PROVIDERS[place], address(place, services)
    job = await provider.submit(CASES[place].request, call)
    if job.status is JobStatus.SUCCEEDED:
        return  # it came with the answer
    services.jobs.clear()

    error = await error_of(provider.poll(job, call), call.key)

    assert type(error) is ProviderRejected
    assert error.params["problem"] == "not_found"


@media
@pytest.mark.parametrize("answer", ["gone", "expired"])
async def test_a_result_that_is_too_old_is_told(place, answer, services, hostile, tmp_path):
    error = await delivery(place, answer, services, hostile, tmp_path)

    if error is not None:
        assert (type(error), error.params["problem"]) == (ProviderRejected, "expired")


@media
@pytest.mark.parametrize("answer", [*LARGE, *SLOW, "less", "closed", *ELSEWHERE])
async def test_a_result_that_cannot_be_fetched_is_told(place, answer, services, hostile, tmp_path):
    error = await delivery(place, answer, services, hostile, tmp_path)

    assert error is None or isinstance(error, ProviderError)
    assert list(tmp_path.iterdir()) == []


@media
@pytest.mark.parametrize("answer", ["empty_file", "wrong_type", "more"])
async def test_a_result_that_is_no_such_file_is_not_delivered(
    place, answer, services, hostile, tmp_path
):
    error = await delivery(place, answer, services, hostile, tmp_path)

    assert error is None or isinstance(error, (OutputRejected, ProviderRejected))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [p for p in MEDIA if p[0] != "speech"], ids="-".join)
@pytest.mark.parametrize("data", [b"", b"<html>sorry</html>", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
async def test_a_result_in_the_answer_that_is_no_such_file_is_not_delivered(
    place, data, services, tmp_path
):
    """Speech is looked at before it becomes a Job."""
    provider, call = PROVIDERS[place], address(place, services)
    job = await finished(provider, CASES[place].request, call)
    if not (job.url or "").startswith("data:"):
        return  # it is fetched
    job = replace(job, url=inline(data))

    with pytest.raises((OutputRejected, ProviderRejected)):
        await provider.deliver(
            job, CASES[place].request, call, target=tmp_path / "x", progress=lambda _: None
        )

    assert list(tmp_path.iterdir()) == []


async def delivery(place, answer, services, hostile, folder):
    """The error of a delivery from the hostile server; None where nothing is fetched."""
    provider, call = PROVIDERS[place], address(place, services)
    assert isinstance(provider, MediaProvider)
    job = await finished(provider, CASES[place].request, call)
    moved_job = moved(job, services.origin, hostile.url(answer))
    if (job.url or "").startswith("data:"):
        return None
    elsewhere = at(place, services, hostile, answer)
    return await error_of(
        provider.deliver(
            moved_job,
            CASES[place].request,
            elsewhere,
            target=folder / "x",
            progress=lambda _: None,
        ),
        call.key,
    )


def moved(job: Job, here: str, there: str) -> Job:
    """The job with every address in it on another server."""
    id_, url = (text and text.replace(here, there) for text in (job.id, job.url))
    return replace(job, id=id_, url=url)


@pytest.mark.parametrize("place", ONE_OF_EACH_KIND, ids="-".join)
@pytest.mark.parametrize("answer", [*LARGE, "deep", "many_values"])
def test_a_worker_does_not_grow(place, answer, hostile):
    """Measured in a process of its own: a whole Provider, from the submission on."""
    code = "import sys; from tests.providers.test_faults import grow; grow(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, *place, hostile.url(answer), hostile.url("gone")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["told"] in ("ProviderUnknown", "ProviderUnavailable", "ProviderRejected")
    assert said["grown"] < 50_000_000


def grow(kind: str, slug: str, url: str, harmless: str) -> None:
    """Print by how many bytes this process grew."""
    import asyncio  # noqa: PLC0415  # a process of its own
    import resource  # noqa: PLC0415

    from tests.support.fake_services import FakeServices  # noqa: PLC0415

    place = (kind, slug)

    async def main() -> None:
        with FakeServices() as services:
            call = address(place, services)
            with contextlib.suppress(VidGenieError):
                await submitting(place, replace(call, base_url=harmless))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            told = ""
            try:
                async with asyncio.timeout(10):
                    await submitting(place, replace(call, base_url=url))
            except VidGenieError as error:
                told = type(error).__name__
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            print(json.dumps({"told": told, "grown": grown * 1024}))

    asyncio.run(main())

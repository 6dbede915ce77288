"""The services themselves, with real keys; nothing is spent unless VIDGENIE_LIVE_SPEND=1.

OPENAI_API_KEY=... .venv/bin/python -m pytest -m live tests/providers/live
"""

import asyncio
import os

import pytest

from tests.providers.fulfilled import CASES, PROVIDERS
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import Call, JobStatus, MediaProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.errors import ProviderUnavailable
from vidgenie.media.verify import verify_clip, verify_image, verify_speech

pytestmark = [pytest.mark.live, pytest.mark.enable_socket]
MOST = 500_000  # millionths of a dollar that one creation may cost, by the list
places = pytest.mark.parametrize("place", sorted(CASES), ids="-".join)


def call_to(place) -> Call:
    """What comes with a call; skips when the environment has no key, or no address."""
    provider, case = PROVIDERS[place], CASES[place]
    form = provider.key_form
    names = (form.name, *form.also) if form else ()
    key = next((os.environ[name] for name in names if os.environ.get(name)), "")
    base_url = os.environ.get(f"VIDGENIE_{provider.slug.upper()}_BASE_URL", "")
    if provider.needs_key and not key:
        pytest.skip(f"no {form.name}")
    if not base_url and any(o.name == "address" and o.is_required for o in provider.options):
        pytest.skip(f"no VIDGENIE_{provider.slug.upper()}_BASE_URL")
    options = {option.name: option.default for option in provider.options} | dict(case.options)
    return Call(key, idempotency_key="live", base_url=base_url, options=options)


@places
async def test_a_real_key_is_taken(place):
    assert await PROVIDERS[place].validate(call_to(place)) is None


@pytest.mark.skipif(os.environ.get("VIDGENIE_LIVE_SPEND") != "1", reason="VIDGENIE_LIVE_SPEND=1")
@pytest.mark.timeout(1200)
@places
async def test_the_smallest_work_is_done(place, tmp_path):
    provider, request, call = PROVIDERS[place], CASES[place].request, call_to(place)
    price = estimate(provider.costs, provider.usage(request))
    assert price is None or price <= MOST, "this would be dear"

    if isinstance(provider, TextProvider):
        assert (await provider.enhance(request, call)).text
        return
    assert isinstance(provider, MediaProvider)
    job = await followed(provider, request, call)
    await provider.deliver(job, request, call, target=tmp_path / "made", progress=print)

    if place[0] == "video":
        seconds = request.seconds
        assert await verify_clip(tmp_path / "made", seconds=seconds, size=request.size)
    elif place[0] == "image":
        assert await verify_image(tmp_path / "made", size=request.size)
    else:
        assert await verify_speech(tmp_path / "made")


async def followed(provider, request, call):
    """Submitted once, and asked about as its documentation wants it."""
    provider.check(request)
    job = await provider.submit(request, call)
    wait = provider.pace.first
    async with asyncio.timeout(provider.pace.deadline):
        while job.status is not JobStatus.SUCCEEDED:
            await asyncio.sleep(wait)
            wait = min(wait + provider.pace.every / 2, provider.pace.longest)
            try:
                job = await provider.poll(job, call)
            except ProviderUnavailable:
                continue
    return job

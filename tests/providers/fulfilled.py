"""Providers without the rest of the product, and requests taken all the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.providers import cases
from tests.providers.cases import Request
from tests.support.fake_services import FakeServices
from vidgenie import providers as files
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import Call, Job, JobStatus, MediaProvider, Provider
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.plugins import discover

BASES: tuple[type[Provider], ...] = (TextProvider, ImageProvider, VideoProvider, SpeechProvider)
PROVIDERS: dict[tuple[str, str], Provider] = {
    (base.kind, slug): made for base in BASES for slug, made in discover(files, base).items()
}
CASES = {place: case for place, case in cases.found().items() if place in PROVIDERS}


def address(place: tuple[str, str], services: FakeServices, behaviour: str = "") -> Call:
    """What comes with a call to the fake."""
    provider, case = PROVIDERS[place], CASES[place]
    service = case.played_by(provider)
    return Call(
        key=services.key(service, behaviour),
        idempotency_key="run:node:1",
        base_url=services.base_url(service),
        options={option.name: option.default for option in provider.options} | dict(case.options),
    )


async def everything(provider: Provider, request: Request, call: Call, target: Path) -> Job | None:
    """Validated, submitted, followed, delivered to `target`; a second one found and cancelled."""
    await provider.validate(call)
    if isinstance(provider, SpeechProvider):
        await provider.list_voices(call)
    if isinstance(provider, TextProvider):
        await provider.enhance(request, call)
        return None
    assert isinstance(provider, MediaProvider)
    job = await finished(provider, request, call)
    await provider.deliver(job, request, call, target=target, progress=lambda _: None)
    again = await provider.submit(request, call)
    await provider.find(request, call, since=datetime.now(tz=UTC) - timedelta(minutes=1))
    await provider.cancel(again, call)
    return job


async def finished(provider: MediaProvider, request: Request, call: Call) -> Job:
    """Submitted, and asked about until it is done."""
    job = await provider.submit(request, call)
    while job.status is not JobStatus.SUCCEEDED:
        job = await provider.poll(job, call)
    return job

"""Midjourney draws: four pictures in one, of which the first is taken."""

import asyncio
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.declared import (
    Cost,
    Finds,
    ImageModel,
    KeyForm,
    Option,
    OptionKind,
    Pace,
)
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.media.fit import fit_picture
from vidgenie.providers.midjourney import bridge, quadrant
from vidgenie.providers.midjourney.bridge import SERVICE

_MAX_PICTURE = 40_000_000  # bytes
_SMALLEST_SIDE, _LARGEST_SIDE = 256, 2048
_WIDEST = 2.0
_MOST_TEXT = 5_000
_SEEDS = 2**32
_USUAL_PRICE = 50_000  # millionths of a dollar
_DEAREST = Decimal(1000)  # dollars
_STYLES = {"vivid": "", "natural": " --style raw"}
_QUALITIES = ("standard", "hd")
# What begins a parameter: two hyphens, or the dash that phones make of them.
_PARAMETER = re.compile(r"(?:-{2,}|[\u2013\u2014])\s*(?=[A-Za-z])")
_BRACES = str.maketrans("{}", "()")
# Of a picture that was drawn large on its own, in Job.id.
_LARGE = "large:"
_SHARE = 0.8  # of the whole that is done when the four are, if one is drawn large then


class Midjourney(ImageProvider):
    """One picture, by a bridge to somebody's own Midjourney account.

    There is no official API, and Midjourney's terms forbid automation: it is off until
    the warning was accepted.
    """

    slug: ClassVar[str] = SERVICE.slug
    title: ClassVar[str] = SERVICE.title
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="MIDJOURNEY_API_SECRET",
        example="mj-secret-...",
        url="https://github.com/novicezk/midjourney-proxy",
    )
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("terms", OptionKind.CONSENT, is_required=True),
        Option("price_usd", OptionKind.USD, default="0.05"),
        Option("upscale", OptionKind.SWITCH, default="false"),
    )
    warning: ClassVar[bool] = True
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(_USUAL_PRICE, "image", "2026-11-21", source="our default; set your own"),
    )
    models: ClassVar[tuple[ImageModel, ...]] = (
        ImageModel(max_side=_LARGEST_SIDE, prompt_limit=_MOST_TEXT),
    )
    pace: ClassVar[Pace] = Pace(first=3.0, every=3.0, longest=5.0, deadline=600.0)
    # Only what still waits or is being drawn is listed.
    finds: ClassVar[Finds] = Finds.PRESENCE

    async def validate(self, call: Call) -> None:
        """Ask the bridge for nothing."""
        await bridge.check(call)

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality, picture or prompt it does not take."""
        self.model(request)
        width, height = request.size
        fits = min(request.size) >= _SMALLEST_SIDE and max(request.size) <= _LARGEST_SIDE
        if not fits or not 1 / _WIDEST <= width / height <= _WIDEST:
            raise _unsupported("size", smallest=_SMALLEST_SIDE, largest=_LARGEST_SIDE)
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _QUALITIES:
            raise _unsupported("quality", allowed=list(_QUALITIES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """Have four pictures drawn, under our idempotency key as the task's state."""
        if call.options.get("terms") != "true":
            # The engine sees to that already; an account is at stake.
            raise SERVICE.rejected("forbidden")
        return Job(await bridge.imagine(call, _prompt(request)), JobStatus.RUNNING)

    async def find(self, request: ImageRequest, call: Call, *, since: datetime) -> Job | None:
        """The task whose state is our idempotency key, while it waits or is being drawn."""
        del request, since
        for task in await bridge.running(call):
            if (
                call.idempotency_key
                and task.get("state") == call.idempotency_key
                and task.get("id")
            ):
                return Job(str(task["id"]), JobStatus.RUNNING)
        return None

    async def poll(self, job: Job, call: Call) -> Job:
        """Where it stands: the four, then the large one if that was asked for."""
        is_large = job.id.startswith(_LARGE)
        goes_on = not is_large and call.options.get("upscale") == "true"
        said = await bridge.task(call, job.id.removeprefix(_LARGE))
        if said["status"] in ("FAILURE", "CANCEL"):
            raise bridge.failure(said)
        if said["status"] != "SUCCESS":
            done = bridge.progress(said)
            done = _SHARE + (1 - _SHARE) * done if is_large else done * _SHARE
            # 1.0 is for what is done.
            return replace(job, progress=max(job.progress, min(done, 0.99)))
        url = said.get("imageUrl")
        if not isinstance(url, str) or not url:
            raise SERVICE.rejected("unusable_answer")
        if goes_on:
            try:
                large = await bridge.enlarge(call, job.id)
            except ProviderRejected:
                # Four pictures are paid for and done: one of them is better than none.
                pass
            else:
                return replace(job, id=f"{_LARGE}{large}", progress=max(job.progress, _SHARE))
        return replace(
            job,
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=url,
            cost_micro_usd=_price(call),
        )

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Scale and cut the picture, the first of the four, to the size."""
        if not job.url:
            raise SERVICE.rejected("expired")
        fetched = target.with_name(f"{target.name}.fetched")
        one = target.with_name(f"{target.name}.one")
        try:
            await SERVICE.fetch(call, job.url, fetched, max_bytes=_MAX_PICTURE, progress=progress)
            if job.id.startswith(_LARGE):
                fetched.replace(one)
            else:
                await quadrant.cut_out(fetched, one)
            data = await asyncio.to_thread(one.read_bytes)
        finally:
            fetched.unlink(missing_ok=True)
            one.unlink(missing_ok=True)
        suffix = "png" if request.quality == "hd" else "jpg"
        await fit_picture(data, target, size=request.size, suffix=suffix)
        return {
            "provider": self.slug,
            "model": "midjourney",
            "prompt": request.prompt,
            "seed": str(request.seed % _SEEDS),
        }


def _prompt(request: ImageRequest) -> str:
    """The prompt on one line, and our own parameters after it.

    Parameters and choices in braces inside the prompt are defused: they would undo our
    size, or have several pictures drawn and paid.
    """
    words = " ".join(_PARAMETER.sub("- ", request.prompt.translate(_BRACES)).split())
    width, height = request.size
    common = math.gcd(width, height)
    shape = f"--ar {width // common}:{height // common}"
    seed = f" --seed {request.seed % _SEEDS}" if request.seed else ""
    return f"{words} {shape}{_STYLES[request.style]}{seed}"


def _price(call: Call) -> int:
    """What the Account says a picture costs it, in millionths of a dollar."""
    try:
        dollars = Decimal(call.options.get("price_usd", ""))
        is_price = 0 <= dollars <= _DEAREST
    except InvalidOperation:
        return _USUAL_PRICE
    return round(dollars * 1_000_000) if is_price else _USUAL_PRICE


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Midjourney cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)

"""Dream Machine films: Ray 2, from words, and from a picture that Luma itself can fetch.

It takes no files, only public addresses. Changing a clip ("modify") would need a public
address of the clip, which our requests have not: `luma` does that.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from vidgenie.domain.ports.declared import Cost, Finds, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput, ProviderError
from vidgenie.media.fit import fit_clip
from vidgenie.providers.luma_legacy import finding, order
from vidgenie.providers.luma_legacy.service import SERVICE, state_of
from vidgenie.wire import read_json

_WAIT = 60.0  # s
_MAX_CLIP = 500_000_000  # bytes
_LEAST_TEXT, _MOST_TEXT = 3, 5000  # signs of a prompt
_TOLERANCE = 0.01  # a size in even pixels is hardly ever a shape exactly
_AS_OF = "2025-10-28"
# Model -> source, and millionths of a dollar for 5 s and 9 s.
_PRICES: Mapping[str, tuple[str, Mapping[str, tuple[int, int]]]] = {
    "ray-2": (
        "Comfy's price list",
        {
            "720p": (710_000, 1_270_000),
            "540p": (400_000, 720_000),
            "1080p": (1_590_000, 2_870_000),
        },
    ),
    "ray-flash-2": (
        "Comfy's price of 4k, by the pixel",
        {
            "720p": (240_000, 440_000),
            "540p": (140_000, 250_000),
            "1080p": (550_000, 990_000),
        },
    ),
}


class LumaLegacy(VideoProvider):
    """Clips without sound. A lost one is found again by its prompt and its time."""

    slug: ClassVar[str] = SERVICE.slug
    title: ClassVar[str] = SERVICE.title
    # Its keys begin as those of `luma` do: no shape of their own.
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="LUMAAI_API_KEY",
        example="luma-...",
        url="https://lumalabs.ai/dream-machine/api/keys",
    )
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price, "clip", _AS_OF, model, f"{resolution} {seconds}s", source)
        for model, (source, rows) in _PRICES.items()
        for resolution, prices in rows.items()
        for seconds, price in zip(order.SECONDS, prices, strict=True)
    )
    models: ClassVar[tuple[VideoModel, ...]] = tuple(
        VideoModel(
            name,
            modes=frozenset({"text", "image"}),
            seconds=order.SECONDS,
            sizes=((540, 960), (720, 1280), (1080, 1920)),
            prompt_limit=_MOST_TEXT,
        )
        for name in _PRICES
    )
    pace: ClassVar[Pace] = Pace(first=3.0, every=3.0, longest=5.0)
    finds: ClassVar[Finds] = Finds.PRESENCE

    async def validate(self, call: Call) -> None:
        """Ask for the balance, in cents; nothing is no_credit."""
        said = await SERVICE.check_key(call, "/credits")
        left = said.get("credit_balance")
        if isinstance(left, bool) or not isinstance(left, int | float):
            raise SERVICE.unavailable()
        if left <= 0:
            raise SERVICE.rejected("no_credit")

    def usage(self, request: ClipRequest) -> Usage | None:
        """One clip of the length that is ordered."""
        model = request.model if request.model in _PRICES else self.models[0].name
        return Usage(model, f"{order.resolution(request.size)} {order.length(request)}s")

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, picture or prompt it does not take."""
        self.model(request.mode, request.seconds, request.model)
        shape, shapes = request.size[0] / request.size[1], order.SHAPES.values()
        if not min(shapes) - _TOLERANCE <= shape <= max(shapes) + _TOLERANCE:
            raise _unsupported("size", allowed=list(order.SHAPES))
        if request.motion not in order.MOTIONS:
            raise _unsupported("motion", allowed=list(order.MOTIONS))
        if request.image is not None and not request.image_url.startswith("https://"):
            raise InvalidInput(
                "This provider fetches the picture itself, from a public https address.",
                field="image",
                problem="needs_public_address",
            )
        if not request.prompt.strip() and request.image is None:
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        length = len(order.words(request))
        if length < _LEAST_TEXT:
            raise InvalidInput("This prompt is too short.", field="prompt", problem="too_short")
        if length > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Order the clip."""
        body = self._ordered(request)
        answer = await SERVICE.order(call, "/generations/video", body=body, wait=_WAIT)
        said = read_json(answer)
        name = said.get("id")
        if not isinstance(name, str) or not name:
            raise SERVICE.unanswered()
        return state_of(Job(id=name, status=JobStatus.RUNNING), said)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands, with a fresh address when it is done."""
        said = read_json(await SERVICE.ask(call, _path(job)))
        if "state" not in said:
            raise SERVICE.unavailable()
        return state_of(job, said)

    async def find(self, request: ClipRequest, call: Call, *, since: datetime) -> Job | None:
        """The generation of the same order that began when ours was sent, if there is one."""
        wait = timedelta(seconds=_WAIT)
        name = await finding.generation(self._ordered(request), call, since=since, wait=wait)
        return Job(id=name, status=JobStatus.RUNNING) if name else None

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, cut it to the frame and the length; it gets a silent sound track."""
        if not job.url:
            raise SERVICE.rejected("expired")
        raw = target.with_name(f"{target.name}.raw")
        try:
            await SERVICE.fetch(call, job.url, raw, max_bytes=_MAX_CLIP, progress=progress)
            await fit_clip(
                raw,
                target,
                size=request.size,
                seconds=request.seconds,
                is_silent=not request.audio,
            )
        finally:
            raw.unlink(missing_ok=True)
        model = self._ordered(request)["model"]
        return {"provider": self.slug, "model": model, "prompt": request.prompt}

    async def cancel(self, job: Job, call: Call) -> None:
        """Delete the generation; whether that stops it changes nothing for us."""
        with suppress(ProviderError):
            await SERVICE.ask(call, _path(job), method="DELETE")

    def _ordered(self, request: ClipRequest) -> dict[str, Any]:
        """The body of the request."""
        return order.body(request, self.model(request.mode, request.seconds, request.model).name)


def _path(job: Job) -> str:
    return f"/generations/{quote(job.id, safe='')}"


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Luma Dream Machine cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)

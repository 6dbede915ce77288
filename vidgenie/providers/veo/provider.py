"""Google's video models by whichever key somebody has; the source documents call it VO3.

A Gemini API key buys Gemini Omni, a service account Veo 3.1 on Vertex, and keys of Runway
and fal.ai Veo 3.1 there. Clips cannot be changed (video-to-video): Google's one model for
that takes no clips of people's own in the EEA, Switzerland and the United Kingdom.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.declared import (
    Cost,
    KeyForm,
    Option,
    OptionKind,
    Pace,
    Usage,
    VideoModel,
)
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput, ProviderError
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.providers.veo import models, vertex
from vidgenie.providers.veo.pick import ROUTES, of_call, of_job
from vidgenie.providers.veo.route import MIMES, MOTIONS, SLUG, TITLE, Order, Route, order
from vidgenie.wire import google

_MAX_IMAGE = 14_000_000  # bytes; a request holds 20 MB, and base64 adds a third


class Veo(VideoProvider):
    """Text or image to video, upright; the kind of key says where.

    A Job's id is the service's own, with the name of the route in front of it but for
    Gemini's.
    """

    slug: ClassVar[str] = SLUG
    title: ClassVar[str] = TITLE
    key_form: ClassVar[KeyForm | None] = google.KEY_FORM
    options: ClassVar[tuple[Option, ...]] = (
        Option("route", OptionKind.CHOICE, default="auto", allowed=("auto", *ROUTES)),
        Option("location", OptionKind.TEXT, default=vertex.LOCATION),
    )
    costs: ClassVar[tuple[Cost, ...]] = models.COSTS
    models: ClassVar[tuple[VideoModel, ...]] = models.MODELS
    # Runway wants five seconds between two questions at least.
    pace: ClassVar[Pace] = Pace(first=5.0, every=5.0, longest=10.0)

    async def validate(self, call: Call) -> None:
        """Ask the service that the key is for."""
        route = of_call(call)
        await route.validate(route.here(call))

    def usage(self, request: ClipRequest) -> Usage | None:
        """Seconds of the model; which one is not known before the key is, unless it is named."""
        try:
            model = self.model(request.mode, request.seconds, request.model)
        except InvalidInput:
            named = (known for known in self.models if known.name == request.model)
            model = next(named, self.models[0])
        return models.usage(model, request)

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, picture or prompt that no route takes."""
        model = self.model(request.mode, request.seconds, request.model)
        if request.size[0] >= request.size[1]:
            raise _unsupported("size", allowed=[f"{w}x{h}" for w, h in models.NAMES])
        if request.motion not in MOTIONS:
            raise _unsupported("motion", allowed=list(MOTIONS))
        if not request.prompt.strip() and request.image is None:
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        if len(request.prompt) > model.prompt_limit:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None:
            _check_image(request.image)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Order the clip. ProviderRejected (unknown_model, unsupported): this key cannot do it."""
        route = of_call(call)
        wanted = _ordered(route, request)
        job = await route.submit(wanted, route.here(call))
        # Services that name no price charge by their lists; Runway tells at the end.
        cost = estimate(self.costs, models.usage(wanted.model, request))
        return replace(job, id=_outer(route, job.id), cost_micro_usd=cost)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands."""
        route, inner = of_job(job, call)
        found = await route.poll(inner, route.here(call))
        return replace(found, id=job.id)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, cut it to the frame and the length, make it silent if it shall be."""
        route, inner = of_job(job, call)
        raw = target.with_name(f"{target.name}.raw")
        try:
            await route.fetch(inner, route.here(call), raw, progress=progress)
            await fit_clip(
                raw,
                target,
                size=request.size,
                seconds=request.seconds,
                is_silent=not request.audio,
            )
        finally:
            raw.unlink(missing_ok=True)
        return {
            "provider": self.slug,
            "model": _ordered(route, request).model.name,
            "prompt": request.prompt,
            "seed": str(request.seed),
        }

    async def cancel(self, job: Job, call: Call) -> None:
        """Tell the service, where it has a call for that."""
        with suppress(ProviderError):
            route, inner = of_job(job, call)
            await route.cancel(inner, route.here(call))


def _ordered(route: Route, request: ClipRequest) -> Order:
    """What the route is asked for: the model named, or its first that is long enough."""
    named = [known for known in route.models if request.model in ("", known.name)]
    if not named:
        raise route.service.rejected("unknown_model")
    long_enough = (known for known in named if known.length(request.seconds))
    model = next(long_enough, None)
    if model is None or request.mode not in model.modes:
        raise route.service.rejected("unsupported", field="seconds" if model is None else "mode")
    return order(model, request)


def _outer(route: Route, name: str) -> str:
    return name if route is ROUTES["gemini"] else f"{route.name}:{name}"


def _check_image(image: Path) -> None:
    if magic.suffix_of(image) not in MIMES:
        raise _unsupported("image", allowed=list(MIMES))
    if image.stat().st_size > _MAX_IMAGE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
        )


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Google cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)

"""One way to Google's video models: a service with its own keys, models and prices."""

from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, NamedTuple

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.media import magic
from vidgenie.providers.veo.models import NAMES, made
from vidgenie.wire import Service

SLUG = "veo"
TITLE = "Google Veo (Gemini Omni)"
MIMES = {"png": "image/png", "jpg": "image/jpeg"}
MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "The camera moves slowly and steadily.",
    "high": "Lively camera movement.",
}


class Order(NamedTuple):
    """What a route is asked for.

    seconds, size: what the model makes, which is cut and scaled to the request.
    """

    model: VideoModel
    request: ClipRequest
    seconds: int
    size: tuple[int, int]

    @property
    def resolution(self) -> str:
        """The size as Google calls it."""
        return NAMES[self.size]

    @property
    def text(self) -> str:
        """The prompt, and what no parameter says."""
        words = (self.request.prompt.strip(), MOTIONS[self.request.motion])
        return " ".join([*filter(None, words), "One single continuous shot, no scene cuts."])


def order(model: VideoModel, request: ClipRequest) -> Order:
    """What to ask `model` for; it must be long enough."""
    seconds = model.length(request.seconds) or request.seconds
    return Order(model, request, seconds, made(model, request.size, seconds))


def mime(image: Path) -> str:
    """The media type of a picture that `Veo.check` has let through."""
    return MIMES[magic.suffix_of(image)]


class Route(ABC):
    """Keeps nothing between calls; Jobs have ids of the service's own.

    name: as in the option `route`. models: the default one first.
    """

    name: ClassVar[str]
    models: ClassVar[tuple[VideoModel, ...]]
    service: ClassVar[Service]

    def here(self, call: Call) -> Call:
        """The call with the address of this route's service."""
        return replace(call, base_url=call.options.get(f"base_url.{self.name}", ""))

    @abstractmethod
    async def validate(self, call: Call) -> None:
        """Ask whether the key is taken; free."""

    @abstractmethod
    async def submit(self, order: Order, call: Call) -> Job:
        """Start the job: one paid request."""

    @abstractmethod
    async def poll(self, job: Job, call: Call) -> Job:
        """Where the job stands."""

    @abstractmethod
    async def fetch(self, job: Job, call: Call, target: Path, *, progress: Progress) -> None:
        """Write the clip to `target` as it was made."""

    @abstractmethod
    async def cancel(self, job: Job, call: Call) -> None:
        """Tell the service that nobody wants the job, if it has a call for that."""

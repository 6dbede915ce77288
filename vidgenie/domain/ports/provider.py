"""Port: what every Provider says about itself, and how it is called."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

Progress = Callable[[float], None]
"""Told how far the work is, 0.0 to 1.0; may be called from any thread."""


class Kind(StrEnum):
    """What a Provider makes."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    SPEECH = "speech"


class JobStatus(StrEnum):
    """Where a remote job stands."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True, slots=True)
class Call:
    """What comes with every call and is never kept.

    key: the Account's key for this Provider, "" when it needs none.
    idempotency_key: the same for every repetition of one submission.
    base_url: address of the service when the operator set another one, without a
        slash at the end; "" is the Provider's own.
    """

    key: str = field(default="", repr=False)
    idempotency_key: str = ""
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a Provider itself charges for one `unit` of a usual request, for people to compare.

    micro_usd: millionths of a US dollar.
    unit: prompt, image, second or thousand_characters.
    as_of: date of the source, as 2026-11-20.
    """

    micro_usd: int
    unit: str
    as_of: str


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What people should know about a service's key, and how to tell it from others.

    name: the environment variable of the installation's own key, as OPENAI_API_KEY.
    example: what a key looks like, as "sk-...".
    pattern: regular expression of a whole key that belongs to this service and no
        other; "" when its keys have no shape of their own.
    url: where to get one.
    """

    name: str
    example: str
    url: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A picture or clip in the making, at the Provider. JSON values only: it is checkpointed.

    progress: 0.0 to 1.0, never decreasing.
    url: where the result can be fetched once succeeded, if the Provider gives one.
    cost_micro_usd: what the Provider says it charged, in millionths of a US dollar.
    """

    id: str
    status: JobStatus
    progress: float = 0.0
    url: str | None = None
    cost_micro_usd: int | None = None


class Provider(ABC):
    """A service that makes one kind of thing; keeps nothing between calls.

    slug: stable name, stored in Runs; equals the name of the file.
    title: the service's own name, the same in every language.
    kind: what it makes.
    key_form: what its key looks like; None when it needs no key. Providers of
        several kinds under one slug share one key and declare the same form.
    cost: what the service charges; None when it charges nothing.
    demo: what it makes is marked "demo" (made by this server, not by a model).
    on_this_machine: it uses this machine's processors, so few of its jobs run at once.
    repeatable: submitting the same request again costs nothing and changes nothing.
    """

    slug: ClassVar[str]
    title: ClassVar[str]
    kind: ClassVar[Kind]
    key_form: ClassVar[KeyForm | None] = None
    cost: ClassVar[Cost | None] = None
    demo: ClassVar[bool] = False
    on_this_machine: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False

    async def validate(self, call: Call) -> None:
        """Ask the service whether it takes the key, by a request that costs nothing.

        Raises ProviderRejected (problem key_refused, no_credit, forbidden) or
        ProviderUnavailable.
        """
        del call


R = TypeVar("R")


class MediaProvider(Provider, Generic[R]):
    """Makes files: submitted once, polled, then delivered to a path of ours."""

    @abstractmethod
    def check(self, request: R) -> None:
        """Raise InvalidInput when the request is outside what this Provider can do.

        Free and offline: it is called right before the submission.
        """

    @abstractmethod
    async def submit(self, request: R, call: Call) -> Job:
        """Start the job: one request, never repeated here.

        Raises ProviderRejected, ProviderUnavailable (surely not accepted) or
        ProviderUnknown (no answer: it may have been accepted).
        """

    @abstractmethod
    async def poll(self, job: Job, call: Call) -> Job:
        """Where the job stands now. Raises ProviderRejected when it failed."""

    @abstractmethod
    async def deliver(
        self, job: Job, request: R, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the finished file to `target`; what is worth keeping about how it was made.

        Repeatable: called again after a crash, it writes the same file. Local
        Providers do their work here, in a child process that ends when this
        coroutine is cancelled.
        """

    async def cancel(self, job: Job, call: Call) -> None:
        """Tell the Provider that nobody wants the job any more, if it has a call for that."""

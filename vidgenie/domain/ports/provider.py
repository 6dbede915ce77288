"""Port: what every Provider says about itself, and how it is called."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from vidgenie.domain.ports.declared import Cost, Finds, KeyForm, Option, Pace, Usage

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
    base_url: address of the service when the operator or the Account set another one,
        without a slash at the end; "" is the Provider's own.
    is_guarded: somebody who is not the operator typed that address in, so only public
        places are dialled; with `may_be_inside`, those of this network too.
    options: what the Account has typed in for this Provider, and defaults for the rest.
    """

    key: str = field(default="", repr=False)
    idempotency_key: str = ""
    base_url: str = ""
    is_guarded: bool = False
    may_be_inside: bool = False
    options: Mapping[str, str] = field(default_factory=dict[str, str])


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
    key_form: what its key looks like; None when it takes none. Providers of several
        kinds under one slug, or with one holder, share one key and declare the same form.
    options: what else an Account may, or must, type in.
    costs: the service's list prices, the usual one first; empty when it charges nothing.
    demo: what it makes is marked "demo" (made by this server, not by a model).
    on_this_machine: it uses this machine's processors, so few of its jobs run at once.
    repeatable: submitting the same request again costs nothing and changes nothing.
    warning: it has a text in the catalogue `option`, "<slug>.warning", that people must see.
    """

    slug: ClassVar[str]
    title: ClassVar[str]
    kind: ClassVar[Kind]
    key_form: ClassVar[KeyForm | None] = None
    options: ClassVar[tuple[Option, ...]] = ()
    costs: ClassVar[tuple[Cost, ...]] = ()
    demo: ClassVar[bool] = False
    on_this_machine: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False
    warning: ClassVar[bool] = False

    @property
    def cost(self) -> Cost | None:
        """The usual price, for people to compare."""
        return self.costs[0] if self.costs else None

    @property
    def key_slug(self) -> str:
        """The slug its key is kept under."""
        return (self.key_form.holder if self.key_form else "") or self.slug

    @property
    def needs_key(self) -> bool:
        """Whether nothing works without a key."""
        return self.key_form is not None and not self.key_form.is_optional

    async def validate(self, call: Call) -> None:
        """Ask the service whether it takes the key, by a request that costs nothing.

        Raises ProviderRejected (problem key_refused, no_credit, forbidden) or
        ProviderUnavailable.
        """
        del call


R = TypeVar("R")


class MediaProvider(Provider, Generic[R]):
    """Makes files: submitted once, polled, then delivered to a path of ours.

    pace: how its jobs are followed, as the service's documentation wants it.
    finds: what `find` can tell.
    """

    pace: ClassVar[Pace] = Pace()
    finds: ClassVar[Finds] = Finds.NEVER

    def usage(self, request: R) -> Usage | None:
        """What the request uses, for the estimate in dollars; None when it charges nothing.

        Free and offline; it answers for requests that `check` would refuse too.
        """
        del request
        return None

    async def find(self, request: R, call: Call, *, since: datetime) -> Job | None:
        """The job of a submission that got no answer, if the service has it.

        call: as at the submission, with the same idempotency key. since: when it was
        sent. Costs nothing. Raises ProviderUnavailable and ProviderRejected.
        """
        del request, call, since
        return None

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

        Repeatable: called again after a crash, it writes the same file. A ProviderRejected
        with problem "expired" says that the address is too old: the engine polls once
        more for a new one, and calls again. Local
        Providers do their work here, in a child process that ends when this
        coroutine is cancelled.
        """

    async def cancel(self, job: Job, call: Call) -> None:
        """Tell the Provider that nobody wants the job any more, if it has a call for that."""

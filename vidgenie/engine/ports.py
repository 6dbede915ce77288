"""What the engine needs from its siblings; bootstrap hands it over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from vidgenie.domain.asset import Asset
from vidgenie.domain.brand import Brand
from vidgenie.domain.craft import Craft, Source
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.keys import KeyUse, Place
from vidgenie.domain.ports.provider import Progress, Provider
from vidgenie.domain.run import RunStatus
from vidgenie.domain.value import FileValue


class Books(Protocol):
    """The ledger, inside the engine's transactions; nothing here commits."""

    def capture(self, session: Session, *, run_id: str, node_id: str, amount: int) -> None:
        """Take what a verified Node costs, once."""
        ...

    def close(self, session: Session, *, run_id: str) -> None:
        """Give back the rest of the Run's Hold, once."""
        ...

    def refund(self, session: Session, *, run_id: str) -> int:
        """Give back all that the Run was charged, because we failed it; so many credits, once."""
        ...


class Shelf(Protocol):
    """Assets and the library, inside the engine's transactions; nothing here commits."""

    def keep(self, session: Session, asset: Asset) -> None:
        """Write an Asset down; the same id twice is the same Asset."""
        ...

    def find(self, session: Session, account_id: str, asset_id: str) -> FileValue:
        """An Asset as a value. Raises NotFound when the Account has no such Asset."""
        ...

    def path(self, session: Session, account_id: str, asset_id: str) -> Path:
        """Where the Asset's file lies. Raises NotFound."""
        ...

    def sources(self, session: Session, account_id: str, asset_ids: set[str]) -> dict[str, Source]:
        """Asset id -> its file, in one query. Raises NotFound when one is missing."""
        ...

    def known(self, session: Session, account_id: str, recipe: str) -> FileValue | None:
        """The newest file that was made of this recipe, if it is still there."""
        ...

    def brand(self, session: Session, account_id: str, kit_id: str) -> Brand:
        """A brand kit. Raises NotFound when the Account has no such kit."""
        ...

    def end(
        self,
        session: Session,
        *,
        run_id: str,
        status: RunStatus,
        files: Mapping[str, str],
        charged: int,
    ) -> None:
        """The Run is over. files: image, video, audio, thumbnail -> Asset id; charged: credits."""
        ...

    def take_up(self, session: Session, *, run_id: str) -> None:
        """The Run that was over goes on."""
        ...


class Keys(Protocol):
    """Provider keys; each method is a transaction of its own, but for `withdraw`."""

    def open(self, account_id: str, provider: Provider, use: KeyUse) -> str | None:
        """The key to call this Provider with, "" when it needs none.

        None: only its owner's browser can open it, and has now been asked to.
        Raises MissingKey, KeyRefused and VaultLocked.
        """
        ...

    def is_unproven(self, account_id: str, provider: Provider) -> bool:
        """Whether the service should be asked about the key before it is used for work."""
        ...

    def judge(self, account_id: str, provider: Provider, key: str, problem: str) -> None:
        """Remember what the service said of this key; "" = it takes it."""
        ...

    def place(self, account_id: str, provider: Provider) -> Place:
        """Where the Provider is for this Account, and what was typed in for it."""
        ...

    def key_id(self, session: Session, account_id: str, provider: Provider) -> tuple[str, str]:
        """(Account or "" for the installation, id of the key) that a call would be made with."""
        ...

    def withdraw(self, session: Session, run_id: str) -> None:
        """The Run is over: what was asked or granted for it ends, in the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Ended:
    """A Run that has just ended, for good or in doubt.

    resumed: how often it was taken up again before. charged: credits, for good.
    refunded: credits it had been charged and got back, because we failed it.
    error: of its first Node that failed. doubt_until: as in `tables.RunRow`.
    """

    run_id: str
    account_id: str
    status: RunStatus
    resumed: int
    source: str
    prompt: str
    charged: int
    error: Mapping[str, object] | None
    doubt_until: datetime | None
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A Run in doubt whose owner did not decide in time. released: credits that came back.

    The others: as in `Ended`.
    """

    run_id: str
    account_id: str
    resumed: int
    source: str
    prompt: str
    released: int


class Bell(Protocol):
    """What owners of Runs are told, inside the engine's transactions; nothing here commits."""

    def ring(self, session: Session, ended: Ended) -> None:
        """Tell the owner, who may not be looking, that the Run has ended; once."""
        ...

    def lapse(self, session: Session, lapsed: Lapsed) -> None:
        """Tell the owner that there is nothing to decide any more, and what came back; once."""
        ...


class Bench(Protocol):
    """Where this server itself cuts, mixes and plays."""

    async def make(
        self, work: Craft, files: Mapping[str, Source], *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the file to `target`; what is worth keeping about how it was made.

        files: Asset id -> its file, for every file of the Craft.
        Raises InvalidMedia, RenderFailed and StorageFull.
        """
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything a Run works with.

    providers: (kind, slug) -> Provider.
    public_link: Asset id and suffix -> an address the whole world can fetch it from for
        a while, "" when this installation has none.
    """

    node_types: Mapping[str, NodeType]
    providers: Mapping[tuple[str, str], Provider]
    books: Books
    shelf: Shelf
    keys: Keys
    bench: Bench
    bell: Bell
    public_link: Callable[[str, str], str] = field(default=lambda _id, _suffix: "")

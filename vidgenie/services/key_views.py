"""Provider keys as their owner sees them: plain values, never a key."""

from dataclasses import dataclass
from datetime import datetime

from vidgenie.audit.chain import Entry
from vidgenie.domain.ports.declared import Cost, KeyForm
from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.vault.secrets import StoredKey


@dataclass(frozen=True, slots=True)
class KeyView:
    """A stored key as its owner sees it: never the key.

    masked: bullets and its last four characters. detail: why it is invalid, as
    key_refused or no_credit. revision: raised by one when the key is replaced.
    """

    provider: str
    mode: KeyMode
    masked: str
    status: KeyStatus
    detail: str
    revision: int
    last_updated: datetime
    checked_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class CostView:
    """What the service itself charges; see domain.ports.provider.Cost."""

    kind: str
    micro_usd: int
    unit: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service people can bring a key for. kinds: what it makes.

    installation_key: whether the operator has set one for everybody.
    """

    slug: str
    title: str
    kinds: tuple[str, ...]
    example: str
    url: str
    costs: tuple[CostView, ...]
    installation_key: bool
    key: KeyView | None


@dataclass(frozen=True, slots=True)
class VaultView:
    """The lock on the keys. problem, variable: what to put right when it is locked."""

    cipher: str
    master_key_version: int | None
    is_locked: bool
    problem: str
    variable: str


@dataclass(frozen=True, slots=True)
class KeyringView:
    """Everything the settings page shows of keys. policy: VIDGENIE_VAULT_DEFAULT."""

    keys: tuple[KeyView, ...]
    providers: tuple[ServiceView, ...]
    encryption: VaultView
    policy: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a service said of a key.

    detail: "" or key_refused, no_credit, forbidden, unreachable.
    """

    provider: str
    status: KeyStatus
    detail: str

    @property
    def valid(self) -> bool:
        """Whether the service takes the key."""
        return self.status is KeyStatus.VALID


@dataclass(frozen=True, slots=True)
class LogView:
    """Lines of the audit log about one Account's keys, newest first.

    intact: the whole log is as it was written. next: pass as `before` for older lines.
    """

    items: tuple[Entry, ...]
    next: int | None
    intact: bool


def form_of(provider: Provider) -> KeyForm:
    """What the Provider's key looks like. Raises TypeError for one that takes none."""
    if provider.key_form is None:
        raise TypeError(f"{provider.slug} takes no key")
    return provider.key_form


def cost_of(kind: Kind, cost: Cost) -> CostView:
    """What a Provider of this kind charges."""
    return CostView(kind.value, cost.micro_usd, cost.unit, cost.as_of)


def view_of(stored: StoredKey) -> KeyView:
    """A stored key."""
    return KeyView(
        provider=stored.provider,
        mode=stored.mode,
        masked=f"••••{stored.last4}",
        status=stored.status,
        detail=stored.detail,
        revision=stored.revision,
        last_updated=stored.updated_at,
        checked_at=stored.checked_at,
        used_at=stored.used_at,
    )

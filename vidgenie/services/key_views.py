"""Provider keys as their owner sees them: plain values, never a key."""

from dataclasses import dataclass
from datetime import datetime

from vidgenie.audit.chain import Entry
from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.services.holders import Holder
from vidgenie.services.options import ProviderOptions
from vidgenie.vault.secrets import StoredKey

# What can come of asking a service, that pages have words for; anything else failed somehow.
SAID = frozenset(
    {
        *("key_refused", "no_credit", "forbidden", "clock", "moderated", "unknown_model"),
        *("not_found", "expired", "too_large", "unusable_answer", "refused", "not_public"),
        *("unsupported", "unreachable", "busy", "failed"),
    }
)


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
    """The usual price at the service itself; see domain.ports.declared.Cost."""

    kind: str
    provider: str
    micro_usd: int
    unit: str
    as_of: str


@dataclass(frozen=True, slots=True)
class OpenedView:
    """A Provider that a key, or what is typed in, opens. is_ready: a Run could call it now."""

    kind: str
    slug: str
    title: str
    is_ready: bool
    warning: bool


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service people can bring a key for, or set up. kinds: what it makes.

    slug: what its key is kept under.
    takes_key: it has keys at all; is_optional: and works without one.
    installation_key: whether the operator has set one for everybody.
    opens: the Providers that come with it. options: theirs, one by slug of a Provider.
    """

    slug: str
    title: str
    kinds: tuple[str, ...]
    takes_key: bool
    is_optional: bool
    example: str
    url: str
    costs: tuple[CostView, ...]
    installation_key: bool
    opens: tuple[OpenedView, ...]
    options: tuple[ProviderOptions, ...]
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
    """What a service said of a key, or of what was typed in.

    detail: "" or one of SAID: key_refused, no_credit, forbidden (the key is invalid), or
        what else went wrong.
    """

    provider: str
    status: KeyStatus
    detail: str

    @property
    def valid(self) -> bool:
        """Whether the service can be used."""
        return self.status is KeyStatus.VALID


@dataclass(frozen=True, slots=True)
class LogView:
    """Lines of the audit log about one Account's keys, newest first.

    intact: the whole log is as it was written. next: pass as `before` for older lines.
    """

    items: tuple[Entry, ...]
    next: int | None
    intact: bool


def costs_of(holder: Holder) -> tuple[CostView, ...]:
    """What its Providers usually charge."""
    return tuple(
        CostView(maker.kind.value, maker.slug, cost.micro_usd, cost.unit, cost.as_of)
        for maker in holder.makers
        if (cost := maker.cost)
    )


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

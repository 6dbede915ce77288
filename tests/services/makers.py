"""Providers that have to be set up, and the services around them, for tests."""

from datetime import UTC, datetime
from typing import ClassVar

from tests.vault.sealed_parts import master_keys
from vidgenie.audit.chain import Chain
from vidgenie.domain.account import Account
from vidgenie.domain.ports.declared import Cost, KeyForm, Option, OptionKind
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.services.keyring import Keyring
from vidgenie.services.places import Places
from vidgenie.vault.grants import Grants
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.secrets import Secrets

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ALICE = Account("a" * 32, "alice@example.com", "Alice")
BOB = Account("b" * 32, "bob@example.com", "Bob")
KEY = "sk-0123456789-abcdefghij"
_SHARED = KeyForm("SHARED_KEY", "sk-...", "https://s.example", holder="shared", title="Shared")


class Bridge(Provider):
    """Off until somebody says where it is and that it is known to be forbidden."""

    slug: ClassVar[str] = "bridge"
    title: ClassVar[str] = "Bridge"
    kind: ClassVar[Kind] = Kind.IMAGE
    key_form: ClassVar[KeyForm | None] = KeyForm(
        "BRIDGE_KEY", "...", "https://b.example", is_optional=True
    )
    warning: ClassVar[bool] = True
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("terms", OptionKind.CONSENT, is_required=True),
        Option("speed", OptionKind.CHOICE, default="fast", allowed=("fast", "relax")),
        Option("upscale", OptionKind.SWITCH, default="true"),
        Option("price", OptionKind.USD, default="0.05"),
        Option("graph", OptionKind.JSON),
        Option("suffix", OptionKind.TEXT),
    )


class Twin(Provider):
    """Writes, with a model that has to be named."""

    slug: ClassVar[str] = "twin"
    title: ClassVar[str] = "Twin"
    kind: ClassVar[Kind] = Kind.TEXT
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("model", OptionKind.TEXT, is_required=True),
    )


class SpeakingTwin(Twin):
    """The same server, speaking."""

    kind: ClassVar[Kind] = Kind.SPEECH
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("voice", OptionKind.TEXT),
    )


class First(Provider):
    """Shares its key."""

    slug: ClassVar[str] = "first"
    title: ClassVar[str] = "First"
    kind: ClassVar[Kind] = Kind.VIDEO
    key_form: ClassVar[KeyForm | None] = _SHARED
    costs: ClassVar[tuple[Cost, ...]] = (Cost(50_000, "second", "2026-11-20"),)


class Second(First):
    """Shares it with this one."""

    slug: ClassVar[str] = "second"
    title: ClassVar[str] = "Second"


class Here(Provider):
    """Works on this machine, with nothing."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Here"
    kind: ClassVar[Kind] = Kind.VIDEO
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True


MAKERS = {
    (m.kind, m.slug): m for m in (Bridge(), Twin(), SpeakingTwin(), First(), Second(), Here())
}


def keyring(master, *, installation=(), base_urls=(), private_addresses=False):
    """A keyring on the database of `master`."""
    return Keyring(
        master._transaction,
        master._reading,
        lambda: NOW,
        Chain(b"k" * 32),
        Secrets(master, "test"),
        Grants(master, "test", BootKey()),
        installation=dict(installation),
        places=Places(dict(base_urls), private_addresses),
    )


__all__ = ["ALICE", "BOB", "KEY", "MAKERS", "NOW", "keyring", "master_keys"]

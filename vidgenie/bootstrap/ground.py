"""What every service stands on: the database, the files, the vault, the plug-ins."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine as Database

from vidgenie import db, nodes
from vidgenie import providers as all_files
from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.chain import Chain
from vidgenie.audit.line import Fault
from vidgenie.db import Transaction
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.errors import VaultLocked
from vidgenie.media.cache import Cache
from vidgenie.plugins import discover
from vidgenie.services.keyring import Keyring
from vidgenie.services.limits import Limiter
from vidgenie.services.places import Places
from vidgenie.settings import Settings
from vidgenie.storage.disk import Store
from vidgenie.storage.secret import secret_key
from vidgenie.vault.crypto import derive
from vidgenie.vault.grants import Grants
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.secrets import Secrets

Providers = Mapping[tuple[str, str], Provider]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Vault:
    """Provider keys: where they are, who may open them."""

    database: Database
    transaction: Transaction
    master: MasterKeys
    secrets: Secrets
    grants: Grants

    def fault(self) -> VaultLocked | None:
        """Why stored keys cannot be read; nothing is wrong before the first start."""
        return self.master.fault() if self.master.active_version() else None

    def tidy(self) -> None:
        """Say that this process is alive, and destroy what grants no longer need."""
        with self.transaction() as session:
            destroyed = self.grants.janitor(session, now())
        if destroyed:
            db.checkpoint(self.database)


@dataclass(frozen=True, slots=True)
class Ground:
    """Made first, and changed by nobody."""

    settings: Settings
    node_types: Mapping[str, NodeType]
    providers: Providers
    database: Database
    transaction: Transaction
    reading: Transaction
    storage: Store
    cache: Cache
    secret: bytes
    audit: Chain
    anchors: AnchorFile
    vault: Vault
    keyring: Keyring
    limiter: Limiter

    @property
    def common(self) -> tuple[Transaction, Transaction, Clock, Chain]:
        """What most services take first."""
        return self.transaction, self.reading, now, self.audit

    def log_faults(self) -> list[Fault]:
        """What is wrong with the audit log."""
        known = self.anchors.read()
        with self.reading() as session:
            return self.audit.verify(session, known)

    def anchor(self) -> None:
        """Note outside the database how long the audit log is."""
        with self.reading() as session:
            head = self.audit.head(session)
        self.anchors.write(head, now())


def lay(
    settings: Settings, node_types: Mapping[str, NodeType] | None, providers: Providers | None
) -> Ground:
    """The ground for these settings; nothing is started."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = db.open_engine(settings.database)
    transaction, reading = db.transactions(database), db.reader(database)
    secret = secret_key(settings.home, settings.secret)
    audit = Chain(derive(secret, "vg/audit"))
    vault = _open_vault(settings, database, transaction, reading)
    return Ground(
        settings=settings,
        node_types=node_types or discover(nodes, NodeType),
        providers=providers or all_providers(),
        database=database,
        transaction=transaction,
        reading=reading,
        storage=Store(settings.home / "media"),
        cache=Cache(settings.home / "cache"),
        secret=secret,
        audit=audit,
        anchors=AnchorFile(settings.home / "audit-anchors.log"),
        vault=vault,
        keyring=Keyring(
            transaction,
            reading,
            now,
            audit,
            vault.secrets,
            vault.grants,
            installation=os.environ,
            places=Places(settings.base_urls, settings.private_addresses),
        ),
        limiter=Limiter(transaction, now, settings.redis_url),
    )


def all_providers() -> Providers:
    """Every Provider there is a file for, by (kind, slug)."""
    bases: tuple[type[Provider], ...] = (
        TextProvider,
        ImageProvider,
        VideoProvider,
        SpeechProvider,
    )
    return {
        (base.kind, slug): provider
        for base in bases
        for slug, provider in discover(all_files, base).items()
    }


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(tz=UTC)


def _open_vault(
    settings: Settings, database: Database, transaction: Transaction, reading: Transaction
) -> Vault:
    master = MasterKeys(
        home=settings.home,
        given=settings.master_key,
        environment=settings.environment,
        transaction=transaction,
        reading=reading,
    )
    return Vault(
        database,
        transaction,
        master,
        Secrets(master, settings.environment),
        Grants(master, settings.environment, BootKey()),
    )

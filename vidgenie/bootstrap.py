"""Composition root: Settings -> Services; the only file that names concrete classes."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import Engine as Database

from vidgenie import db, nodes
from vidgenie import providers as all_files
from vidgenie.accounts.smtp import MailServer
from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.chain import Chain
from vidgenie.audit.line import Fault
from vidgenie.audit.watch import Watch
from vidgenie.db import Transaction
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.declared import Finds
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import Kind, MediaProvider, Provider
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.engine.clock import Chore
from vidgenie.engine.engine import Engine
from vidgenie.engine.ports import Workshop
from vidgenie.errors import VaultLocked
from vidgenie.ledger import store as ledger
from vidgenie.library.shelf import Shelf
from vidgenie.media.cache import Cache
from vidgenie.media.workbench import Workbench
from vidgenie.plugins import discover
from vidgenie.services.accounts import AccountService
from vidgenie.services.assets import AssetService
from vidgenie.services.board import BoardService
from vidgenie.services.books import Books
from vidgenie.services.catalog import CatalogService
from vidgenie.services.costs import CostService, load_overrides
from vidgenie.services.credits import CreditService
from vidgenie.services.cuts import CutService
from vidgenie.services.erasure import ErasureService
from vidgenie.services.export import ExportService
from vidgenie.services.fallbacks import Fallbacks
from vidgenie.services.graphs import GraphService
from vidgenie.services.health import HealthService
from vidgenie.services.keyring import Keyring
from vidgenie.services.keys import KeyService
from vidgenie.services.library import LibraryService
from vidgenie.services.limits import Limiter, run_limit
from vidgenie.services.links import Links
from vidgenie.services.mail import MailService
from vidgenie.services.options import OptionService
from vidgenie.services.places import Places
from vidgenie.services.preferences import PreferenceService
from vidgenie.services.profile import ProfileService
from vidgenie.services.recovery import RecoveryService
from vidgenie.services.runs import RunService
from vidgenie.services.sealed import SealedService
from vidgenie.services.second_factor import SecondFactorService
from vidgenie.services.sessions import SessionService
from vidgenie.services.tokens import TokenService
from vidgenie.services.views import ViewMaker
from vidgenie.services.wiping import Wiper
from vidgenie.settings import Settings
from vidgenie.storage.disk import Store
from vidgenie.storage.secret import secret_key
from vidgenie.vault.crypto import derive
from vidgenie.vault.grants import Grants
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.secrets import Secrets

Providers = Mapping[tuple[str, str], Provider]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a page, an API route or a command may call."""

    settings: Settings
    database: Database
    engine: Engine
    accounts: AccountService
    profile: ProfileService
    sessions: SessionService
    second_factor: SecondFactorService
    recovery: RecoveryService
    tokens: TokenService
    mail: MailService
    credits: CreditService
    graphs: GraphService
    runs: RunService
    cuts: CutService
    library: LibraryService
    assets: AssetService
    catalog: CatalogService
    health: HealthService
    keys: KeyService
    options: OptionService
    board: BoardService
    costs: CostService
    sealed: SealedService
    preferences: PreferenceService
    limiter: Limiter
    vault_master: MasterKeys
    export: ExportService
    erasure: ErasureService
    audit_chain: Chain
    audit_anchors: AnchorFile


@dataclass(frozen=True, slots=True)
class _Vault:
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
            destroyed = self.grants.janitor(session, _now())
        if destroyed:
            db.checkpoint(self.database)


def build(
    settings: Settings,
    *,
    node_types: Mapping[str, NodeType] | None = None,
    providers: Providers | None = None,
) -> Services:
    """Wire the services for these settings; nothing is started.

    node_types, providers: instead of those there are files for.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    node_types = node_types or discover(nodes, NodeType)
    providers = providers or all_providers()
    database = db.open_engine(settings.database)
    transaction, reading = db.transactions(database), db.reader(database)
    storage = Store(settings.home / "media")
    cache = Cache(settings.home / "cache")
    secret = secret_key(settings.home, settings.secret)
    audit = Chain(derive(secret, "vg/audit"))
    anchors = AnchorFile(settings.home / "audit-anchors.log")
    common = (transaction, reading, _now, audit)
    vault = _open_vault(settings, database, transaction, reading)
    keyring = Keyring(
        *common,
        vault.secrets,
        vault.grants,
        installation=os.environ,
        places=Places(settings.base_urls, settings.private_addresses),
    )
    costs = CostService(providers, load_overrides(settings.home, providers))
    preferences = PreferenceService(transaction, reading, _now, providers, keyring)
    asset_service = AssetService(
        transaction, reading, storage, Links(secret), origin=settings.origin
    )
    engine = Engine(
        settings=settings,
        database=database,
        transaction=transaction,
        reading=reading,
        storage=storage,
        workshop=Workshop(
            node_types,
            providers,
            Books(),
            Shelf(storage),
            keyring,
            Workbench(cache),
            asset_service.public_link,
        ),
    )
    credit_service = CreditService(transaction, reading, _now)
    limiter = Limiter(transaction, _now, settings.redis_url)
    server = MailServer.parse(settings.smtp_url) if settings.smtp_url else None
    mail = MailService(*common, origin=settings.origin, sender=settings.mail_from, server=server)
    second_factor = SecondFactorService(
        *common,
        mail=mail,
        limiter=limiter,
        key=derive(secret, "vg/totp"),
        is_required=settings.require_admin_totp,
    )
    accounts = AccountService(
        transaction,
        reading,
        credit_service.welcome,
        _now,
        settings,
        audit=audit,
        limiter=limiter,
        second_factor=second_factor,
    )
    health = HealthService(
        settings,
        database,
        storage,
        lambda: engine.is_ready,
        lambda: engine.hub.watched,
        vault_fault=vault.fault,
        log_faults=lambda: _log_faults(reading, audit, anchors),
    )
    wiper = Wiper(transaction, reading, engine, storage, vault.secrets)
    erasure = ErasureService(*common, accounts=accounts, wiper=wiper)
    engine.chores = (
        Chore("mail", timedelta(seconds=10), mail.drain),
        Chore("erasure", timedelta(seconds=30), erasure.resume),
        Chore("grants", timedelta(minutes=1), vault.tidy),
        Chore("audit anchor", timedelta(minutes=5), lambda: _anchor(reading, audit, anchors)),
        Chore("cache", timedelta(minutes=10), cache.sweep),
        Chore("master key", timedelta(hours=1), lambda: vault.master.upkeep(_now())),
    )
    return Services(
        settings=settings,
        database=database,
        engine=engine,
        accounts=accounts,
        profile=ProfileService(
            *common, limiter=limiter, accounts=accounts, second_factor=second_factor, mail=mail
        ),
        sessions=SessionService(*common),
        second_factor=second_factor,
        recovery=RecoveryService(*common, limiter=limiter, accounts=accounts, mail=mail),
        tokens=TokenService(*common),
        mail=mail,
        credits=credit_service,
        graphs=GraphService(transaction, reading, preferences.defaults, settings.video_provider),
        runs=RunService(
            engine=engine,
            transaction=transaction,
            reading=reading,
            credits=credit_service,
            node_types=node_types,
            providers=providers,
            views=ViewMaker(
                asset_service.signed_url,
                _is_demo(node_types, providers),
                _can_look(node_types, providers),
            ),
            has_room=health.has_room,
            check_key=keyring.check,
            fallbacks=Fallbacks(
                providers, keyring, costs.costs, {Kind.VIDEO: settings.video_provider_fallback}
            ),
            limiter=limiter,
            limit=run_limit(settings),
        ),
        cuts=CutService(reading),
        library=LibraryService(transaction, reading, asset_service),
        assets=asset_service,
        catalog=CatalogService(
            node_types, providers, reading, ledger.prices, keyring.is_offered, keyring.ready
        ),
        health=health,
        keys=KeyService(
            *common,
            providers=providers,
            secrets=vault.secrets,
            master=vault.master,
            keyring=keyring,
            watch=Watch(audit, anchors, reading),
            limiter=limiter,
            policy=settings.vault_default,
        ),
        options=OptionService(transaction, reading, _now, providers, keyring),
        board=BoardService(reading, _now, providers, keyring),
        costs=costs,
        sealed=SealedService(
            transaction,
            reading,
            vault.secrets,
            vault.grants,
            audit,
            _now,
            environment=settings.environment,
            policy=settings.vault_default,
            is_locked=lambda: vault.master.fault() is not None,
            titles={
                provider.key_slug: provider.key_form.title or provider.title
                for provider in providers.values()
                if provider.key_form
            },
            watch=lambda account_id: engine.hub.watch(account_id),  # noqa: PLW0108  # the hub is made on the event loop that watches
        ),
        preferences=preferences,
        limiter=limiter,
        vault_master=vault.master,
        export=ExportService(*common, storage=storage),
        erasure=erasure,
        audit_chain=audit,
        audit_anchors=anchors,
    )


@cache
def services() -> Services:
    """The services of this process, wired from the environment."""
    return build(Settings.from_env())


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


def _open_vault(
    settings: Settings, database: Database, transaction: Transaction, reading: Transaction
) -> _Vault:
    master = MasterKeys(
        home=settings.home,
        given=settings.master_key,
        environment=settings.environment,
        transaction=transaction,
        reading=reading,
    )
    return _Vault(
        database,
        transaction,
        master,
        Secrets(master, settings.environment),
        Grants(master, settings.environment, BootKey()),
    )


def _anchor(reading: Transaction, audit: Chain, anchors: AnchorFile) -> None:
    with reading() as session:
        head = audit.head(session)
    anchors.write(head, _now())


def _log_faults(reading: Transaction, audit: Chain, anchors: AnchorFile) -> list[Fault]:
    known = anchors.read()
    with reading() as session:
        return audit.verify(session, known)


def _is_demo(
    node_types: Mapping[str, NodeType], providers: Providers
) -> Callable[[str, str], bool]:
    def is_demo(node_type: str, slug: str) -> bool:
        kind = node_types[node_type].kind
        provider = providers.get((kind, slug)) if kind else None
        return provider is not None and provider.demo

    return is_demo


def _can_look(
    node_types: Mapping[str, NodeType], providers: Providers
) -> Callable[[str, str], bool]:
    def can_look(node_type: str, slug: str) -> bool:
        kind = node_types[node_type].kind
        provider = providers.get((kind, slug)) if kind else None
        return isinstance(provider, MediaProvider) and provider.finds is not Finds.NEVER

    return can_look


def _now() -> datetime:
    return datetime.now(tz=UTC)

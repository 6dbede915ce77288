"""Composition root: Settings -> Services; the only file that names concrete classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Engine as Database

from vidgenie import db, nodes
from vidgenie import providers as all_files
from vidgenie.accounts.smtp import MailServer
from vidgenie.audit.chain import Chain
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.engine.engine import Engine
from vidgenie.engine.ports import Workshop
from vidgenie.ledger import store as ledger
from vidgenie.library.shelf import Shelf
from vidgenie.plugins import discover
from vidgenie.services.accounts import AccountService
from vidgenie.services.assets import AssetService
from vidgenie.services.books import Books
from vidgenie.services.catalog import CatalogService
from vidgenie.services.credits import CreditService
from vidgenie.services.graphs import GraphService
from vidgenie.services.health import HealthService
from vidgenie.services.keys import EnvironmentKeys
from vidgenie.services.library import LibraryService
from vidgenie.services.limits import Limiter
from vidgenie.services.links import Links
from vidgenie.services.mail import MailService
from vidgenie.services.profile import ProfileService
from vidgenie.services.recovery import RecoveryService
from vidgenie.services.runs import RunService
from vidgenie.services.second_factor import SecondFactorService
from vidgenie.services.sessions import SessionService
from vidgenie.services.tokens import TokenService
from vidgenie.services.views import ViewMaker
from vidgenie.settings import Settings
from vidgenie.storage.disk import Store
from vidgenie.storage.secret import secret_key
from vidgenie.vault.crypto import derive

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
    library: LibraryService
    assets: AssetService
    catalog: CatalogService
    health: HealthService


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
    keys = EnvironmentKeys()
    engine = Engine(
        settings=settings,
        database=database,
        transaction=transaction,
        reading=reading,
        storage=storage,
        workshop=Workshop(node_types, providers, Books(), Shelf(storage), keys),
    )
    secret = secret_key(settings.home, settings.secret)
    credit_service = CreditService(transaction, reading, _now)
    asset_service = AssetService(transaction, reading, storage, Links(secret))
    audit = Chain(derive(secret, "vg/audit"))
    common = (transaction, reading, _now, audit)
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
        settings, database, storage, lambda: engine.is_ready, lambda: engine.hub.watched
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
        graphs=GraphService(transaction, reading, lambda _: {}, settings.video_provider),
        runs=RunService(
            engine=engine,
            transaction=transaction,
            reading=reading,
            credits=credit_service,
            node_types=node_types,
            providers=providers,
            views=ViewMaker(asset_service.signed_url, _is_demo(node_types, providers)),
            has_room=health.has_room,
            check_key=keys.check,
            next_in_line=lambda *_: (),
        ),
        library=LibraryService(transaction, reading, asset_service),
        assets=asset_service,
        catalog=CatalogService(node_types, providers, reading, ledger.prices, lambda p: p.key_form is None, keys.ready),
        health=health,
    )


@cache
def services() -> Services:
    """The services of this process, wired from the environment."""
    return build(Settings.from_env())


def all_providers() -> Providers:
    """Every Provider there is a file for, by (kind, slug)."""
    bases: tuple[type[Provider], ...] = (TextProvider, ImageProvider, VideoProvider)
    return {
        (base.kind, slug): provider
        for base in bases
        for slug, provider in discover(all_files, base).items()
    }


def _is_demo(
    node_types: Mapping[str, NodeType], providers: Providers
) -> Callable[[str, str], bool]:
    def is_demo(node_type: str, slug: str) -> bool:
        kind = node_types[node_type].kind
        provider = providers.get((kind, slug)) if kind else None
        return provider is not None and provider.demo

    return is_demo


def _now() -> datetime:
    return datetime.now(tz=UTC)

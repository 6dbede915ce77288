"""Composition root: Settings -> Services; the only package that names concrete classes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine as Database

from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.chain import Chain
from vidgenie.bootstrap.batching import Batching, batching
from vidgenie.bootstrap.drawing import Drawing, drawing
from vidgenie.bootstrap.ground import Ground, Providers, all_providers, lay, now
from vidgenie.bootstrap.keeping import Keeping, keeping
from vidgenie.bootstrap.making import Making, making
from vidgenie.bootstrap.people import People, people
from vidgenie.bootstrap.projecting import Projecting, projecting
from vidgenie.bootstrap.showing import Showing, showing
from vidgenie.domain.node_type import NodeType
from vidgenie.engine.clock import Chore
from vidgenie.engine.engine import Engine
from vidgenie.engine.ports import Workshop
from vidgenie.library.shelf import Shelf
from vidgenie.media.workbench import Workbench
from vidgenie.services.assets import AssetService
from vidgenie.services.books import Books
from vidgenie.services.erasure import ErasureService
from vidgenie.services.export import ExportService
from vidgenie.services.health import HealthService
from vidgenie.services.ledger_health import LedgerHealth
from vidgenie.services.limits import Limiter
from vidgenie.services.links import Links
from vidgenie.services.live import LiveService
from vidgenie.services.project_erasure import ProjectErasure
from vidgenie.services.receipts import ReceiptService
from vidgenie.services.run_notices import RunBell
from vidgenie.services.telling import Tells
from vidgenie.services.wiping import Wiper
from vidgenie.settings import Settings
from vidgenie.vault.master import MasterKeys

__all__ = ["Providers", "Services", "all_providers", "build", "services"]


# No repr: it would go through the whole installation, and asyncio asks for it at times.
@dataclass(frozen=True, repr=False)
class Services(People, Making, Drawing, Projecting, Showing, Batching, Keeping):
    """Everything a page, an API route or a command may call."""

    settings: Settings
    database: Database
    engine: Engine
    assets: AssetService
    health: HealthService
    live: LiveService
    limiter: Limiter
    receipts: ReceiptService
    vault_master: MasterKeys
    export: ExportService
    erasure: ErasureService
    audit_chain: Chain
    audit_anchors: AnchorFile


def build(
    settings: Settings,
    *,
    node_types: Mapping[str, NodeType] | None = None,
    providers: Providers | None = None,
) -> Services:
    """Wire the services for these settings; nothing is started.

    node_types, providers: instead of those there are files for.
    """
    ground = lay(settings, node_types, providers)
    receipts = ReceiptService(ground.reading, ground.node_types)
    assets = AssetService(
        ground.transaction,
        ground.reading,
        ground.storage,
        Links(ground.secret),
        origin=settings.origin,
        cache=ground.cache,
        tail=receipts.tail,
    )
    persons = people(ground)
    engine = _engine(ground, assets, persons.notifications.tell)
    health = HealthService(
        settings,
        ground.database,
        ground.storage,
        lambda: engine.is_ready,
        lambda: engine.hub.watched,
        vault_fault=ground.vault.fault,
        log_faults=ground.log_faults,
        ledger_faults=LedgerHealth(ground.reading).faults,
        payments=persons.payments,
    )
    wiper = Wiper(
        ground.transaction,
        ground.reading,
        engine,
        ground.storage,
        ground.vault.secrets,
        ground.cache,
        depart=persons.departures.leave,
    )
    erasure = ErasureService(*ground.common, accounts=persons.accounts, wiper=wiper)
    engine.chores = (
        Chore("mail", timedelta(seconds=10), persons.mail.drain),
        Chore("renewals", timedelta(seconds=45), persons.renewals.work),
        Chore("renewals ahead", timedelta(minutes=10), persons.announcing.work),
        Chore("bought twice", timedelta(seconds=30), persons.undoing.work),
        Chore("erasure", timedelta(seconds=30), erasure.resume),
        Chore("projects", timedelta(seconds=30), ProjectErasure(engine).sweep),
        Chore("grants", timedelta(minutes=1), ground.vault.tidy),
        Chore("audit anchor", timedelta(minutes=5), ground.anchor),
        Chore("notifications", timedelta(hours=1), persons.notifications.forget),
        Chore("cache", timedelta(minutes=10), ground.cache.sweep),
        Chore("master key", timedelta(hours=1), lambda: ground.vault.master.upkeep(now())),
    )
    made = making(
        ground,
        engine,
        assets=assets,
        credit_service=persons.credits,
        budgets=persons.budgets,
        health=health,
    )
    drawn = drawing(ground, engine, made)
    projected = projecting(
        ground, engine, made, assets=assets, credit_service=persons.credits, receipts=receipts
    )
    return Services(
        **_all(persons),
        **_all(made),
        **_all(drawn),
        **_all(projected),
        **_all(showing(ground, made, drawn, projected)),
        **_all(batching(ground, made, projected, credit_service=persons.credits)),
        **_all(keeping(ground, engine)),
        settings=settings,
        database=ground.database,
        engine=engine,
        assets=assets,
        health=health,
        live=LiveService(ground.reading, now, lambda topic: engine.hub.watch(topic)),  # noqa: PLW0108  # the hub is made on the event loop that watches
        limiter=ground.limiter,
        receipts=receipts,
        vault_master=ground.vault.master,
        export=ExportService(*ground.common, storage=ground.storage),
        erasure=erasure,
        audit_chain=ground.audit,
        audit_anchors=ground.anchors,
    )


@cache
def services() -> Services:
    """The services of this process, wired from the environment."""
    return build(Settings.from_env())


def _engine(ground: Ground, assets: AssetService, tell: Tells) -> Engine:
    return Engine(
        settings=ground.settings,
        database=ground.database,
        transaction=ground.transaction,
        reading=ground.reading,
        storage=ground.storage,
        workshop=Workshop(
            ground.node_types,
            ground.providers,
            Books(),
            Shelf(ground.storage),
            ground.keyring,
            Workbench(ground.cache),
            RunBell(tell, {slug: one.title for (_, slug), one in ground.providers.items()}),
            assets.public_link,
        ),
    )


def _all(
    part: People | Making | Drawing | Projecting | Showing | Batching | Keeping,
) -> dict[str, Any]:
    """The services of a part, by name."""
    return {field.name: getattr(part, field.name) for field in fields(part)}

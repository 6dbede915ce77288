"""Services about what people make: Runs, their files, the cutting room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, Providers, now
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.declared import Finds
from vidgenie.domain.ports.provider import Kind, MediaProvider
from vidgenie.engine.engine import Engine
from vidgenie.ledger import store as ledger
from vidgenie.media.captions.styles import families
from vidgenie.media.sound.beds import BEDS
from vidgenie.services.admission import Admission
from vidgenie.services.assets import AssetService
from vidgenie.services.brands import BrandService
from vidgenie.services.budgets import Budgets
from vidgenie.services.captions import CaptionService
from vidgenie.services.catalog import CatalogService
from vidgenie.services.checking import Checking
from vidgenie.services.costs import CostService, load_overrides
from vidgenie.services.credits import CreditService
from vidgenie.services.cuts import CutService
from vidgenie.services.fallbacks import Fallbacks
from vidgenie.services.graphs import GraphService
from vidgenie.services.health import HealthService
from vidgenie.services.library import LibraryService
from vidgenie.services.limits import run_limit
from vidgenie.services.music import MusicService
from vidgenie.services.pillars import PillarService
from vidgenie.services.preferences import PreferenceService
from vidgenie.services.project_template_views import TemplateViewer
from vidgenie.services.run_planning import RunPlanner
from vidgenie.services.runs import RunService
from vidgenie.services.sayings import SayingService
from vidgenie.services.template_needs import film_price, titles
from vidgenie.services.templates import TemplateService
from vidgenie.services.video_credits import VideoPrices
from vidgenie.services.views import ViewMaker
from vidgenie.services.voices import VoiceService


@dataclass(frozen=True)
class Making:
    """Those services."""

    graphs: GraphService
    runs: RunService
    cuts: CutService
    brands: BrandService
    captions: CaptionService
    music: MusicService
    voices: VoiceService
    sayings: SayingService
    library: LibraryService
    catalog: CatalogService
    costs: CostService
    video_prices: VideoPrices
    preferences: PreferenceService
    pillars: PillarService
    templates: TemplateService


def making(  # noqa: PLR0913  # what the services stand on
    ground: Ground,
    engine: Engine,
    *,
    assets: AssetService,
    credit_service: CreditService,
    budgets: Budgets,
    health: HealthService,
) -> Making:
    """Wire them."""
    settings, providers, keyring = ground.settings, ground.providers, ground.keyring
    transaction, reading = ground.transaction, ground.reading
    costs = CostService(providers, load_overrides(settings.home, providers))
    preferences = PreferenceService(transaction, reading, now, providers, keyring)
    admission = Admission(
        engine=engine,
        transaction=transaction,
        reading=reading,
        credits=credit_service,
        budgets=budgets,
        checking=Checking(ground.node_types, providers, keyring.check),
        has_room=health.has_room,
        fallbacks=Fallbacks(
            providers, keyring, costs.costs, {Kind.VIDEO: settings.video_provider_fallback}
        ),
        limiter=ground.limiter,
        limit=run_limit(settings),
    )
    return Making(
        graphs=GraphService(preferences.defaults, settings.video_provider),
        runs=RunService(
            engine,
            transaction,
            reading,
            admission,
            ViewMaker(
                assets.signed_url,
                _is_demo(ground.node_types, providers),
                _can_look(ground.node_types, providers),
                assets.tail,
            ),
            RunPlanner(ground.node_types),
        ),
        cuts=CutService(reading, BEDS),
        brands=BrandService(transaction, reading, now, assets.signed_url, families()),
        captions=CaptionService(reading, ground.cache),
        music=MusicService(ground.cache),
        voices=VoiceService(reading, providers, keyring),
        sayings=SayingService(providers, ground.cache),
        library=LibraryService(transaction, reading, assets),
        catalog=CatalogService(
            ground.node_types,
            providers,
            reading,
            ledger.prices,
            keyring.is_offered,
            keyring.ready,
        ),
        costs=costs,
        video_prices=VideoPrices(reading, costs),
        preferences=preferences,
        pillars=PillarService(transaction, reading, now),
        templates=TemplateService(
            transaction,
            reading,
            now,
            TemplateViewer(titles(providers), film_price(ground.node_types, ledger.prices)),
        ),
    )


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

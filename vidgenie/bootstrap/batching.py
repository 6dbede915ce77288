"""Services about batches."""

from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.bootstrap.projecting import Projecting
from vidgenie.projects import pillars
from vidgenie.services.assets import AssetService
from vidgenie.services.batch_prices import BatchPrices
from vidgenie.services.batch_standing import BatchStanding
from vidgenie.services.batches import BatchService
from vidgenie.services.credits import CreditService
from vidgenie.services.project_viewing import ProjectViewer


@dataclass(frozen=True)
class Batching:
    """Those services."""

    batches: BatchService


def batching(
    ground: Ground,
    made: Making,
    projected: Projecting,
    *,
    assets: AssetService,
    credit_service: CreditService,
) -> Batching:
    """Wire them."""
    transaction, reading, providers = ground.transaction, ground.reading, ground.providers
    viewer = ProjectViewer(assets.signed_url, lambda one: credit_service.balance(one).credits)
    return Batching(
        BatchService(
            transaction,
            reading,
            now,
            credit_service,
            providers,
            projected.projects.maker,
            projected.production,
            BatchPrices(reading, made.runs, providers, ground.keyring.check, pillars.note),
            BatchStanding(reading, viewer, projected.stages.take_over),
        )
    )

"""Services about batches."""

from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.bootstrap.projecting import Projecting
from vidgenie.projects import pillars
from vidgenie.services.batch_checking import BatchChecker
from vidgenie.services.batch_prices import BatchPrices
from vidgenie.services.batch_standing import BatchStanding
from vidgenie.services.batches import BatchService
from vidgenie.services.credits import CreditService


@dataclass(frozen=True)
class Batching:
    """Those services."""

    batches: BatchService


def batching(
    ground: Ground,
    made: Making,
    projected: Projecting,
    *,
    credit_service: CreditService,
) -> Batching:
    """Wire them."""
    transaction, reading, providers = ground.transaction, ground.reading, ground.providers
    maker = projected.projects.maker
    prices = BatchPrices(reading, made.runs, providers, ground.keyring.check, pillars.note)
    return Batching(
        BatchService(
            transaction,
            reading,
            now,
            BatchChecker(reading, credit_service, providers, maker, prices),
            maker,
            projected.production,
            BatchStanding(reading, projected.projects.viewer, projected.stages.take_over),
        )
    )

"""Use case: what a video costs at each Provider, in dollars there and in credits here."""

import math
from dataclasses import dataclass

from vidgenie.db import Transaction
from vidgenie.domain.pricing import ANY, PriceTable
from vidgenie.ledger import store as ledger
from vidgenie.services.costs import CLIP_SECONDS, VOICE_SECONDS, CostService, VideoCostView

SOURCE, AS_OF = "Workflow Génération Vidéo par Segments, « Coûts par Provider »", "2026-02-16"
"""Of what the source documents say a clip costs."""
_LOCAL = "local"
# What a Project charges: a clip of a Segment is of the shortest kind.
_CLIP, _SCRIPT, _VOICE = "video.8", "script", "speech"


@dataclass(frozen=True, slots=True)
class VideoPriceView:
    """What a video costs at one Provider. cost: in dollars, there.

    credits: here, for its clips, the script and the voice; None when the price table has no
        row for one of them. total: for all the videos.
    """

    cost: VideoCostView
    credits: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class VideoPrices:
    """Compares the video Providers by both."""

    reading: Transaction
    costs: CostService

    def table(self, *, seconds: int = 30, videos: int = 100) -> list[VideoPriceView]:
        """One row for each video Provider, the cheapest today first.

        seconds: of one video, in Segments of five. Raises InvalidInput.
        """
        rows = self.costs.table(seconds=seconds, videos=videos)
        with self.reading() as session:
            prices = ledger.prices(session)
        return [_row(row, prices, seconds, videos) for row in rows]


def _row(cost: VideoCostView, prices: PriceTable, seconds: int, videos: int) -> VideoPriceView:
    # What this server makes, it makes whole: the words and the voice too.
    other = _LOCAL if cost.provider == _LOCAL else ANY
    parts = (
        (cost.provider, _CLIP, math.ceil(seconds / CLIP_SECONDS)),
        (other, _SCRIPT, 1),
        (other, _VOICE, math.ceil(seconds / VOICE_SECONDS)),
    )
    try:
        credits_ = sum(prices.price(provider, action) * times for provider, action, times in parts)
    except KeyError:
        return VideoPriceView(cost, None, None)
    return VideoPriceView(cost, credits_, credits_ * videos)

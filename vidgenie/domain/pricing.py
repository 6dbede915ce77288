"""Pricing: what a Run costs in credits, before it starts; one quote feeds everything."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from vidgenie.domain.graph import CheckedNode

ANY = "*"

# DESIGN 6: enhance 1; image 2, 3, 5; video 10, 20, 40, 80; voice-over 1 per 30 s; script 1;
# everything local 0.
# everything local 0.
SEED: Mapping[tuple[str, str], int] = {
    (ANY, "enhance"): 1,
    (ANY, "image.512"): 2,
    (ANY, "image.1024"): 3,
    (ANY, "image.2048"): 5,
    (ANY, "video.8"): 10,
    (ANY, "video.15"): 20,
    (ANY, "video.30"): 40,
    (ANY, "video.60"): 80,
    (ANY, "speech"): 1,
    (ANY, "script"): 1,
    ("local", ANY): 0,
}


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Credits by (Provider slug, action); "*" stands for any.

    The most exact row wins: (provider, action), (provider, *), (*, action).
    """

    rows: Mapping[tuple[str, str], int]

    def price(self, provider: str, action: str | None) -> int:
        """Credits for one action. Raises KeyError for an action no row knows."""
        if action is None:
            return 0
        for key in ((provider, action), (provider, ANY), (ANY, action)):
            if key in self.rows:
                return self.rows[key]
        raise KeyError(action)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What one Node costs.

    provider_micro_usd: what the Provider is expected to charge itself, in millionths of a
        US dollar; None when that is not known.
    units: how many of its action this line pays; 0 when an earlier one has paid for it too.
    """

    node_id: str
    type: str
    credits: int
    provider: str
    provider_micro_usd: int | None = None
    units: int = 1

    @property
    def provider_cost_usd(self) -> float | None:
        """The same in US dollars."""
        micro_usd = self.provider_micro_usd
        return None if micro_usd is None else micro_usd / 1_000_000


@dataclass(frozen=True, slots=True)
class Quote:
    """What a Run costs, in credits; `total` is what its Hold takes."""

    lines: tuple[QuoteLine, ...]

    @property
    def total(self) -> int:
        """Sum of the lines."""
        return sum(line.credits for line in self.lines)


def quote(
    nodes: Sequence[CheckedNode],
    prices: PriceTable,
    estimates: Mapping[str, int | None] = MappingProxyType({}),
) -> Quote:
    """The price of a checked Graph. estimates: Node -> millionths of a dollar.

    Shares of one action at one Provider add up, in execution order: six Segments of 5 s are
    one half minute of voice.
    """
    used: dict[tuple[str, str | None], Fraction] = defaultdict(Fraction)
    lines = list[QuoteLine]()
    for checked in nodes:
        provider, action = (
            checked.type.provider(checked.params),
            checked.type.action(checked.params),
        )
        before = used[provider, action]
        used[provider, action] += checked.type.share(checked.params)
        units = math.ceil(used[provider, action]) - math.ceil(before)
        lines.append(
            QuoteLine(
                node_id=checked.node.id,
                type=checked.node.type,
                credits=prices.price(provider, action) * units,
                provider=provider,
                provider_micro_usd=estimates.get(checked.node.id),
                units=units,
            )
        )
    return Quote(lines=tuple(lines))

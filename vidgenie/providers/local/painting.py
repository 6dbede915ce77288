"""A painted place, before its subjects are put in."""

from dataclasses import dataclass, field
from typing import Literal

from vidgenie.providers.local.layers import Layer

Surface = Literal["land", "snow", "sand", "water", "air", "street", "table", "podium"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing can be put.

    x, y: canvas pixels of its foot, or of its middle in the air.
    depth: of the layer it belongs to.
    scale: 1 where a person is about 200 design pixels tall.
    """

    x: float
    y: float
    depth: float
    ground: Surface = "land"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Painting:
    """What a place hands on.

    layers: back to front. spots: where subjects go, the best first.
    front: what comes before the subjects, nearest last.
    particles: what floats in this place when the weather does not say.
    """

    layers: list[Layer]
    spots: tuple[Spot, ...] = ()
    front: list[Layer] = field(default_factory=list[Layer])
    particles: str = "dust"

"""People in a scene: against the light outdoors, clay mannequins on a set, astronauts."""

import numpy as np

from vidgenie.providers.local.clay import modelled
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.figures import silhouette, visor
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.painting import Spot
from vidgenie.providers.local.props import foam
from vidgenie.providers.local.shapes import Point, against_light, contact_shadow
from vidgenie.providers.local.stage import Stage

_TALL = 205  # design pixels of a standing person
_ASTRONAUT = 1.45
_DULL = frozenset({"overcast", "storm", "storm_night"})  # no sun to draw an edge
_SETS = frozenset({"podium", "table"})


def figure(stage: Stage, name: str, spot: Spot) -> list[Layer]:
    """The layers of a person who stands at the spot."""
    tall = _TALL * stage.unit * min(spot.scale, 2.0) * (_ASTRONAUT if name == "astronaut" else 1)
    mask, feet = silhouette(name, tall)
    if name == "astronaut":
        picture = _astronaut(stage, mask, feet, tall)
    elif spot.ground in _SETS:
        paint = mix(stage.palette.accent, np.ones(3, np.float32), 0.15)
        picture = modelled(stage, mask, paint, thick=tall * 0.05)
    else:
        body = np.broadcast_to(stage.palette.near * 0.68, (*mask.shape, 3))
        picture = against_light(stage, mask, body, rim=0.3 if stage.moment in _DULL else 0.85)
    origin = (int(spot.x - feet[0]), int(spot.y - feet[1]))
    body_layer = stage.sheet(mask, picture, origin, spot.depth)
    if spot.ground == "water":
        return [body_layer, foam(stage, spot, int(tall * 1.1))]
    wide = int(tall * 0.42)
    shade = contact_shadow((wide, max(3, int(tall * 0.07)))) * 0.55
    at = (int(spot.x - wide / 2), int(spot.y - tall * 0.04))
    return [stage.sheet(shade, stage.palette.near * 0.5, at, spot.depth), body_layer]


def _astronaut(stage: Stage, mask: Array, feet: Point, tall: float) -> Array:
    """A white suit with a dark visor that gives back the sky."""
    picture = modelled(stage, mask, rgb("#f3f4f7"), thick=tall * 0.075, gloss=0.2)
    (mx, my), (rx, ry) = visor(tall)
    x = np.arange(mask.shape[1], dtype=np.float32)[None, :]
    y = np.arange(mask.shape[0], dtype=np.float32)[:, None]
    dx = (x - np.float32(feet[0] + mx)) / np.float32(rx)
    dy = (y - np.float32(feet[1] - my)) / np.float32(ry)
    inside = smooth(1.05, 0.95, np.hypot(dx, dy))[..., None]
    glass = mix(stage.palette.near, stage.palette.accent, 0.30)
    glass = glass + (stage.palette.light - glass) * (np.clip(-dy - 0.1, 0, 1) * 0.55)[..., None]
    spark = np.exp(-(((dx - 0.4 * stage.sun_side) / 0.22) ** 2) - ((dy + 0.4) / 0.22) ** 2)
    glass = np.clip(glass + spark[..., None] * 0.8, 0, 1)
    return (picture + (glass - picture) * inside).astype(np.float32)

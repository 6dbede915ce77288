"""Terrain: a field of heights seen from its side, lit, shadowed and hazed like a real one."""

from dataclasses import dataclass

import numpy as np

from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.stage import Stage


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Heights and colours of a strip of land, near row first.

    heights: (n, W) pixels above the row's base.
    bases: (n,) canvas row where height 0 of each row is drawn, falling from near to far.
    colours: (n, W, 3).
    """

    heights: Array
    bases: Array
    colours: Array

    @property
    def skyline(self) -> Array:
        """Canvas row of the upper edge, one per column."""
        return np.asarray((self.bases[:, None] - self.heights).min(axis=0), np.float32)


def seen(ground: Ground, bottom: int) -> tuple[Array, int]:
    """The ground as a patch (h, W, 4) and the canvas row of its top; it ends at `bottom`.

    Below its nearest row the ground goes on in that row's colour.
    """
    edges = np.minimum.accumulate(ground.bases[:, None] - ground.heights, axis=0)
    rows, width = edges.shape
    top = max(0, int(edges[-1].min()) - 1)
    height = max(1, bottom - top)
    starts = np.clip(np.ceil(edges - top), 0, height).astype(np.int32)
    flat = (starts * width + np.arange(width, dtype=np.int32)[None, :]).ravel()
    hidden = np.bincount(flat, minlength=(height + 1) * width).reshape(height + 1, width)
    passed = np.cumsum(hidden[:height], axis=0, dtype=np.int32)
    index = np.clip(rows - passed, 0, rows - 1)
    picture = ground.colours.reshape(-1, 3)[
        (index * width + np.arange(width, dtype=np.int32)[None, :]).ravel()
    ].reshape(height, width, 3)
    y = np.arange(height, dtype=np.float32)[:, None] + np.float32(top)
    patch = np.empty((height, width, 4), np.float32)
    patch[..., :3] = picture
    patch[..., 3] = np.clip(y - edges[-1][None, :] + 1, 0, 1)
    return patch, top


def lit(heights: Array, *, side: int, steep: float, slope: float, unit: float) -> Array:
    """How much direct light each point gets, 0..1; the light stands low on one side.

    side: -1 when it comes from the left. steep: rise per column that turns a face fully
    away. slope: rise of the light's rays per column, for cast shadows. unit: see Stage.
    """
    across = np.gradient(heights, axis=1) * np.float32(side)
    # A row is worth the same distance at every size, a column is one pixel.
    toward_viewer = np.gradient(heights, axis=0) / np.float32(unit)
    facing = 0.5 - across / np.float32(steep) + toward_viewer * np.float32(0.30 / steep)
    shade = _cast(heights, side=side, slope=slope, soft=14 * unit)
    return np.clip(facing, 0, 1) * (1 - 0.75 * shade)


def _cast(heights: Array, *, side: int, slope: float, soft: float) -> Array:
    columns = np.arange(heights.shape[1], dtype=np.float32)[None, :] * np.float32(slope)
    raised = heights + columns if side < 0 else (heights + columns[:, ::-1])[:, ::-1]
    wall = np.maximum.accumulate(raised, axis=1)
    shade = smooth(soft * 0.04, soft, wall - raised)
    return shade if side < 0 else shade[:, ::-1]


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Rows of a plain that runs to the horizon, near row first.

    away: (n, 1) distance of each row, 1 at the viewer's feet.
    bases: (n,) canvas row of each. x: (n, W) place across, in units of the nearest view.
    """

    away: Array
    bases: Array
    x: Array


def plain(stage: Stage, *, line: float, rows: int, far: float = 14.0) -> Plain:
    """A plain from the bottom of the canvas to the row `line`, seen from standing height."""
    width, height = stage.canvas
    away = np.geomspace(1, far, rows).astype(np.float32)[:, None]
    bases = np.float32(line) + np.float32(height * 1.04 - line) * (1 / away - 1 / far)
    x = (stage.x - np.float32(width / 2)) / np.float32(stage.size[0]) * away
    return Plain(away, bases[:, 0], x)


def sunlit(stage: Stage, land: Plain, heights: Array, *, steep: float) -> Array:
    """Light on a plain's heights, given in design pixels at distance 1; 0 to 1, 0.5 on the flat."""
    scale = np.float32(stage.size[0] / stage.unit)
    across = np.gradient(heights, axis=1) / np.gradient(land.x, axis=1) / scale
    along = np.gradient(heights, axis=0) / np.gradient(land.away, axis=0) / scale
    side = np.float32(stage.sun_side)
    return np.clip(0.5 - (across * side - along * 0.5) / np.float32(steep), 0, 1)

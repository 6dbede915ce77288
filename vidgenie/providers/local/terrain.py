"""Terrain: a field of heights seen from its side, lit, shadowed and hazed like a real one."""

from dataclasses import dataclass

import numpy as np

from vidgenie.providers.local.colour import Array, smooth


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


def lit(heights: Array, *, side: int, steep: float, slope: float) -> Array:
    """How much direct light each point gets, 0..1; the light stands low on one side.

    side: -1 when it comes from the left. steep: pixels of height that turn a face
    fully away. slope: rise of the light's rays in pixels per column, for cast shadows.
    """
    across = np.gradient(heights, axis=1) * np.float32(side)
    toward_viewer = np.gradient(heights, axis=0)
    facing = np.clip(
        0.5 - across / np.float32(steep) + toward_viewer * np.float32(0.35 / steep), 0, 1
    )
    return facing * (1 - 0.75 * _cast(heights, side=side, slope=slope))


def _cast(heights: Array, *, side: int, slope: float) -> Array:
    columns = np.arange(heights.shape[1], dtype=np.float32)[None, :] * np.float32(slope)
    raised = heights + columns if side < 0 else (heights + columns[:, ::-1])[:, ::-1]
    wall = np.maximum.accumulate(raised, axis=1)
    shade = smooth(0.5, 14, wall - raised)
    return shade if side < 0 else shade[:, ::-1]

"""What a scene is made of: flat layers, far to near, that a camera can move past."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from vidgenie.providers.local.colour import Array

Blend = Literal["over", "screen"]
_NOTHING = 0.002  # less than this is not seen
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the canvas; right and bottom are outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One sheet of the scene, as large as the canvas.

    rgba: (H, W, 4), straight alpha.
    depth: 0 far (moves little) to 1 near.
    blend: "over" covers what is behind, "screen" adds its light to it.
    box: where the sheet is not empty; None when that is everywhere.
    """

    rgba: Array
    depth: float
    blend: Blend = "over"
    box: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture before it is flattened.

    size: (width, height) of the view, in the middle of the canvas.
    canvas: (width, height) of the layers: wider than the view, so that a camera can move.
    layers: back to front; the first one covers the canvas.
    light, accent: colours of the light source and of what should catch the eye.
    particles: what floats in the air: "", "snow", "rain", "fireflies" or "dust".
    """

    size: tuple[int, int]
    canvas: tuple[int, int]
    layers: tuple[Layer, ...]
    light: Array
    accent: Array
    particles: str
    seed: int


def backdrop(picture: Array) -> Layer:
    """The layer behind everything, from a (H, W, 3) picture."""
    return Layer(_with_alpha(picture, 1), 0)


def sheet(
    canvas: tuple[int, int],
    mask: Array,
    colour: Array,
    origin: tuple[int, int],
    depth: float,
) -> Layer:
    """A layer that is empty but for a colour, or a (h, w, 3) picture, seen through a mask.

    origin: canvas column and row of the mask's left top. What falls outside the
    canvas is cut off.
    """
    width, height = canvas
    rows, columns = _extent(mask)
    left, top = origin
    x0, y0 = max(0, left + columns.start), max(0, top + rows.start)
    x1 = max(x0, min(width, left + columns.stop))
    y1 = max(y0, min(height, top + rows.stop))
    part = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    rgba = np.zeros((height, width, 4), np.float32)
    rgba[y0:y1, x0:x1, :3] = colour if colour.ndim == 1 else _spread(colour, mask)[part]
    rgba[y0:y1, x0:x1, 3] = mask[part]
    return Layer(rgba, depth, "over", (x0, y0, x1, y1))


def _spread(colour: Array, mask: Array) -> Array:
    return np.broadcast_to(colour, (*mask.shape, 3))


def _extent(mask: Array) -> tuple[slice, slice]:
    """The rows and columns outside which a mask is empty."""
    rows = np.flatnonzero(mask.max(axis=1) > _NOTHING)
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].max(axis=0) > _NOTHING)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def laid_over(under: Array, layer: Layer) -> None:
    """Put the layer on the (H, W, 3) picture, in place."""
    height, width = under.shape[:2]
    left, top, right, bottom = layer.box or (0, 0, width, height)
    area = under[top:bottom, left:right]
    rgba = layer.rgba[top:bottom, left:right]
    alpha, colour = rgba[..., 3:], rgba[..., :3]
    if layer.blend == "screen":
        area += (1 - area) * colour * alpha
    else:
        area += (colour - area) * alpha


def flattened(layers: tuple[Layer, ...] | list[Layer]) -> Array:
    """The layers seen from the front: (H, W, 3)."""
    picture = layers[0].rgba[..., :3].copy()
    for layer in layers[1:]:
        laid_over(picture, layer)
    return picture


def _with_alpha(picture: Array, alpha: float) -> Array:
    rgba = np.empty((*picture.shape[:2], 4), np.float32)
    rgba[..., :3] = picture
    rgba[..., 3] = alpha
    return rgba

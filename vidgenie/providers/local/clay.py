"""Clay: flat drawings given volume, as if modelled and lit in the scene."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, smooth
from vidgenie.providers.local.noise import blurred, softened
from vidgenie.providers.local.stage import Stage


def modelled(  # noqa: PLR0913  # keyword-only: one way to light, many materials
    stage: Stage,
    mask: Array,
    paint: Array,
    *,
    thick: float,
    engraved: Array | None = None,
    gloss: float = 0.35,
) -> Array:
    """The colours (h, w, 3) of a thing whose outline is `mask`, swollen and lit.

    paint: its own colours, (3,) or (h, w, 3). thick: radius of its roundness in pixels.
    engraved: lines pressed into it, (h, w) 0..1. gloss: how much it shines, 0..1.
    """
    height = _swollen(mask, thick)
    if engraved is not None:
        height = height - softened(engraved, max(0.8, thick * 0.04)) * np.float32(thick * 0.10)
    dy, dx = np.gradient(height)
    norm = 1 / np.sqrt(dx * dx + dy * dy + 1)
    nx, ny, nz = -dx * norm, -dy * norm, norm
    side = np.float32(stage.sun_side)
    facing = np.clip(nx * side * 0.62 - ny * 0.58 + nz * 0.53, 0, 1)
    sky = np.clip(0.66 - ny * 0.44, 0, 1)
    hole = np.exp(-(((1 - height / (height.max() + 1e-6)) * 0.9) ** 2)) * 0.12 + 0.88
    light = stage.ambient * (sky * hole * 1.45)[..., None]
    light += stage.key * (facing * 1.25)[..., None]
    light += (
        mix(stage.palette.accent, stage.palette.haze, 0.5) * (np.clip(ny, 0, 1) * 0.16)[..., None]
    )
    colours = paint * light
    shine = np.clip(nx * side * 0.45 - ny * 0.50 + nz * 0.74, 0, 1) ** 24
    edge = np.clip(nx * side, 0, 1) ** 1.5 * np.clip(1 - nz, 0, 1) ** 0.8
    extra = shine * np.float32(gloss) + edge * 0.45
    return np.clip(colours + extra[..., None] * stage.key * 1.2, 0, 1).astype(np.float32)


def painted(stage: Stage, paint: Array) -> Array:
    """A flat surface's colour in the scene's light, facing it half."""
    return np.clip(paint * (stage.ambient * 0.8 + stage.key * 0.55), 0, 1)


def _swollen(mask: Array, thick: float) -> Array:
    """A height field that rises from the outline like a cushion."""
    total = np.zeros_like(mask)
    for share, radius in ((0.50, thick), (0.30, thick * 0.45), (0.20, thick * 0.18)):
        soft = softened(mask, max(0.8, radius))
        rise = smooth(0.42, 1.0, soft)
        total += np.float32(share) * np.sqrt(rise + np.float32(1e-4))
    return total * np.float32(thick * 1.35) * mask


def shadowed(mask: Array, *, dx: int, dy: int, soft: float) -> Array:
    """The mask moved and blurred: the shadow it throws on a wall behind it."""
    moved = np.roll(np.roll(mask, dy, axis=0), dx, axis=1)
    return blurred(moved, soft)

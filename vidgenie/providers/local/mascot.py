"""Mascots: a body for the animals the emoji font only has a head of."""

import numpy as np

from vidgenie.providers.local.clay import modelled
from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.shapes import Pen, curve
from vidgenie.providers.local.stage import Stage

HEADS = frozenset("🦁🦊🐺🐻🐼🤖👽🐱🐶🐭🐹🐰🐨🐯🐮🐷🐸🐵🐲🐔🫎🦝")
_TAILED = frozenset("🦊🐺🦁🐱🐶🦝🐯")


def seated(
    stage: Stage, head: tuple[Array, Array], paints: tuple[Array, Array], *, tailed: bool
) -> tuple[Array, Array]:
    """The mask and the colours of a seated animal, from its head's mask and colours.

    paints: body, then belly. The result is taller than the head, its feet at the bottom.
    """
    mask, picture = head
    size = mask.shape[0] * 0.8
    wide, tall = mask.shape[1], int(mask.shape[0] + size * 0.66)
    x, neck = wide / 2, mask.shape[0] * 0.80
    foot = neck + size * 0.70
    body, belly, feet, tail = (Pen((wide, tall), fine=2) for _ in range(4))
    outline = [
        (x - size * 0.16, neck - size * 0.10),
        (x - size * 0.27, neck + size * 0.26),
        (x - size * 0.36, foot - size * 0.12),
        (x - size * 0.27, foot),
    ]
    body.polygon(curve([*outline, *[(2 * x - a, b) for a, b in outline[::-1]], outline[0]], 8))
    belly.disc((x, neck + size * 0.36), (size * 0.17, size * 0.27))
    for side in (-1, 1):
        body.limb(
            [
                (x + side * size * 0.13, neck + size * 0.15),
                (x + side * size * 0.12, foot - size * 0.06),
            ],
            [size * 0.14, size * 0.15],
        )
        feet.disc((x + side * size * 0.14, foot - size * 0.045), (size * 0.125, size * 0.075))
    if tailed:
        side = -stage.sun_side
        bend = curve(
            [
                (x + side * size * 0.25, foot - size * 0.08),
                (x + side * size * 0.50, foot - size * 0.10),
                (x + side * size * 0.52, foot - size * 0.42),
            ],
            10,
        )
        tail.limb(
            bend,
            list(np.linspace(size * 0.10, size * 0.17, 12))
            + list(np.linspace(size * 0.17, size * 0.05, len(bend) - 12)),
        )
    out_mask, out = np.zeros((tall, wide), np.float32), np.zeros((tall, wide, 3), np.float32)
    _lay(stage, (out_mask, out), tail.mask(), paints[0] * 0.94, thick=size * 0.08)
    torso = body.mask()
    chest = smooth(0.2, 0.8, belly.mask())[..., None]
    _lay(
        stage,
        (out_mask, out),
        torso,
        paints[0] * (1 - chest) + paints[1] * chest,
        thick=size * 0.18,
    )
    _lay(stage, (out_mask, out), feet.mask(), paints[0], thick=size * 0.06)
    top = mask.shape[0]
    shade = np.clip(np.roll(mask, int(size * 0.07), axis=0), 0, 1)[..., None] * 0.35
    out[:top] *= 1 - shade
    out[:top] += (picture - out[:top]) * mask[..., None]
    out_mask[:top] = np.maximum(out_mask[:top], mask)
    return out_mask, out


def has_tail(glyph: str) -> bool:
    """Whether the animal of this head has a tail one would see from the front."""
    return glyph in _TAILED


def _lay(
    stage: Stage, under: tuple[Array, Array], mask: Array, paint: Array, *, thick: float
) -> None:
    mask_so_far, picture = under
    colours = modelled(stage, mask, paint, thick=thick, gloss=0.15)
    picture += (colours - picture) * mask[..., None]
    np.maximum(mask_so_far, mask, out=mask_so_far)

"""Glyphs: a noun's picture from the emoji font, filled and painted region by region."""

from functools import cache
from pathlib import Path

import manimgx_fonts
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.noise import resized

_FONT = Path(manimgx_fonts.__file__).parent / "NotoEmoji[wght].ttf"
_WEIGHT = 300
_STUDY = 220  # pixels of the small drawing whose regions are told apart


def drawn(glyph: str, height: int) -> tuple[Array, Array, Array]:
    """The glyph about `height` pixels tall: its filled outline, its lines, its regions.

    The three are (h, w) with an eighth of `height` empty around the glyph. A pixel's
    region is 0 in the largest cells, 1 in the others, between the two on their borders.
    """
    lines = _lines(glyph, height)
    small = _lines(glyph, _STUDY)
    inside, detail = _regions(small > 0.35)
    size = (lines.shape[1], lines.shape[0])
    body = np.maximum(resized(inside.astype(np.float32), size), 0)
    filled = np.clip(np.maximum(lines, np.clip((body - 0.35) * 3, 0, 1)), 0, 1)
    return filled, lines, np.clip(resized(detail.astype(np.float32), size), 0, 1)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONT), size)
    font.set_variation_by_axes([_WEIGHT])
    return font


def _lines(glyph: str, height: int) -> Array:
    font = _font(max(8, round(height * 0.92)))
    left, top, right, bottom = font.getbbox(glyph)
    margin = max(2, height // 8)
    width, tall = max(1, int(right - left)) + 2 * margin, max(1, int(bottom - top)) + 2 * margin
    image = Image.new("L", (width, tall), 0)
    ImageDraw.Draw(image).text((margin - left, margin - top), glyph, font=font, fill=255)
    return np.asarray(image).astype(np.float32) / 255


def _regions(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the lines enclose, and which of it is not the largest cell."""
    labels, border = _labelled(~ink)
    inside = ink | ~np.isin(labels, list(border)) & (labels > 0)
    cells = np.where(inside & ~ink, labels, 0)
    sizes = np.bincount(cells.ravel())
    sizes[0] = 0
    if sizes.max(initial=0) == 0:
        return inside, np.zeros_like(inside)
    main = sizes >= 0.45 * sizes.max()
    main[0] = True
    return inside, ~main[cells]


def _labelled(free: np.ndarray) -> tuple[np.ndarray, set[int]]:
    """Connected cells of True pixels, numbered from 1, and the numbers that touch the border."""
    height, width = free.shape
    labels = np.zeros((height, width), np.int32)
    parent = [0]

    def root(a: int) -> int:
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        return a

    above: list[tuple[int, int, int]] = []
    for y in range(height):
        change = np.flatnonzero(np.diff(np.concatenate(([0], free[y].astype(np.int8), [0]))))
        runs: list[tuple[int, int, int]] = []
        for start, stop in zip(change[::2], change[1::2], strict=True):
            touching = {root(label) for a, b, label in above if a < stop and b > start}
            label = min(touching) if touching else len(parent)
            if not touching:
                parent.append(label)
            for other in touching:
                parent[other] = label
            labels[y, start:stop] = label
            runs.append((int(start), int(stop), label))
        above = runs
    roots = np.array([root(k) for k in range(len(parent))], np.int32)
    labels = roots[labels]
    edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    return labels, {int(k) for k in np.unique(edge)} - {0}

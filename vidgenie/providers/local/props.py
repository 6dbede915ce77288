"""Props: things with a glyph, modelled in clay and put down, hung in the air or in the water."""

import numpy as np
from PIL import Image

from vidgenie.providers.local import glyphs
from vidgenie.providers.local.clay import modelled
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.mascot import HEADS, has_tail, seated
from vidgenie.providers.local.noise import fbm
from vidgenie.providers.local.painting import Spot
from vidgenie.providers.local.palettes import NAMED
from vidgenie.providers.local.shapes import contact_shadow
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.subjects import Subject

# Design pixels of each kind where the spot's scale is 1.
_SIZE = {"beast": 215, "object": 190, "plate": 190, "flier": 200, "swimmer": 270}
_OUTDOORS = frozenset({"land", "sand", "street", "snow"})
_CLOSER = 1.5  # outdoors, things are shown nearer than people
_POLISHED = frozenset({"table", "street", "podium"})
_ALL_INK = 0.72  # a glyph with more ink than this has no lines to speak of


def prop(stage: Stage, subject: Subject, spot: Spot) -> list[Layer]:
    """The layers of a thing that stands, floats or swims at the spot."""
    closer = _CLOSER if spot.ground in _OUTDOORS else 1
    height = int(_SIZE[subject.kind] * stage.unit * max(spot.scale, 1.0) * closer)
    outline, lines, cells = glyphs.drawn(subject.glyph, height)
    coats = _coats(stage, subject)
    paint = _paint(coats, outline, lines, cells)
    picture = modelled(stage, outline, paint, thick=height * 0.15, engraved=lines)
    if spot.ground == "air":
        return _afloat(stage, spot, outline, picture)
    if subject.glyph in HEADS:
        tail = has_tail(subject.glyph)
        outline, picture = seated(stage, (outline, picture), coats, tailed=tail)
    if spot.ground == "water":
        return _swimming(stage, spot, outline, picture)
    return _standing(stage, spot, outline, picture)


def ball(stage: Stage, spot: Spot) -> list[Layer]:
    """A polished ball in the accent's colour: what a set shows when nothing was asked for."""
    r = int(118 * stage.unit * spot.scale / 2)
    axis = np.arange(-r - 2, r + 3, dtype=np.float32) / np.float32(r)
    x, y = axis[None, :], axis[:, None]
    far = np.hypot(x, y)
    z = np.sqrt(np.clip(1 - far**2, 0, 1))
    facing = np.clip(x * (0.55 * stage.sun_side) - y * 0.55 + z * 0.60, 0, 1)
    sky = np.clip(0.55 - y * 0.35, 0, 1)
    light = stage.ambient * (sky * 1.3)[..., None] + stage.key * (facing * 1.25)[..., None]
    picture = stage.palette.accent * light
    picture += (stage.key - picture) * (facing**26 * 0.8)[..., None]
    picture += (stage.palette.light - picture) * ((1 - z) ** 3 * 0.35)[..., None]
    mask = smooth(1 + 1 / r, 1 - 1 / r, far)
    return _standing(stage, spot, mask, np.clip(picture, 0, 1))


def foam(stage: Stage, spot: Spot, wide: int) -> Layer:
    """White water around something `wide` pixels across that moves in it."""
    size = (int(wide * 1.8), max(6, int(wide * 0.24)))
    spread = contact_shadow(size, soft=0.9)
    holes = fbm(stage.rng("foam"), size, (26, 7), octaves=3)
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    mask = spread * smooth(0.34, 0.60, holes) * smooth(-0.8, 0.0, y)
    tone = mix(stage.palette.light, np.ones(3, np.float32), 0.6)
    origin = (int(spot.x - size[0] / 2), int(spot.y - size[1] * 0.55))
    return stage.sheet(mask, tone, origin, spot.depth)


def _coats(stage: Stage, subject: Subject) -> tuple[Array, Array]:
    """The thing's own two colours, unless the prompt names others."""
    codes = subject.colours.split()
    body = rgb(codes[0]) if codes else stage.palette.accent
    detail = rgb(codes[1]) if len(codes) > 1 else mix(body, np.ones(3, np.float32), 0.65)
    wanted = stage.reading.colours
    if wanted:
        body = rgb(NAMED[wanted[0]])
        detail = rgb(NAMED[wanted[1]]) if len(wanted) > 1 else mix(detail, body, 0.15)
    return body, detail


def _paint(coats: tuple[Array, Array], outline: Array, lines: Array, cells: Array) -> Array:
    """Cell by cell, with darker lines."""
    body, detail = coats
    paint = body * (1 - cells[..., None]) + detail * cells[..., None]
    all_ink = float(lines.sum()) > _ALL_INK * float(outline.sum())
    ink = body if all_ink else body * 0.55
    return paint * (1 - lines[..., None]) + ink * lines[..., None]


def _extent(outline: Array) -> tuple[int, int, int, int]:
    """left, top, right, bottom of what can be seen of a mask."""
    rows = np.flatnonzero(outline.max(axis=1) > 0.5)
    columns = np.flatnonzero(outline.max(axis=0) > 0.5)
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def _standing(stage: Stage, spot: Spot, outline: Array, picture: Array) -> list[Layer]:
    """On its feet, with the shadow it throws where it stands."""
    left, _, right, foot = _extent(outline)
    wide = right - left
    x = int(spot.x - (left + right) / 2)
    flat = int(wide * (0.26 if spot.ground in _POLISHED else 0.17))
    shade = contact_shadow((int(wide * 1.25), max(4, flat))) * 0.62
    lean = -stage.sun_side * wide * 0.07
    at = (int(spot.x - wide * 0.625 + lean), int(spot.y - flat * 0.56))
    layers = [stage.sheet(shade, stage.palette.near * 0.5, at, spot.depth)]
    if spot.ground in _POLISHED:
        strip = slice(max(0, foot - int(outline.shape[0] * 0.22)), foot)
        layers.append(_mirrored(stage, spot, (outline[strip], picture[strip]), x, strength=0.20))
    return [*layers, stage.sheet(outline, picture, (x, int(spot.y - foot)), spot.depth)]


def _swimming(stage: Stage, spot: Spot, outline: Array, picture: Array) -> list[Layer]:
    """Half out of the water, with foam around it and its image below."""
    left, top, right, foot = _extent(outline)
    dip = foot - int(0.14 * (foot - top))
    y = np.arange(outline.shape[0], dtype=np.float32)[:, None]
    above = outline * smooth(dip + 5 * stage.unit, dip - 5 * stage.unit, y)
    x = int(spot.x - (left + right) / 2)
    strip = slice(max(0, dip - int(outline.shape[0] * 0.35)), dip)
    return [
        _mirrored(stage, spot, (outline[strip], picture[strip]), x, strength=0.42),
        stage.sheet(above, picture, (x, int(spot.y - dip)), spot.depth),
        foam(stage, spot, right - left),
    ]


def _mirrored(
    stage: Stage, spot: Spot, strip: tuple[Array, Array], x: int, *, strength: float
) -> Layer:
    """The image of a strip (its mask, its picture), upside down under the spot, fading."""
    outline, picture = strip
    fade = np.linspace(strength, 0.0, outline.shape[0], dtype=np.float32)[:, None]
    return stage.sheet(outline[::-1] * fade, picture[::-1], (x, int(spot.y) - 2), spot.depth)


def _afloat(stage: Stage, spot: Spot, outline: Array, picture: Array) -> list[Layer]:
    """In the air or in the water, tilted a little."""
    side = 1 if spot.x < stage.across(0.45) else -1
    angle = float(stage.rng("tilt").uniform(4, 13)) * side
    if stage.reading.place == "underwater":
        angle *= 0.4
    mask = _rotated(outline, angle)
    colours = np.dstack([_rotated(picture[..., k], angle) for k in range(3)])
    origin = (int(spot.x - outline.shape[1] / 2), int(spot.y - outline.shape[0] / 2))
    return [stage.sheet(mask, colours, origin, spot.depth)]


def _rotated(plane: Array, angle: float) -> Array:
    image = Image.fromarray(np.ascontiguousarray(plane))
    return np.asarray(image.rotate(angle, resample=Image.Resampling.BICUBIC)).clip(0, 1)

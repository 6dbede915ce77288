"""The cast: puts the things a prompt asks for into the painted place."""

import numpy as np
from PIL import Image

from vidgenie.providers.local import glyphs
from vidgenie.providers.local.clay import modelled
from vidgenie.providers.local.colour import Array, mix, rgb
from vidgenie.providers.local.figures import silhouette
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.palettes import NAMED
from vidgenie.providers.local.shapes import against_light, contact_shadow
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.subjects import Subject
from vidgenie.providers.local.tableware import coffee

_FLAT = frozenset({"podium", "table"})


def cast(
    stage: Stage, painting: Painting, subjects: tuple[Subject, ...], names: tuple[str, ...]
) -> list[Layer]:
    """The layers of up to two things, the first one in the best place."""
    shown = [(s, n) for s, n in zip(subjects, names, strict=True) if s.kind != "scenery"][:2]
    if not shown or not painting.spots:
        return []
    layers: list[Layer] = []
    for rank, (subject, name) in reversed(list(enumerate(shown))):
        spot = _spot(stage, painting, subject, rank, len(shown))
        layers += _thing(stage, subject, name, spot, rank)
    return layers


def _spot(stage: Stage, painting: Painting, subject: Subject, rank: int, count: int) -> Spot:
    """Where a thing goes: fliers and weightless things in the air, others on the ground."""
    spots = painting.spots
    airy = subject.kind in {"flier", "swimmer"} or (
        stage.reading.place == "space" and subject.kind != "figure"
    )
    spot = next((s for s in spots if (s.ground == "air") == airy), spots[0])
    if subject.kind == "flier" and spot.ground not in {"air", *_FLAT}:
        spot = Spot(
            stage.across(0.5 + 0.12 * stage.sun_side), stage.canvas[1] * 0.34, 0.55, "air", 1.0
        )
    if count == 1:
        return spot
    side = -1 if rank else 1
    shift = 0.17 * stage.size[0] * side
    drop = (0.03 if rank else 0) * stage.canvas[1]
    if spot.ground == "podium":
        shift *= 0.8
        drop = 0.012 * stage.canvas[1] * rank
    scale = spot.scale * (0.62 if rank else 0.86)
    return Spot(spot.x + shift, spot.y + drop, spot.depth + 0.01 * rank, spot.ground, scale)


def _thing(stage: Stage, subject: Subject, name: str, spot: Spot, rank: int) -> list[Layer]:
    if subject.kind == "figure":
        return _figure(stage, name, spot)
    if name == "coffee":
        return coffee(stage, spot)
    size = {"beast": 215, "object": 190, "plate": 185, "flier": 200, "swimmer": 270}[subject.kind]
    height = int(
        size
        * stage.unit
        * max(spot.scale, 1.0)
        * (1.35 if spot.ground in {"land", "sand", "street", "snow"} else 1)
    )
    outline, lines, cells = glyphs.drawn(subject.glyph, height)
    picture = modelled(
        stage,
        outline,
        *_paint(stage, subject, outline, lines, cells),
        thick=height * 0.15,
        engraved=lines,
    )
    if spot.ground == "air":
        return _afloat(stage, spot, outline, picture, rank)
    return _standing(stage, spot, outline, picture)


def _paint(
    stage: Stage, subject: Subject, outline: Array, lines: Array, cells: Array
) -> tuple[Array]:
    """The thing's own colours, the one the prompt names first among them."""
    codes = subject.colours.split()
    body = rgb(codes[0]) if codes else stage.palette.accent
    detail = rgb(codes[1]) if len(codes) > 1 else mix(body, np.ones(3, np.float32), 0.65)
    wanted = stage.reading.colours
    if wanted and subject.kind in {"object", "plate", "beast", "flier"}:
        body = rgb(NAMED[wanted[0]])
        detail = rgb(NAMED[wanted[1]]) if len(wanted) > 1 else mix(detail, body, 0.15)
    paint = body * (1 - cells[..., None]) + detail * cells[..., None]
    inked = float(lines.sum()) > 0.72 * float(outline.sum())
    ink = body if inked else body * np.float32(0.55)
    return (paint * (1 - lines[..., None]) + ink * lines[..., None],)


def _standing(stage: Stage, spot: Spot, outline: Array, picture: Array) -> list[Layer]:
    """On its feet, with the shadow it throws where it stands."""
    rows = np.flatnonzero(outline.max(axis=1) > 0.5)
    columns = np.flatnonzero(outline.max(axis=0) > 0.5)
    foot, wide = int(rows[-1]), int(columns[-1] - columns[0])
    x = int(spot.x - (columns[0] + columns[-1]) / 2)
    y = int(spot.y - foot)
    flat = int(wide * (0.26 if spot.ground in _FLAT else 0.17))
    shade = contact_shadow((int(wide * 1.25), max(4, flat))) * np.float32(0.62)
    lean = -stage.sun_side * wide * 0.07
    tone = stage.palette.near * np.float32(0.5)
    shadow = stage.sheet(
        shade, tone, (int(spot.x - wide * 0.625 + lean), int(spot.y - flat * 0.56)), spot.depth
    )
    layers = [shadow]
    if spot.ground in {"table", "street", "podium"}:
        layers.append(_mirrored(stage, spot, outline, picture, (x, foot)))
    return [*layers, stage.sheet(outline, picture, (x, y), spot.depth)]


def _mirrored(
    stage: Stage, spot: Spot, outline: Array, picture: Array, at: tuple[int, int]
) -> Layer:
    """A short reflection on a polished surface."""
    x, foot = at
    high = int(outline.shape[0] * 0.22)
    strip = slice(max(0, foot - high), foot)
    fade = np.linspace(0.20, 0.0, foot - strip.start, dtype=np.float32)[:, None]
    return stage.sheet(
        outline[strip][::-1] * fade, picture[strip][::-1], (x, int(spot.y) - 2), spot.depth
    )


def _afloat(stage: Stage, spot: Spot, outline: Array, picture: Array, rank: int) -> list[Layer]:
    """In the air or in the water, tilted a little, its edge lit by the sky behind it."""
    angle = float(stage.rng(f"tilt{rank}").uniform(4, 13)) * (1 if rank else -1)
    if stage.reading.place == "underwater":
        angle *= 0.4
    turned_mask = _rotated(outline, angle)
    turned_picture = np.dstack([_rotated(picture[..., k], angle) for k in range(3)])
    x = int(spot.x - outline.shape[1] / 2)
    y = int(spot.y - outline.shape[0] / 2)
    return [stage.sheet(turned_mask, turned_picture, (x, y), spot.depth)]


def _rotated(plane: Array, angle: float) -> Array:
    image = Image.fromarray(np.ascontiguousarray(plane))
    return np.asarray(image.rotate(angle, resample=Image.Resampling.BICUBIC)).clip(0, 1)


def _figure(stage: Stage, name: str, spot: Spot) -> list[Layer]:
    """A person: against the light outdoors, a clay mannequin on a set."""
    tall = 205 * stage.unit * min(spot.scale, 2.0)
    mask, (foot_x, foot_y) = silhouette("person" if name == "astronaut" else name, tall)
    origin = (int(spot.x - foot_x), int(spot.y - foot_y))
    if name == "astronaut" or spot.ground in _FLAT:
        paint = (
            rgb("#eef0f4")
            if name == "astronaut"
            else mix(stage.palette.accent, np.ones(3, np.float32), 0.15)
        )
        picture = modelled(stage, mask, paint, thick=tall * 0.05)
    else:
        body = np.broadcast_to(stage.palette.near * np.float32(0.68), (*mask.shape, 3))
        picture = against_light(stage, mask, body, rim=0.85)
    wide = int(tall * 0.42)
    shade = contact_shadow((wide, max(3, int(tall * 0.07)))) * np.float32(0.55)
    at = (int(spot.x - wide / 2), int(spot.y - tall * 0.04))
    shadow = stage.sheet(shade, stage.palette.near * np.float32(0.5), at, spot.depth)
    return [shadow, stage.sheet(mask, picture, origin, spot.depth)]

"""A scene or a picture becomes the frames of a clip."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from vidgenie.providers.local.air import Air
from vidgenie.providers.local.camera import Camera
from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.cutout import Cutout
from vidgenie.providers.local.frame import LUMA, Bytes, Frame
from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.layers import Layer, Scene, laid_over
from vidgenie.providers.local.light import Drift, Twinkles
from vidgenie.providers.local.planes import Sheet
from vidgenie.providers.local.relief import covering, ground, guessed_relief

FPS = 30
_MASK = 2**63 - 1
_MOST_GROUPS = 5  # groups that move apart; each costs a few milliseconds a frame
_SAME_DEPTH = 0.09
_THIN = 0.012  # less of a colour than this is not worth drawing
_WIDEST_PAN = 1.3  # canvas widths of a picture, in views
_PICTURE_DEPTH = 0.5


@dataclass(frozen=True, slots=True)
class _Set:
    """Everything that is in front of the camera, and where the camera goes.

    depth: of the sheet. cutouts: back to front, with their depths.
    """

    size: tuple[int, int]
    camera: Camera
    depth: float
    sheet: Sheet
    cutouts: Sequence[tuple[float, Cutout]]
    air: Air
    drift: Drift
    twinkles: Twinkles


class Film:
    """The frames of a clip, each (H * 3 / 2, W) NV12; any of them can be drawn at any time."""

    def __init__(self, shown: _Set, count: int) -> None:
        self._shown = shown
        self.count = count

    def __iter__(self) -> Iterator[Bytes]:
        """All of them, in the same array each time."""
        return self.drawn(range(self.count))

    def drawn(self, numbers: range) -> Iterator[Bytes]:
        """Some of them, in the same array each time."""
        frame = Frame(self._shown.size)
        for number in numbers:
            _draw(frame, self._shown, number / FPS)
            yield frame.data


def scene_frames(
    scene: Scene, layers: list[Layer], *, seconds: float, motion: str, vividness: float = 1.0
) -> Film:
    """The frames of a clip through a scene.

    It starts on the scene's still picture. Equal arguments give equal frames.
    layers: the scene's; the list is emptied, so that each gives its memory back
        once it has been used, where nobody else holds it.
    vividness: strength of the colours, 0.0 for grey.
    """
    rng = np.random.default_rng([scene.seed & _MASK, 0x303])
    camera = Camera(seconds, motion, room=scene.canvas[0] - scene.size[0], side=_side(scene.seed))
    groups = _grouped(layers)
    layers.clear()
    depths = [min(1.0, _depth(group)) for group in groups]
    parts = _parts(scene, groups, vividness)
    sheet = Sheet(next(parts)[0], scene.size, rng, ground(scene.size[1], camera))
    cutouts = [
        (depth, cutout)
        for depth, (colour, alpha) in zip(depths[1:], parts, strict=True)
        if (cutout := _cutout(colour, alpha, scene.size, rng))
    ]
    shown = _Set(
        size=scene.size,
        camera=camera,
        depth=0.0,
        sheet=sheet,
        cutouts=cutouts,
        air=Air(scene.particles, scene.size, light=scene.light, accent=scene.accent, rng=rng),
        drift=Drift(scene.size, rng),
        twinkles=Twinkles(sheet.luma, rng),
    )
    return Film(shown, round(seconds * FPS))


def picture_frames(
    picture: Array, *, size: tuple[int, int], seconds: float, motion: str, seed: int
) -> Film:
    """The frames of a clip over any picture (H, W, 3), 0.0 to 1.0; see `scene_frames`.

    Its depth is guessed, softly enough that nothing tears: lower, middle and busy
    parts come nearer.
    """
    rng = np.random.default_rng([seed & _MASK, 0x304])
    canvas = covering(picture, size, widest=_WIDEST_PAN)
    camera = Camera(seconds, motion, room=canvas.shape[1] - size[0], side=_side(seed))
    sheet = Sheet(canvas, size, rng, guessed_relief(canvas, size, camera))
    light = np.array([1.0, 0.95, 0.86], np.float32)
    shown = _Set(
        size=size,
        camera=camera,
        depth=_PICTURE_DEPTH,
        sheet=sheet,
        cutouts=(),
        air=Air("dust", size, light=light, accent=light, rng=rng),
        drift=Drift(size, rng),
        twinkles=Twinkles(sheet.luma, rng),
    )
    return Film(shown, round(seconds * FPS))


def toned(picture: Array, vividness: float) -> Array:
    """The picture (H, W, 3) with its colours at a share of their strength."""
    if vividness == 1:
        return picture
    grey = (picture @ LUMA)[..., None]
    return (grey + (picture - grey) * vividness).astype(np.float32, copy=False)


def _draw(frame: Frame, shown: _Set, t: float) -> None:
    """Draw everything as it is at `t` seconds, back to front, but for rows that are hidden."""
    poses = [shown.camera.pose(t, depth=depth) for depth, _ in shown.cutouts]
    rows = [shown.size[1]]
    for pose, (_, cutout) in zip(reversed(poses), reversed(shown.cutouts), strict=True):
        rows.append(min(rows[-1], cutout.hides_from(pose)))
    pose, sway = shown.camera.pose(t, depth=shown.depth), shown.camera.sway(t)
    shown.sheet.draw(frame, pose, sway, rows=rows[-1])
    shown.drift.draw(frame, t, rows=rows.pop())
    shown.twinkles.draw(frame, t, partial(shown.sheet.place, pose=pose, sway=sway))
    for pose, (_, cutout) in zip(poses, shown.cutouts, strict=True):
        cutout.draw(frame, pose, rows=rows.pop())
    shown.air.draw(frame, t, sway)


def _side(seed: int) -> int:
    return 1 if seed & 1 else -1


def _grouped(layers: Sequence[Layer]) -> list[list[Layer]]:
    """The layers, back to front, in groups that move as one; the first is the backdrop's."""
    groups = [[layer] for layer in layers]
    while len(groups) > 1:
        gaps = [abs(_depth(b) - _depth(a)) for a, b in pairwise(groups)]
        nearest = gaps.index(min(gaps))
        if gaps[nearest] >= _SAME_DEPTH and len(groups) <= _MOST_GROUPS:
            break
        groups[nearest : nearest + 2] = [groups[nearest] + groups[nearest + 1]]
    return groups


def _depth(group: Sequence[Layer]) -> float:
    return sum(layer.depth for layer in group) / len(group)


def _parts(
    scene: Scene, groups: list[list[Layer]], vividness: float
) -> Iterator[tuple[Array, Array]]:
    """(colour times alpha, alpha) of each group, so that together they give the still picture.

    The finishing touches are applied to the picture as it grows: what a group
    adds to the finished picture, its halo included, is what the group looks like.
    The groups are used up.
    """
    picture = groups[0].pop(0).rgba[..., :3].copy()
    before: Array | None = None
    while groups:
        group = groups.pop(0)
        clear = np.ones(picture.shape[:2], np.float32)
        while group:
            layer = group.pop(0)
            laid_over(picture, layer)
            _covered(clear, layer)
            del layer
        after = toned(grade(scene, picture), vividness)
        added = after.copy() if before is None else before
        if before is not None:
            # In place: pictures of this size cost more to make room for than to work out.
            before *= clear[..., None]
            np.subtract(after, before, out=added)
        np.clip(added, 0, 1, out=added)
        yield added, (1 - clear).astype(np.float32, copy=False)
        before = after


def _covered(clear: Array, layer: Layer) -> None:
    """Take what the layer hides out of `clear`, in place."""
    left, top, right, bottom = layer.box or (0, 0, clear.shape[1], clear.shape[0])
    area = np.s_[top:bottom, left:right]
    hides = layer.rgba[area][..., 3]
    if layer.blend == "screen":
        hides = hides * layer.rgba[area][..., :3].min(axis=2)
    clear[area] *= 1 - hides


def _cutout(
    colour: Array, alpha: Array, size: tuple[int, int], rng: np.random.Generator
) -> Cutout | None:
    """The group as something to draw, None when there is nothing to see; both arrays change."""
    strength = np.maximum(alpha, colour[..., 0])
    for plane in (colour[..., 1], colour[..., 2]):
        np.maximum(strength, plane, out=strength)
    keep = smooth(_THIN / 2, _THIN * 1.5, strength)
    rows, columns = np.flatnonzero(keep.max(axis=1)), np.flatnonzero(keep.max(axis=0))
    if not len(rows):
        return None
    box = (
        max(0, int(columns[0]) - 2),
        max(0, int(rows[0]) - 2),
        min(alpha.shape[1], int(columns[-1]) + 3),
        min(alpha.shape[0], int(rows[-1]) + 3),
    )
    seen = np.s_[box[1] : box[3], box[0] : box[2]]
    colour[seen] *= keep[seen][..., None]
    alpha[seen] *= keep[seen]
    return Cutout(colour, alpha, size, box, rng)

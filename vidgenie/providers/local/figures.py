"""People: small silhouettes built from joints, posed, seen against the light."""

from collections.abc import Mapping

import numpy as np

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.shapes import Pen, Point, curve

# Joints in heights of the figure: x to the right, y up from the ground.
_STAND = {
    "head": (0.0, 0.925), "neck": (0.0, 0.84), "hip": (0.0, 0.50),
    "elbows": ((-0.125, 0.66), (0.125, 0.66)), "hands": ((-0.12, 0.49), (0.125, 0.49)),
    "knees": ((-0.055, 0.27), (0.06, 0.27)), "feet": ((-0.07, 0.0), (0.085, 0.0)),
}  # fmt: skip
_POSES: Mapping[str, Mapping[str, object]] = {
    "person": _STAND,
    "business": _STAND,
    "hiker": {
        **_STAND, "head": (0.02, 0.925), "elbows": ((-0.10, 0.66), (0.16, 0.68)),
        "hands": ((-0.02, 0.56), (0.235, 0.56)), "knees": ((-0.06, 0.27), (0.075, 0.29)),
        "feet": ((-0.13, 0.0), (0.10, 0.03)),
    },
    "runner": {
        "head": (0.10, 0.925), "neck": (0.075, 0.835), "hip": (-0.01, 0.51),
        "elbows": ((-0.10, 0.68), (0.20, 0.67)), "hands": ((-0.20, 0.58), (0.30, 0.76)),
        "knees": ((-0.09, 0.27), (0.20, 0.40)), "feet": ((-0.33, 0.21), (0.17, 0.10)),
    },
    "winner": {
        **_STAND, "elbows": ((-0.17, 0.92), (0.17, 0.92)), "hands": ((-0.23, 1.09), (0.23, 1.09)),
        "feet": ((-0.12, 0.0), (0.12, 0.0)), "knees": ((-0.08, 0.27), (0.08, 0.27)),
    },
    "dancer": {
        "head": (0.05, 0.93), "neck": (0.03, 0.84), "hip": (0.0, 0.52),
        "elbows": ((-0.13, 0.90), (0.18, 0.80)), "hands": ((-0.10, 1.08), (0.33, 0.88)),
        "knees": ((0.0, 0.27), (-0.16, 0.47)), "feet": ((0.0, 0.0), (-0.36, 0.60)),
    },
    "surfer": {
        "head": (0.10, 0.80), "neck": (0.06, 0.72), "hip": (-0.05, 0.42),
        "elbows": ((-0.14, 0.66), (0.20, 0.62)), "hands": ((-0.30, 0.62), (0.33, 0.60)),
        "knees": ((-0.15, 0.24), (0.12, 0.27)), "feet": ((-0.17, 0.04), (0.16, 0.04)),
    },
}  # fmt: skip


def silhouette(pose: str, height: float) -> tuple[Array, Point]:
    """The mask of a figure `height` pixels tall and where its feet are in it (x, y)."""
    reach = int(height * 0.75)
    size, feet = (reach * 2, int(height * 1.35)), (float(reach), height * 1.27)
    pen = Pen(size, fine=4)
    if pose == "yogi":
        _seated(pen, feet, height)
    elif pose == "astronaut":
        _spacesuit(pen, feet, height)
    elif pose == "couple":
        _body(pen, (feet[0] - height * 0.13, feet[1]), height, _STAND, dress=False)
        _body(pen, (feet[0] + height * 0.13, feet[1]), height * 0.92, _STAND, dress=True)
        hands = (feet[0] - height * 0.005, feet[1] - height * 0.47)
        pen.disc(hands, (height * 0.022, height * 0.02))
    else:
        _body(pen, feet, height, _POSES.get(pose, _STAND), dress=False)
        _extras(pen, feet, height, pose)
    return pen.mask(), feet


def _body(pen: Pen, feet: Point, height: float, pose: Mapping[str, object], *, dress: bool) -> None:
    def at(point: object) -> Point:
        x, y = point  # type: ignore[misc]
        return (feet[0] + x * height, feet[1] - y * height)

    head, neck, hip = at(pose["head"]), at(pose["neck"]), at(pose["hip"])
    lean = (head[0] - hip[0]) / height
    pen.disc(head, (height * 0.058, height * 0.070))
    pen.limb([head, neck], [height * 0.05, height * 0.052])
    shoulders = [
        (neck[0] + s * height * 0.098, neck[1] + height * 0.035 + s * lean * 4) for s in (-1, 1)
    ]
    hips = [(hip[0] + s * height * 0.066, hip[1]) for s in (-1, 1)]
    waist = [
        (
            (shoulders[k][0] + hips[k][0]) / 2 - s * height * 0.016,
            (neck[1] + hip[1]) / 2 + height * 0.04,
        )
        for k, s in enumerate((-1, 1))
    ]
    outline = [shoulders[0], waist[0], hips[0], hips[1], waist[1], shoulders[1], (neck[0], neck[1])]
    pen.polygon(curve([*outline, outline[0]], 6))
    pen.limb(shoulders, [height * 0.07, height * 0.07])
    for shoulder, elbow, hand in zip(shoulders, pose["elbows"], pose["hands"], strict=True):  # type: ignore[call-overload]
        pen.limb([shoulder, at(elbow), at(hand)], [height * 0.062, height * 0.05, height * 0.034])
    for root, knee, foot in zip(hips, pose["knees"], pose["feet"], strict=True):  # type: ignore[call-overload]
        start = (root[0] * 0.75 + hip[0] * 0.25, root[1])
        toe = at(foot)
        pen.limb([start, at(knee), toe], [height * 0.105, height * 0.072, height * 0.042])
        pen.limb(
            [toe, (toe[0] + height * 0.045, toe[1] - height * 0.004)],
            [height * 0.038, height * 0.022],
        )
    if dress:
        hem = height * 0.30
        pen.polygon(
            [
                (hip[0] - height * 0.05, hip[1] - height * 0.08),
                (hip[0] - height * 0.125, feet[1] - hem),
                (hip[0] + height * 0.125, feet[1] - hem),
                (hip[0] + height * 0.05, hip[1] - height * 0.08),
            ]
        )
        pen.disc(
            (head[0] - height * 0.015, head[1] + height * 0.05), (height * 0.058, height * 0.085)
        )


def _extras(pen: Pen, feet: Point, height: float, pose: str) -> None:
    x, y = feet
    if pose == "hiker":
        pen.limb(
            [(x - height * 0.115, y - height * 0.78), (x - height * 0.12, y - height * 0.56)],
            [height * 0.13, height * 0.16],
        )
        pen.limb(
            [(x - height * 0.15, y - height * 0.84), (x - height * 0.07, y - height * 0.84)],
            [height * 0.05, height * 0.05],
        )
        pen.line(
            [(x + height * 0.235, y - height * 0.60), (x + height * 0.27, y - height * 0.0)],
            height * 0.016,
        )
        pen.line(
            [(x + height * 0.235, y - height * 0.60), (x + height * 0.23, y - height * 0.66)],
            height * 0.016,
        )
    if pose == "surfer":
        pen.limb(
            curve(
                [
                    (x - height * 0.52, y - height * 0.05),
                    (x, y + height * 0.012),
                    (x + height * 0.55, y - height * 0.10),
                ],
                8,
            ),
            [height * 0.03] * 8 + [height * 0.05] * 8 + [height * 0.02],
        )
    if pose == "business":
        pen.polygon(
            [
                (x - height * 0.10, y - height * 0.60),
                (x + height * 0.10, y - height * 0.60),
                (x + height * 0.115, y - height * 0.40),
                (x - height * 0.115, y - height * 0.40),
            ]
        )
        pen.polygon(
            [
                (x + height * 0.085, y - height * 0.46),
                (x + height * 0.20, y - height * 0.46),
                (x + height * 0.20, y - height * 0.355),
                (x + height * 0.085, y - height * 0.355),
            ]
        )


def _seated(pen: Pen, feet: Point, height: float) -> None:
    """Cross-legged, hands on the knees; as high as six tenths of a standing figure."""
    x, y = feet
    h = height * 0.92
    pen.disc((x, y - h * 0.62), (h * 0.062, h * 0.075))
    pen.disc((x, y - h * 0.71), (h * 0.032, h * 0.03))
    pen.limb([(x, y - h * 0.58), (x, y - h * 0.5)], [h * 0.05, h * 0.06])
    torso = [
        (x - h * 0.115, y - h * 0.485),
        (x - h * 0.075, y - h * 0.28),
        (x - h * 0.10, y - h * 0.06),
    ]
    other = [(2 * x - a, b) for a, b in torso]
    pen.polygon(curve([*torso, *other[::-1], torso[0]], 6))
    for side in (-1, 1):
        arm = [
            (x + side * h * 0.105, y - h * 0.47),
            (x + side * h * 0.185, y - h * 0.29),
            (x + side * h * 0.26, y - h * 0.125),
        ]
        pen.limb(arm, [h * 0.065, h * 0.05, h * 0.038])
        leg = [
            (x + side * h * 0.05, y - h * 0.07),
            (x + side * h * 0.29, y - h * 0.075),
            (x + side * h * 0.02, y - h * 0.02),
        ]
        pen.limb(curve(leg, 8), list(np.linspace(h * 0.12, h * 0.06, 17)))


def visor(height: float) -> tuple[Point, Point]:
    """Middle of an astronaut's visor, from the feet (x right, y up), and its radii."""
    return (height * 0.015, height * 0.80), (height * 0.115, height * 0.095)


def _spacesuit(pen: Pen, feet: Point, height: float) -> None:
    """A thick suit, a round helmet, a pack on the back."""
    x, y = feet
    h = height
    pen.disc((x, y - h * 0.80), (h * 0.165, h * 0.165))
    pen.limb([(x - h * 0.14, y - h * 0.60), (x - h * 0.14, y - h * 0.42)], [h * 0.17, h * 0.17])
    pen.limb([(x, y - h * 0.57), (x, y - h * 0.40)], [h * 0.30, h * 0.27])
    for side, hand in ((-1, (0.25, 0.33)), (1, (0.29, 0.50))):
        elbow = (x + side * h * 0.235, y - h * 0.46)
        pen.limb(
            [(x + side * h * 0.12, y - h * 0.60), elbow, (x + side * h * hand[0], y - h * hand[1])],
            [h * 0.13, h * 0.115, h * 0.105],
        )
        knee, foot = (x + side * h * 0.095, y - h * 0.20), (x + side * h * 0.115, y - h * 0.045)
        pen.limb([(x + side * h * 0.06, y - h * 0.36), knee, foot], [h * 0.16, h * 0.14, h * 0.13])
        pen.limb([foot, (foot[0] + h * 0.05, foot[1])], [h * 0.09, h * 0.08])

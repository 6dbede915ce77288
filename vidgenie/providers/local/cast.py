"""The cast: who of a prompt's things is shown, and where in the painted place."""

from collections.abc import Mapping
from dataclasses import replace

from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.people import figure
from vidgenie.providers.local.props import ball, prop
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.subjects import Subject
from vidgenie.providers.local.tableware import coffee

_MOST = 2
_SETS = frozenset({"podium", "table"})
_CHAIR_SEAT = 0.50  # height of the seat, in heights of the chair
_CHAIR_SIZE = 1.28


def cast(stage: Stage, painting: Painting, wanted: Mapping[str, Subject]) -> list[Layer]:
    """The layers of the first two things, by name; those of the scenery are drawn elsewhere."""
    shown = [
        (name, subject)
        for name, subject in wanted.items()
        if subject.kind != "scenery" and not (name == "globe" and stage.reading.place == "space")
    ][:_MOST]
    if not painting.spots:
        return []
    if not shown:
        bare = painting.spots[0]
        return ball(stage, bare) if bare.ground == "podium" else []
    if len(shown) > 1 and (seated := _on_a_chair(stage, painting.spots[0], dict(shown))):
        return seated
    layers: list[Layer] = []
    # The second one stands behind the first where they meet.
    for rank, (name, subject) in reversed(list(enumerate(shown))):
        spot = _aside(stage, _spot(stage, painting, subject), rank, len(shown))
        layers += _thing(stage, name, subject, spot)
    return layers


def _thing(stage: Stage, name: str, subject: Subject, spot: Spot) -> list[Layer]:
    if subject.kind == "figure":
        return figure(stage, name, spot)
    if name == "coffee":
        return coffee(stage, spot)
    return prop(stage, subject, spot)


def _on_a_chair(stage: Stage, spot: Spot, shown: Mapping[str, Subject]) -> list[Layer]:
    """An animal and a chair: it sits there. Nothing for any other pair."""
    rider = next((item for item in shown.items() if item[1].kind == "beast"), None)
    if rider is None or "chair" not in shown:
        return []
    seat = replace(spot, y=spot.y + 0.045 * stage.canvas[1], scale=spot.scale * _CHAIR_SIZE)
    high = 190 * stage.unit * seat.scale
    top = replace(
        spot, x=spot.x - 0.02 * high, y=seat.y - high * _CHAIR_SEAT, scale=spot.scale * 0.72
    )
    return [*_thing(stage, "chair", shown["chair"], seat), *_thing(stage, *rider, top)]


def _spot(stage: Stage, painting: Painting, subject: Subject) -> Spot:
    """What flies, swims or weighs nothing is in the air; the rest is on the ground."""
    weightless = stage.reading.place == "space" and subject.kind != "figure"
    aloft = subject.kind in {"flier", "swimmer"} or weightless
    spots = painting.spots
    spot = next((s for s in spots if (s.ground == "air") == aloft), spots[0])
    if subject.kind != "flier" or spot.ground in {"air", *_SETS}:
        return spot
    x, height = stage.across(0.5 + 0.10 * stage.sun_side), stage.canvas[1]
    if subject.place == "field":  # butterflies and bees stay near the flowers
        return Spot(x, height * 0.67, 0.90, "air", 1.5)
    return Spot(x, height * 0.32, 0.50, "air", 1.5)


def _aside(stage: Stage, spot: Spot, rank: int, count: int) -> Spot:
    """Room for two: the first to the right and larger, the second to the left and nearer."""
    if count == 1:
        return spot
    tight = spot.ground == "podium"
    shift = stage.size[0] * (0.135 if tight else 0.165) * (-1 if rank else 1)
    drop = stage.canvas[1] * (0.010 if tight else 0.026) * rank
    return replace(
        spot,
        x=spot.x + shift,
        y=spot.y + drop,
        depth=spot.depth + 0.01 * rank,
        scale=spot.scale * (0.66 if rank else 0.88),
    )

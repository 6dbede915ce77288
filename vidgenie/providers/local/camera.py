"""The camera's path: one slow move that never stops, however long the clip."""

import math
from dataclasses import dataclass

from vidgenie.providers.local.pose import Pose

# (share of the canvas's spare width, how much closer it comes) by motion.
_STRENGTHS = {"low": (0.55, 0.045), "medium": (0.85, 0.090), "high": (1.0, 0.140)}
MOTIONS = tuple(_STRENGTHS)
_TURN = 0.44 * math.pi  # a short clip ends just before the camera would turn back
_LONGEST_SWEEP = 8.0  # s
_SOFTNESS = 0.9  # 1.0: turns at once; 0.0: slows down long before


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera is at any time; at 0 it shows the still picture.

    seconds: length of the clip. motion: one of MOTIONS.
    room: spare canvas pixels, both sides together. side: -1 or 1, where it goes first.
    """

    seconds: float
    motion: str
    room: float
    side: int

    def sway(self, t: float) -> float:
        """How far to the side, -1.0 to 1.0, at `t` seconds."""
        swing = math.asin(_SOFTNESS * math.sin(self._angle(t))) / math.asin(_SOFTNESS)
        return swing * self.side

    def closeness(self, t: float) -> float:
        """How much of its way towards the scene it has gone, 0.0 to 1.0, at `t` seconds.

        It turns while `sway` is at its fastest: the picture never stands still.
        """
        return (1 - math.cos(1.5 * self._angle(t))) / 2

    def pose(self, t: float, *, depth: float) -> Pose:
        """The view of things at `depth`, 0.0 far to 1.0 near, at `t` seconds."""
        closer = _STRENGTHS[self.motion][1] * (0.45 + 0.9 * depth)
        return Pose(dx=self.sway(t) * self.travel(depth), zoom=1 + closer * self.closeness(t))

    def travel(self, depth: float) -> float:
        """Canvas pixels that things at `depth` move when the camera sways by 1.0."""
        return self.room / 2 * _STRENGTHS[self.motion][0] * (0.12 + 0.88 * depth)

    def stretch(self, width: int) -> float:
        """Pixels a picture `width` pixels wide may be bent when the camera sways by 1.0."""
        return 0.032 * width * _STRENGTHS[self.motion][0]

    def _angle(self, t: float) -> float:
        return _TURN * t / min(self.seconds, _LONGEST_SWEEP)

"""What is sent to Dream Machine for a clip."""

import math
from typing import Any

from vidgenie.domain.ports.video import ClipRequest

SECONDS = (5, 9)
SHAPES = {"9:16": 9 / 16, "3:4": 3 / 4, "1:1": 1.0, "4:3": 4 / 3, "16:9": 16 / 9}
SHAPES |= {"9:21": 9 / 21, "21:9": 21 / 9}
_RESOLUTIONS = {540: "540p", 720: "720p", 1080: "1080p"}  # shorter side in pixels -> word
_LARGEST = "1080p"
MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "",
    "high": "Lively camera movement.",
}
_NO_WORDS = "The camera moves slowly and steadily."


def body(request: ClipRequest, model: str) -> dict[str, Any]:
    """The order itself."""
    said: dict[str, Any] = {
        "model": model,
        "prompt": words(request),
        "aspect_ratio": _shape(request.size),
        "duration": f"{length(request)}s",
        "resolution": resolution(request.size),
    }
    if request.image is not None:
        said["keyframes"] = {"frame0": {"type": "image", "url": request.image_url}}
    return said


def resolution(size: tuple[int, int]) -> str:
    """The smallest that is not too small."""
    fitting = (word for side, word in _RESOLUTIONS.items() if side >= min(size))
    return next(fitting, _LARGEST)


def length(request: ClipRequest) -> int:
    """Seconds that are ordered."""
    return next((known for known in SECONDS if known >= request.seconds), SECONDS[-1])


def words(request: ClipRequest) -> str:
    """The prompt, and what has no parameter."""
    said = (request.prompt.strip(), MOTIONS[request.motion])
    return " ".join(word for word in said if word) or _NO_WORDS


def _shape(size: tuple[int, int]) -> str:
    """The shape it makes that is nearest to the size."""
    wanted = math.log(size[0] / size[1])
    return min(SHAPES, key=lambda name: abs(math.log(SHAPES[name]) - wanted))

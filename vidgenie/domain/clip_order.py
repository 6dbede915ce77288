"""Clip order: a clip or still that a Graph has made by a Provider."""

from collections.abc import Mapping
from dataclasses import dataclass

from vidgenie.domain.drawing import Drawing
from vidgenie.errors import InvalidInput

LENGTHS = (5, 8, 15, 30, 60)
"""Seconds of clips that can be asked for; a Segment shows the beginning of the next longer one."""
# Node and port that hand an Asset on, by its kind.
_HANDS_ON: Mapping[str, tuple[str, str]] = {
    "image": ("asset", "image"),
    "video": ("footage", "video"),
}


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """What is to be made.

    kind: video or image (a still). prompt: what is seen, "" = what the script says.
    seconds: that are needed. reference, reference_kind: an Asset to start from, "" = none.
    draws: slug of the image Provider that draws a first picture, "" = there is none.
    after: Node that must have been made first, "" = none.
    """

    prompt: str
    kind: str = "video"
    provider: str = "local"
    model: str = ""
    seconds: int = 5
    resolution: str = "1080p"
    motion: str = "medium"
    has_sound: bool = False
    seed: int = 0
    reference: str = ""
    reference_kind: str = ""
    draws: str = ""
    after: str = ""

    @property
    def duration(self) -> int:
        """Seconds of the clip that is asked for: one function for quote and Run.

        Raises InvalidInput when no clip is that long.
        """
        found = next((length for length in LENGTHS if length >= self.seconds), None)
        if found is None:
            raise InvalidInput(
                "No clip is that long.", field="seconds", problem="too_long", limit=LENGTHS[-1]
            )
        return found


def draw(
    drawing: Drawing, order: ClipOrder, number: int, place: tuple[int, int], *, line: int = 0
) -> tuple[str, str]:
    """Draw what makes the clip, as Nodes ending in `-<number>`; the last one's id and port.

    place: of the last one; what it needs is to its left. line: of the script, when the
    prompt is there.
    """
    column, row = place
    prompt = _prompt(drawing, order, number, (column - 2, row), line)
    reference = _reference(drawing, order, number, (column - 1, row))
    if order.kind == "image":
        return _picture(drawing, order, f"clip-{number}", prompt, place), "image"
    if order.draws and not order.reference:
        name = f"picture-{number}"
        reference = _picture(drawing, order, name, prompt, (column - 1, row)), "image"
    clip = drawing.add(
        f"clip-{number}",
        "video",
        {
            "provider": order.provider,
            "model": order.model,
            "duration": order.duration,
            "resolution": order.resolution,
            "motion": order.motion,
            "audio": order.has_sound,
            "seed": order.seed,
        },
        place,
    )
    if prompt:
        drawing.join(prompt, "text", clip, "prompt")
    if reference:
        drawing.join(*reference, clip, reference[1])
    if order.after:
        drawing.join(order.after, "video", clip, "after")
    return clip, "video"


def _prompt(
    drawing: Drawing, order: ClipOrder, number: int, place: tuple[int, int], line: int
) -> str:
    name = f"prompt-{number}"
    if order.prompt:
        return drawing.add(name, "prompt", {"text": order.prompt}, place)
    if not line:
        return ""
    drawing.add(name, "line", {"number": line, "part": "prompt"}, place)
    drawing.join("script", "script", name, "script")
    return name


def _reference(
    drawing: Drawing, order: ClipOrder, number: int, place: tuple[int, int]
) -> tuple[str, str] | None:
    if not order.reference:
        return None
    kind, port = _HANDS_ON[order.reference_kind]
    return drawing.add(f"reference-{number}", kind, {"asset": order.reference}, place), port


def _picture(
    drawing: Drawing, order: ClipOrder, name: str, prompt: str, place: tuple[int, int]
) -> str:
    values: dict[str, object] = {"provider": order.draws, "seed": order.seed}
    if order.kind == "image":
        # A still of a preview: no larger than the preview is.
        values |= {"provider": order.provider, "size": "540x960", "quality": "standard"}
    drawing.add(name, "image", values, place)
    drawing.join(prompt, "text", name, "prompt")
    return name

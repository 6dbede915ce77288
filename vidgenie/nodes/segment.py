"""One Shot of a video: a picture or clip, with what is said and shown during it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.timeline import LONGEST, Fit, Shot, Transition, TransitionKind
from vidgenie.domain.value import CaptionsValue, PortType, SegmentValue, Value
from vidgenie.errors import PlatformError

_Part = Annotated[float, Field(ge=0.0, le=1.0)]


class SegmentParams(Params):
    """How the picture is shown; see domain.timeline.Shot.

    seconds: at least so long; None = as long as the clip. focus_x, focus_y: parts of the
    picture's width and height. transition: into the next Shot; its length in seconds.
    """

    seconds: Annotated[float, Field(ge=0.5, le=LONGEST)] | None = None
    fit: Fit = Fit.AUTO
    focus_x: _Part = 0.5
    focus_y: _Part = 0.5
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: Annotated[float, Field(ge=0.2, le=1.0)] = 0.4
    keep_sound: bool = False
    moves: bool = True


class Segment(NodeType):
    """Puts a Shot together; nothing is drawn yet."""

    slug: ClassVar[str] = "segment"
    icon: ClassVar[str] = "film"
    params: ClassVar[type[Params]] = SegmentParams
    inputs: ClassVar[Mapping[str, Port]] = {
        "picture": port(PortType.IMAGE, PortType.VIDEO),
        "speech": port(PortType.AUDIO, required=False),
        "captions": port(PortType.CAPTIONS, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"segment": port(PortType.SEGMENT)}

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The Shot."""
        chosen = cast("SegmentParams", params)
        picture = context.file("picture")
        if picture is None:  # the graph check refuses this before a Run starts
            raise PlatformError("The segment has no picture.")
        captions = context.value("captions")
        shot = Shot(
            picture=picture,
            seconds=chosen.seconds,
            speech=context.file("speech"),
            captions=captions.captions if isinstance(captions, CaptionsValue) else None,
            fit=chosen.fit,
            focus=(chosen.focus_x, chosen.focus_y),
            transition=Transition(chosen.transition, chosen.transition_seconds),
            keep_sound=chosen.keep_sound,
            moves=chosen.moves,
        )
        return {"segment": SegmentValue(shot)}

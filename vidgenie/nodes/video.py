"""Makes a clip of a picture, of a prompt, or of both."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidInput

# 9:16, in pixels.
SIZES: Mapping[str, tuple[int, int]] = {"720p": (720, 1280), "1080p": (1080, 1920)}


class VideoParams(Params):
    """Who makes it, how long and how lively. duration: seconds."""

    provider: Annotated[str, Field(max_length=40)] = "local"
    duration: Literal[5, 8, 15, 30, 60] = 8
    resolution: Literal["720p", "1080p"] = "1080p"
    audio: bool = True
    motion: Literal["low", "medium", "high"] = "medium"
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class Video(NodeType):
    """One clip with a sound track."""

    slug: ClassVar[str] = "video"
    icon: ClassVar[str] = "clapperboard"
    params: ClassVar[type[Params]] = VideoParams
    inputs: ClassVar[Mapping[str, Port]] = {
        "image": port(PortType.IMAGE, required=False),
        "prompt": port(PortType.TEXT, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"video": port(PortType.VIDEO)}
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("image", "prompt"),)
    kind: ClassVar[Kind | None] = Kind.VIDEO

    def action(self, params: Params) -> str | None:
        """By length; 5 s counts as 8 s (DESIGN 6)."""
        return f"video.{max(8, cast('VideoParams', params).duration)}"

    def suits(self, params: Params, provider: Provider) -> None:
        """A Provider makes clips of some lengths only."""
        lengths = cast("VideoProvider", provider).seconds
        if (duration := cast("VideoParams", params).duration) not in lengths:
            raise InvalidInput(
                f"{provider.title} makes no clip of {duration} s.",
                field="seconds",
                problem="unsupported",
                allowed=list(lengths),
            )

    def seconds(self, params: Params) -> float:
        """Measured for `local`: about as long as the clip; services take minutes."""
        duration = cast("VideoParams", params).duration
        return float(duration) if self.provider(params) == "local" else 60.0 + 10.0 * duration

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The clip."""
        chosen = cast("VideoParams", params)
        request = ClipRequest(
            prompt=context.text("prompt"),
            seconds=chosen.duration,
            size=SIZES[chosen.resolution],
            audio=chosen.audio,
            motion=chosen.motion,
            seed=chosen.seed,
        )
        clip = await context.clip(request, image=context.file("image"), provider=chosen.provider)
        return {"video": clip}

"""Makes a clip of a prompt, of a picture or of another clip."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain.node_type import (
    MakerParams,
    NodeContext,
    NodeType,
    Offer,
    Params,
    Port,
    port,
)
from vidgenie.domain.offering import NO_MODEL, declared, models
from vidgenie.domain.ports.declared import Usage, VideoModel
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidInput

# 9:16, in pixels.
SIZES: Mapping[str, tuple[int, int]] = {"720p": (720, 1280), "1080p": (1080, 1920)}


class VideoParams(MakerParams):
    """Who makes it, how long and how lively. duration: seconds."""

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
        "video": port(PortType.VIDEO, required=False),
        # Only to say that it has to be there first.
        "after": port(PortType.VIDEO, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"video": port(PortType.VIDEO)}
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("image", "prompt", "video"),)
    kind: ClassVar[Kind | None] = Kind.VIDEO

    def action(self, params: Params) -> str | None:
        """By length; 5 s counts as 8 s (DESIGN 6)."""
        return f"video.{max(8, cast('VideoParams', params).duration)}"

    def suits(self, params: Params, provider: Provider, inputs: frozenset[str]) -> None:
        """A Provider makes clips of some lengths only, and not from everything."""
        chosen = cast("VideoParams", params)
        cast("VideoProvider", provider).model(_mode(inputs), chosen.duration, chosen.model)

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """Lengths and sound of the model, and the models that start from what is connected."""
        maker = cast("VideoProvider", provider)
        mode = _mode(inputs)
        fitting = [one for one in maker.models if mode in one.modes]
        fitting = [one for one in fitting if _lengths(maker, mode, one.name)]
        if not fitting:
            return {"model": NO_MODEL}
        name = model if model in {one.name for one in fitting} else ""
        chosen = [one for one in fitting if name in ("", one.name)]
        return {
            "model": models((one.name for one in fitting), (one.name for one in maker.models)),
            "duration": Offer(_lengths(maker, mode, name)),
            "resolution": _resolutions(chosen),
            "audio": Offer(is_there=any(one.sound != "none" for one in chosen)),
        }

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """Seconds or clips. What will be asked is known but for the files."""
        start = {name: Path() for name in ("image", "video") if name in inputs}
        return cast("VideoProvider", provider).usage(replace(_request(params), **start))

    def seconds(self, params: Params) -> float:
        """Measured for `local`: about as long as the clip; services take minutes."""
        duration = cast("VideoParams", params).duration
        return float(duration) if self.provider(params) == "local" else 60.0 + 10.0 * duration

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The clip."""
        request = replace(_request(params), prompt=context.text("prompt"))
        clip = await context.clip(
            request,
            image=context.file("image"),
            video=context.file("video"),
            provider=self.provider(params),
        )
        return {"video": clip}


def _mode(inputs: frozenset[str]) -> str:
    """What a clip starts from, as VideoModel says it."""
    return next((name for name in ("video", "image") if name in inputs), "text")


def _lengths(maker: VideoProvider, mode: str, model: str) -> tuple[object, ...]:
    """The declared lengths that it makes."""

    def is_made(seconds: int) -> bool:
        try:
            maker.model(mode, seconds, model)
        except InvalidInput:
            return False
        return True

    known = cast("tuple[int, ...]", declared(VideoParams, "duration"))
    return tuple(seconds for seconds in known if is_made(seconds))


def _resolutions(fitting: list[VideoModel]) -> Offer:
    """All of them, and which is scaled up from what."""
    largest = max(min(size) for one in fitting for size in one.sizes)
    titles: dict[object, str] = {
        name: f"{name} \u2190 {largest}p" for name, size in SIZES.items() if min(size) > largest
    }
    return Offer(declared(VideoParams, "resolution"), titles)


def _request(params: Params) -> ClipRequest:
    chosen = cast("VideoParams", params)
    return ClipRequest(
        seconds=chosen.duration,
        size=SIZES[chosen.resolution],
        audio=chosen.audio,
        motion=chosen.motion,
        seed=chosen.seed,
        model=chosen.model,
    )

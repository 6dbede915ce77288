"""Makes a picture of a prompt."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.value import PortType, Value

Size = Literal["512x512", "1024x1024", "1024x1792", "1080x1920", "2048x2048"]


class ImageParams(Params):
    """Who makes it, how large and how."""

    provider: Annotated[str, Field(max_length=40)] = "local"
    size: Size = "1080x1920"
    style: Literal["vivid", "natural"] = "vivid"
    quality: Literal["standard", "hd"] = "hd"
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class Image(NodeType):
    """One picture."""

    slug: ClassVar[str] = "image"
    icon: ClassVar[str] = "image"
    params: ClassVar[type[Params]] = ImageParams
    inputs: ClassVar[Mapping[str, Port]] = {"prompt": port(PortType.TEXT)}
    outputs: ClassVar[Mapping[str, Port]] = {"image": port(PortType.IMAGE)}
    kind: ClassVar[Kind | None] = Kind.IMAGE

    def action(self, params: Params) -> str | None:
        """512 is small, 2048 is large, everything between is medium (DESIGN 6)."""
        width = _size(params)[0]
        return f"image.{width if width in (512, 2048) else 1024}"

    def seconds(self, params: Params) -> float:
        """Measured for `local`; services take about five times as long."""
        return 3.0 if self.provider(params) == "local" else 15.0

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The picture."""
        chosen = cast("ImageParams", params)
        request = ImageRequest(
            prompt=context.text("prompt"),
            size=_size(params),
            style=chosen.style,
            quality=chosen.quality,
            seed=chosen.seed,
        )
        return {"image": await context.picture(request, provider=chosen.provider)}


def _size(params: Params) -> tuple[int, int]:
    width, _, height = cast("ImageParams", params).size.partition("x")
    return int(width), int(height)

"""Makes a picture of a prompt, with another picture to start from if there is one."""

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
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.value import PortType, Value

Size = Literal["512x512", "540x960", "1024x1024", "1024x1792", "1080x1920", "2048x2048"]


class ImageParams(MakerParams):
    """Who makes it, how large and how."""

    size: Size = "1080x1920"
    style: Literal["vivid", "natural"] = "vivid"
    quality: Literal["standard", "hd"] = "hd"
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class Image(NodeType):
    """One picture."""

    slug: ClassVar[str] = "image"
    icon: ClassVar[str] = "image"
    params: ClassVar[type[Params]] = ImageParams
    inputs: ClassVar[Mapping[str, Port]] = {
        "prompt": port(PortType.TEXT),
        "image": port(PortType.IMAGE, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"image": port(PortType.IMAGE)}
    kind: ClassVar[Kind | None] = Kind.IMAGE

    def action(self, params: Params) -> str | None:
        """512 is small, 2048 is large, everything between is medium (DESIGN 6)."""
        width = _size(params)[0]
        return f"image.{width if width in (512, 2048) else 1024}"

    def seconds(self, params: Params) -> float:
        """Measured for `local`; services take about five times as long."""
        return 3.0 if self.provider(params) == "local" else 15.0

    def suits(self, params: Params, provider: Provider, inputs: frozenset[str]) -> None:
        """Some draw from words only, and each has its own models."""
        cast("ImageProvider", provider).model(_from(params, inputs))

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """Sizes, styles and qualities of the model, and the models that take what is connected."""
        known = cast("ImageProvider", provider).models
        fitting = [one for one in known if one.takes_image or "image" not in inputs]
        if not fitting:
            return {"model": NO_MODEL}
        chosen = next((one for one in fitting if one.name == model), fitting[0])
        return {
            "model": models((one.name for one in fitting), (one.name for one in known)),
            "size": Offer(
                tuple(
                    size
                    for size in declared(ImageParams, "size")
                    if max(_sides(str(size))) <= chosen.max_side
                )
            ),
            "style": _among(declared(ImageParams, "style"), chosen.styles),
            "quality": _among(declared(ImageParams, "quality"), chosen.qualities),
        }

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """One picture."""
        return cast("ImageProvider", provider).usage(_from(params, inputs))

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The picture."""
        request = replace(_request(params), prompt=context.text("prompt"))
        made = await context.picture(
            request, image=context.file("image"), provider=self.provider(params)
        )
        return {"image": made}


def _request(params: Params) -> ImageRequest:
    chosen = cast("ImageParams", params)
    return ImageRequest(
        prompt="",
        size=_size(params),
        style=chosen.style,
        quality=chosen.quality,
        seed=chosen.seed,
        model=chosen.model,
    )


def _size(params: Params) -> tuple[int, int]:
    return _sides(cast("ImageParams", params).size)


def _sides(size: str) -> tuple[int, int]:
    width, _, height = size.partition("x")
    return int(width), int(height)


def _among(every: tuple[object, ...], known: tuple[str, ...]) -> Offer:
    values = tuple(value for value in every if value in known)
    return Offer(values, is_there=bool(values))


def _from(params: Params, inputs: frozenset[str]) -> ImageRequest:
    """What will be asked, as far as the drawing tells: there are no files yet."""
    return replace(_request(params), image=Path() if "image" in inputs else None)

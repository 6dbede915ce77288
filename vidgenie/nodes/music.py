"""What plays below a video."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from vidgenie.domain.craft import Bed
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.timeline import Music as Playing
from vidgenie.domain.value import FileValue, MusicValue, PortType, Value
from vidgenie.errors import InvalidInput

_AssetId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Fade = Annotated[float, Field(ge=0.0, le=10.0)]


class MusicParams(Params):
    """A bed of ours or sound of one's own, one of the two, and how it plays.

    bed: slug of one that this server plays. asset: sound the Account already has.
    volume: 0.0 to 1.0. is_ducked: softer while somebody speaks. fade_in, fade_out: seconds.
    """

    bed: Annotated[str, Field(pattern=r"^[a-z]{1,40}$")] | None = None
    asset: Annotated[_AssetId | None, Field(validate_default=True)] = None
    volume: Annotated[float, Field(ge=0.0, le=1.0)] = 0.35
    is_ducked: bool = True
    fade_in: _Fade = 0.0
    fade_out: _Fade = 1.5

    @field_validator("asset")
    @classmethod
    def _one_of_both(cls, asset: str | None, info: ValidationInfo) -> str | None:
        # A bed that was refused has been told already.
        if "bed" in info.data and (asset is None) == (info.data["bed"] is None):
            raise PydanticCustomError("one_music", "Choose a bed or an asset, one of the two.")
        return asset


class Music(NodeType):
    """Plays a bed, or takes sound the Account has."""

    slug: ClassVar[str] = "music"
    icon: ClassVar[str] = "music"
    params: ClassVar[type[Params]] = MusicParams
    outputs: ClassVar[Mapping[str, Port]] = {"music": port(PortType.MUSIC)}
    crafts: ClassVar[bool] = True
    asset_type: ClassVar[PortType | None] = PortType.AUDIO

    def assets(self, params: Params) -> tuple[str, ...]:
        """The sound that was chosen, if it is one's own."""
        asset = cast("MusicParams", params).asset
        return (asset,) if asset else ()

    def seconds(self, params: Params) -> float:
        """A bed is played once; then it is known."""
        return 5.0 if cast("MusicParams", params).bed else 0.1

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The music with its volume. Raises InvalidInput for an Asset that is no sound."""
        chosen = cast("MusicParams", params)
        music = Playing(
            file=await _file(chosen, context),
            volume=chosen.volume,
            is_ducked=chosen.is_ducked,
            fade_in=chosen.fade_in,
            fade_out=chosen.fade_out,
        )
        return {"music": MusicValue(music)}


async def _file(chosen: MusicParams, context: NodeContext) -> FileValue:
    if chosen.bed:
        return await context.craft(Bed(chosen.bed))
    file = await context.adopt(chosen.asset or "")
    if file.type is not PortType.AUDIO:
        raise InvalidInput("Music is a sound file.", field="asset", problem="not_sound")
    return file

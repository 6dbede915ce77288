"""Cuts Segments, voice, captions and music to one video."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, cast

from pydantic import Field

from vidgenie.domain.brand import Brand
from vidgenie.domain.captions import CaptionLook, Captions
from vidgenie.domain.files import FileValue
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.timeline import (
    LONGEST,
    MOST_SHOTS,
    Aspect,
    Music,
    Profile,
    Shot,
    Timeline,
)
from vidgenie.domain.value import CaptionsValue, MusicValue, PortType, SegmentValue, Value
from vidgenie.errors import InvalidInput, InvalidMedia

# How long a picture that opens or ends a video is shown, in seconds.
_CARD = 2.0


class AssembleParams(Params):
    """aspect, profile: see domain.timeline. brand: id of a brand kit, "" = none.

    title: what the video is called, in its file and in the library.
    """

    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    brand: Annotated[str, Field(max_length=32)] = ""
    title: Annotated[str, Field(max_length=200)] = ""


class Assemble(NodeType):
    """One video; free: nobody outside is asked."""

    slug: ClassVar[str] = "assemble"
    icon: ClassVar[str] = "scissors"
    params: ClassVar[type[Params]] = AssembleParams
    inputs: ClassVar[Mapping[str, Port]] = {
        "segments": port(PortType.SEGMENT, PortType.VIDEO, PortType.IMAGE, many=True),
        "voice": port(PortType.AUDIO, required=False),
        "captions": port(PortType.CAPTIONS, required=False),
        "music": port(PortType.MUSIC, PortType.AUDIO, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"video": port(PortType.VIDEO)}
    crafts: ClassVar[bool] = True

    def brands(self, params: Params) -> tuple[str, ...]:
        """The brand kit, if one was chosen."""
        chosen = cast("AssembleParams", params).brand
        return (chosen,) if chosen else ()

    def seconds(self, params: Params) -> float:
        """Measured: a video of half a minute on two cores; a draft takes a quarter of it."""
        return 8.0 if cast("AssembleParams", params).profile is Profile.DRAFT else 30.0

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The video. Raises InvalidInput (problem too_long, too_large), NotFound for a brand."""
        chosen = cast("AssembleParams", params)
        brand = await context.brand(chosen.brand) if chosen.brand else Brand("")
        shots = [_shot(value) for value in context.values("segments")]
        whole = context.value("captions")
        timeline = Timeline(
            shots=tuple(
                replace(shot, captions=_branded(shot.captions, brand))
                for shot in (*_card(brand.intro), *shots, *_card(brand.outro))
            ),
            aspect=chosen.aspect,
            profile=chosen.profile,
            voice=context.file("voice"),
            captions=_branded(whole.captions if isinstance(whole, CaptionsValue) else None, brand),
            music=_music(context.value("music")),
            logo=brand.logo,
            title=chosen.title,
        )
        _check(timeline)
        try:
            return {"video": await context.craft(timeline)}
        except InvalidMedia as error:
            raise _told(error, brand) from None


def _told(error: InvalidMedia, brand: Brand) -> InvalidMedia:
    """The error that counts the Shots as their owner does: without the intro."""
    shot = error.params.get("shot")
    if brand.intro is None or not isinstance(shot, int):
        return error
    return InvalidMedia(str(error), **{**error.params, "shot": shot - 1})


def _shot(value: Value) -> Shot:
    return value.shot if isinstance(value, SegmentValue) else Shot(cast("FileValue", value))


def _card(picture: FileValue | None) -> list[Shot]:
    if picture is None:
        return []
    return [Shot(picture, keep_sound=True, seconds=None if picture.seconds else _CARD)]


def _music(value: Value | None) -> Music | None:
    if isinstance(value, MusicValue):
        return value.music
    return Music(value) if isinstance(value, FileValue) else None


def _branded(captions: Captions | None, brand: Brand) -> Captions | None:
    """What the look leaves open is the brand's."""
    if captions is None:
        return None
    look = captions.look
    filled = CaptionLook(
        style=look.style,
        centre=look.centre,
        scale=look.scale,
        font=look.font or brand.font,
        colour=look.colour or brand.colour,
        active=look.active or brand.active,
        box=look.box or brand.box,
        is_burned=look.is_burned,
    )
    return replace(captions, look=filled)


def _check(timeline: Timeline) -> None:
    if len(timeline.shots) > MOST_SHOTS:
        raise InvalidInput(
            f"A video has at most {MOST_SHOTS} segments.",
            field="segments",
            problem="too_large",
            limit=MOST_SHOTS,
        )
    if timeline.seconds > LONGEST:
        raise InvalidInput(
            f"A video has at most {LONGEST} seconds.",
            field="seconds",
            problem="too_long",
            limit=LONGEST,
        )

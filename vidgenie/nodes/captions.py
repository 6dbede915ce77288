"""Words shown while they are said."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from vidgenie.domain.caption_words import Edit, edited, estimate, respelled, words_of
from vidgenie.domain.captions import CENTRE, CaptionLook, Captions, TimedWord
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import CaptionsValue, PortType, Value

_Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")]
_Seconds = Annotated[float, Field(ge=0, le=600)]


class WordEdit(BaseModel):
    """A word put right by hand: its index, and what is other than it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: Annotated[int, Field(ge=0, lt=20_000)]
    text: Annotated[str, Field(max_length=200)] | None = None
    start: _Seconds | None = None
    end: _Seconds | None = None


class CaptionsParams(Params):
    """How the words look, and what was put right; see `domain.captions.CaptionLook`.

    seconds: how long saying the text takes when there is no speech, None = as it usually does.
    """

    style: Literal["karaoke", "boxed", "impact", "minimal", "oneword", "comic"] = "karaoke"
    centre: Annotated[float, Field(ge=0.15, le=0.85)] = CENTRE
    scale: Annotated[float, Field(ge=0.5, le=1.6)] = 1.0
    font: Annotated[str, Field(max_length=60)] = ""
    colour: _Colour = ""
    active: _Colour = ""
    box: _Colour = ""
    is_burned: bool = True
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "fr"
    seconds: Annotated[float, Field(gt=0, le=600)] | None = None
    edits: Annotated[tuple[WordEdit, ...], Field(max_length=2000)] = ()


class CaptionsNode(NodeType):
    """The words of speech, or of a text, with their moments and their look."""

    slug: ClassVar[str] = "captions"
    icon: ClassVar[str] = "captions"
    params: ClassVar[type[Params]] = CaptionsParams
    inputs: ClassVar[Mapping[str, Port]] = {
        "speech": port(PortType.AUDIO, required=False),
        "text": port(PortType.TEXT, required=False),
    }
    outputs: ClassVar[Mapping[str, Port]] = {"captions": port(PortType.CAPTIONS)}
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("speech", "text"),)

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The captions; nothing is asked and nothing is drawn yet."""
        chosen = cast("CaptionsParams", params)
        said = _words(chosen, context)
        # A voice may count words in its own way: no Run fails for a word it has not said.
        edits = [
            Edit(one.word, one.text, one.start, one.end)
            for one in chosen.edits
            if one.word < len(said)
        ]
        words = edited(said, edits)
        look = CaptionLook(
            style=chosen.style,
            centre=chosen.centre,
            scale=chosen.scale,
            font=chosen.font,
            colour=chosen.colour,
            active=chosen.active,
            box=chosen.box,
            is_burned=chosen.is_burned,
        )
        return {"captions": CaptionsValue(Captions(words, look, chosen.language))}


def _words(chosen: CaptionsParams, context: NodeContext) -> tuple[TimedWord, ...]:
    """Those the voice told, in the spelling of the text; else as they are probably said."""
    text, speech = context.text("text"), context.file("speech")
    if speech is None:
        return estimate(text, chosen.seconds, chosen.language)
    told = words_of(speech, chosen.language)
    if told:
        return respelled(told, text, chosen.language) if text.strip() else told
    said = text if text.strip() else speech.origin.get("prompt", "")
    return estimate(said, speech.seconds, chosen.language)

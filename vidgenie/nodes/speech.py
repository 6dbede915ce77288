"""Says a text, in the time there is for it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain.craft import FASTEST_STRETCH, Stretch
from vidgenie.domain.node_type import (
    MakerParams,
    NodeContext,
    NodeType,
    Offer,
    Params,
    Port,
    port,
)
from vidgenie.domain.offering import any_model, declared, models
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.timeline import LEAD, TAIL
from vidgenie.domain.value import FileValue, PortType, Value
from vidgenie.errors import InvalidInput


class SpeechParams(MakerParams):
    """Who says it, in which voice and language, and how fast (1.0 is normal).

    seconds: of the Shot it is for; it is said faster where it would not fit into it.
    """

    voice: Annotated[str, Field(max_length=120)] = ""
    language: Literal["fr", "en", "es", "it", "pt", "de", "hi", "ja", "zh"] = "fr"
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    seconds: Annotated[float, Field(ge=1, le=60)] | None = None


class Speech(NodeType):
    """One audio file."""

    slug: ClassVar[str] = "speech"
    icon: ClassVar[str] = "mic"
    params: ClassVar[type[Params]] = SpeechParams
    inputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}
    outputs: ClassVar[Mapping[str, Port]] = {"audio": port(PortType.AUDIO)}
    kind: ClassVar[Kind | None] = Kind.SPEECH

    def action(self, params: Params) -> str | None:
        """One price for up to half a minute (DESIGN 6)."""
        del params
        return "speech"

    def share(self, params: Params) -> Fraction:
        """By the length of the Shot; half a minute when it is for none."""
        seconds = cast("SpeechParams", params).seconds
        return Fraction(1) if seconds is None else Fraction(max(_LEAST, math.ceil(seconds)), 30)

    def suits(self, params: Params, provider: Provider, inputs: frozenset[str]) -> None:
        """Each has its own models, which speak some languages, at some speeds."""
        del inputs
        request = _request(params)
        model = cast("SpeechProvider", provider).model(request)
        slowest, fastest = model.speeds
        if not slowest <= request.speed <= fastest:
            raise _unsupported(provider, "speed", allowed=[slowest, fastest])
        if model.languages and request.language not in model.languages:
            raise _unsupported(provider, "language", allowed=list(model.languages))

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """Languages and speeds of the model, and the voices known without asking."""
        del inputs
        maker = cast("SpeechProvider", provider)
        names = [one.name for one in maker.models]
        chosen = next((one for one in maker.models if one.name == model), maker.models[0])
        languages = declared(SpeechParams, "language")
        slowest, fastest = chosen.speeds
        return {
            "model": any_model(filter(None, names))
            if _takes_any_model(maker)
            else models(names, names, default=names[0]),
            "language": Offer(
                tuple(one for one in languages if not chosen.languages or one in chosen.languages)
            ),
            "speed": Offer(
                least=max(slowest, _SLOWEST),
                most=min(fastest, _FASTEST_ANYWHERE),
                is_there=slowest < fastest,
            ),
            # A service may have more, for this key: `list_voices` tells.
            "voice": Offer(
                ("", *(voice.id for voice in maker.voices)),
                {voice.id: voice.title for voice in maker.voices},
                is_open=not provider.on_this_machine,
            ),
        }

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """About what half a minute of speech has: the text itself is not known yet."""
        del inputs
        usual = replace(_request(params), text="x" * _USUAL)
        return cast("SpeechProvider", provider).usage(usual)

    def seconds(self, params: Params) -> float:
        """Services and this machine take about as long."""
        del params
        return 10.0

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The speech; at most as long as its Shot, where saying it a little faster does it.

        What is still too long then stays as it is: the picture is shown for longer, and no
        word is cut.
        """
        chosen = cast("SpeechParams", params)
        slug = self.provider(params)
        request = replace(_request(params), text=context.text("text"))
        speech = await context.speak(request, provider=slug)
        if chosen.seconds is None:
            return {"audio": speech}
        room = chosen.seconds - LEAD - TAIL
        # Another one may have taken over.
        is_free = {slug, speech.origin.get("provider", slug)} <= _FREE
        if _excess(speech, room) > 1 and is_free:
            faster = _faster(request.speed, _excess(speech, room))
            if faster > request.speed:
                speech = await context.speak(replace(request, speed=faster), provider=slug)
        if _excess(speech, room) > 1:
            tempo = min(_excess(speech, room), FASTEST_STRETCH)
            speech = await context.craft(Stretch(speech, tempo))
        return {"audio": speech}


# A service is paid for every time, and says it differently every time.
_FREE = frozenset({"local"})
_FASTEST = 1.15  # of the speed that was asked for
_SLOWEST, _FASTEST_ANYWHERE = 0.5, 2.0
_HAIR = 0.01  # said faster, speech becomes a little less shorter than that


def _excess(speech: FileValue, room: float) -> float:
    """How many times longer than the room for it the speech is."""
    return (speech.seconds or 0.0) / room


def _faster(speed: float, excess: float) -> float:
    """The speed at which it should fit, or the fastest that may be."""
    return min(round(speed * (excess + _HAIR), 3), round(speed * _FASTEST, 3), _FASTEST_ANYWHERE)


_LEAST = 5  # seconds that are paid, of however short a Shot
_USUAL = 450  # characters of half a minute


def _takes_any_model(maker: SpeechProvider) -> bool:
    """Whether a model it has never heard of may be named."""
    try:
        maker.model(SpeechRequest(text="", model="?"))
    except InvalidInput:
        return False
    return True


def _unsupported(provider: Provider, field: str, **params: object) -> InvalidInput:
    message = f"{provider.title} cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)


def _request(params: Params) -> SpeechRequest:
    chosen = cast("SpeechParams", params)
    return SpeechRequest(
        text="",
        voice=chosen.voice,
        language=chosen.language,
        speed=chosen.speed,
        seed=chosen.seed,
        model=chosen.model,
    )

"""Says a text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain.node_type import MakerParams, NodeContext, NodeType, Params, Port, port
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidInput


class SpeechParams(MakerParams):
    """Who says it, in which voice and language, and how fast (1.0 is normal)."""

    voice: Annotated[str, Field(max_length=120)] = ""
    language: Literal["fr", "en", "es", "it", "pt", "de", "hi", "ja", "zh"] = "fr"
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


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
        """The speech."""
        request = replace(_request(params), text=context.text("text"))
        return {"audio": await context.speak(request, provider=self.provider(params))}


_USUAL = 450  # characters of half a minute


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

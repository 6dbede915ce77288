"""Makes a prompt that picture and video models understand well."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

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
from vidgenie.domain.offering import writers
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.text import EnhanceRequest, TextProvider
from vidgenie.domain.value import PortType, TextValue, Value


class EnhanceParams(MakerParams):
    """Who writes, and with which model ("" for the Provider's default)."""

    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class Enhance(NodeType):
    """Adds light, composition, style and movement to a prompt."""

    slug: ClassVar[str] = "enhance"
    icon: ClassVar[str] = "brain"
    params: ClassVar[type[Params]] = EnhanceParams
    inputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}
    outputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}
    kind: ClassVar[Kind | None] = Kind.TEXT

    def action(self, params: Params) -> str | None:
        """One price whatever the length."""
        del params
        return "enhance"

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """The models worth showing."""
        del model, inputs
        return {"model": writers(cast("TextProvider", provider))}

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """One prompt."""
        del inputs
        model = cast("EnhanceParams", params).model
        return cast("TextProvider", provider).usage(EnhanceRequest(prompt="", model=model))

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The better prompt."""
        chosen = cast("EnhanceParams", params)
        request = EnhanceRequest(prompt=context.text("text"), model=chosen.model, seed=chosen.seed)
        answer = await context.write(request, provider=chosen.provider)
        return {"text": TextValue(answer.text)}

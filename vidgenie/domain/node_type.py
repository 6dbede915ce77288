"""Node types: what a kind of Node declares about itself and does."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vidgenie.domain.brand import Brand
from vidgenie.domain.craft import Craft
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.text import EnhanceRequest, ScriptRequest, TextAnswer
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.value import FileValue, PortType, Value
from vidgenie.errors import InvalidInput


class Params(BaseModel):
    """The values a person typed into a Node; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


Slug = Annotated[str, Field(max_length=40)]


class MakerParams(Params):
    """What every Node that calls a Provider lets people choose.

    provider: slug. model: of that Provider, "" for its default.
    fallback: who takes over when it fails, best first; None = as the Account wants it,
        an empty list = nobody.
    max_micro_usd: what a Provider may charge at most for this Node by estimate, in
        millionths of a dollar; None = as the Account wants it.
    """

    provider: Slug = "local"
    model: Annotated[str, Field(max_length=80)] = ""
    fallback: Annotated[tuple[Slug, ...], Field(max_length=12)] | None = None
    max_micro_usd: Annotated[int, Field(ge=0, le=10**10)] | None = None


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of a Node.

    types: what may travel through it.
    required: an input that must have an Edge.
    many: an input that takes several Edges, in the order they are listed in.
    """

    types: frozenset[PortType]
    required: bool = True
    many: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a Provider can do in one field of a Node.

    values: those it takes, the usual one first; None = as declared. titles: value -> its
        name, where every language has the same.
    least, most: of a number; None = as declared.
    is_there: whether the field means anything to it.
    is_open: it takes others than `values`, which may be typed in.
    """

    values: tuple[object, ...] | None = None
    titles: Mapping[object, str] = field(default_factory=dict[object, str])
    least: float | None = None
    most: float | None = None
    is_there: bool = True
    is_open: bool = False


def port(*types: PortType, required: bool = True, many: bool = False) -> Port:
    """A port for values of these types."""
    return Port(types=frozenset(types), required=required, many=many)


class NodeContext(Protocol):
    """What a Node may touch while it works: nothing else is within reach.

    Every `await` here is a checkpoint: after a crash it is not done again.
    """

    def text(self, name: str) -> str:
        """The text that came in by port `name`, "" when nothing is connected."""
        ...

    def file(self, name: str) -> FileValue | None:
        """The file that came in by port `name`, None when nothing is connected."""
        ...

    def value(self, name: str) -> Value | None:
        """What came in by port `name`, None when nothing is connected."""
        ...

    def values(self, name: str) -> tuple[Value, ...]:
        """Everything that came in by a port that takes many, in order."""
        ...

    async def write(self, request: EnhanceRequest | ScriptRequest, *, provider: str) -> TextAnswer:
        """Have a text Provider write a prompt or a script."""
        ...

    async def picture(
        self, request: ImageRequest, *, image: FileValue | None = None, provider: str
    ) -> FileValue:
        """Have an image Provider make a picture; verified and stored when this returns.

        image: a picture to start from; the engine puts its path into the request.
        """
        ...

    async def clip(
        self,
        request: ClipRequest,
        *,
        image: FileValue | None = None,
        video: FileValue | None = None,
        provider: str,
    ) -> FileValue:
        """Have a video Provider make a clip; verified and stored when this returns.

        image: the first frame; the engine puts its path and origin into the request.
        video: a clip to change, cut to the seconds of the request when it is longer.
        """
        ...

    async def speak(self, request: SpeechRequest, *, provider: str) -> FileValue:
        """Have a speech Provider say a text; verified and stored when this returns.

        The times of its words are in the value's origin, "words".
        """
        ...

    async def adopt(self, asset_id: str) -> FileValue:
        """A file the Account already has. Raises NotFound."""
        ...

    async def craft(self, work: Craft) -> FileValue:
        """Have this server cut, mix or play; verified and stored when this returns."""
        ...

    async def brand(self, kit_id: str) -> Brand:
        """A brand kit of the Account's. Raises NotFound."""
        ...


class NodeType(ABC):
    """Ports, parameters and price are data, so canvas and quote need no code of their own.

    slug: stable name, stored in Graphs; equals the name of the file.
    version: raised when equal inputs would give another result.
    icon: a Lucide icon name.
    params: the model of the values typed in.
    one_of: groups of optional inputs of which at least one must be connected.
    kind: what sort of Provider it calls, None when it calls none.
    crafts: it has this server cut, mix or play (`NodeContext.craft`).
    asset_type: what the Assets its values name must be, None when they name none.
    executes: a Run executes it; what does not is there to be read, and no Run has it.
    """

    slug: ClassVar[str]
    version: ClassVar[int] = 1
    icon: ClassVar[str]
    params: ClassVar[type[Params]] = Params
    inputs: ClassVar[Mapping[str, Port]] = MappingProxyType({})
    outputs: ClassVar[Mapping[str, Port]] = MappingProxyType({})
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    kind: ClassVar[Kind | None] = None
    crafts: ClassVar[bool] = False
    asset_type: ClassVar[PortType | None] = None
    executes: ClassVar[bool] = True

    def parse(self, raw: Mapping[str, object], *, node: str) -> Params:
        """The typed values. Raises InvalidInput that names the Node and the field."""
        try:
            return self.params.model_validate(dict(raw))
        except ValidationError as error:
            raise _invalid(error, node=node) from None

    def provider(self, params: Params) -> str:
        """Slug of the Provider these values ask for, "" when the type calls none."""
        return str(getattr(params, "provider", ""))

    def action(self, params: Params) -> str | None:
        """Row of the price table this work is charged by, as `video.8`; None when free."""
        del params
        return None

    def share(self, params: Params) -> Fraction:
        """How much of what the action is priced for this is; what several Nodes use adds up.

        Half of it costs as much as all of it, but two halves cost no more.
        """
        del params
        return Fraction(1)

    def assets(self, params: Params) -> tuple[str, ...]:
        """Ids of the Assets these values name; they must be the Account's own."""
        del params
        return ()

    def brands(self, params: Params) -> tuple[str, ...]:
        """Ids of the brand kits these values name; they must be the Account's own."""
        del params
        return ()

    def suits(self, params: Params, provider: Provider, inputs: frozenset[str]) -> None:
        """Raise InvalidInput for values this Provider surely cannot do; before anything is held.

        inputs: the input ports that are connected.
        """
        del params, provider, inputs

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """Field -> what this Provider can do there, by this model ("" = its default).

        inputs: the input ports that are connected. Fields that are not named are as the
        values declare them. Only what is surely impossible is left out.
        """
        del provider, model, inputs
        return {}

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """What the work uses at this Provider, for the estimate in dollars.

        inputs: the input ports that are connected.
        """
        del params, provider, inputs
        return None

    def seconds(self, params: Params) -> float:
        """How long the work is expected to take, in seconds."""
        del params
        return 0.1

    @abstractmethod
    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """Do the work: output port -> value.

        Runs inside a durable workflow: a straight line of awaits on `context`,
        no clock, no randomness, no I/O of its own.
        """


def _invalid(error: ValidationError, *, node: str) -> InvalidInput:
    """The first problem pydantic found, in our words; the value itself is not quoted."""
    first = error.errors(include_url=False, include_input=False, include_context=True)[0]
    field = ".".join(str(part) for part in first["loc"]) or "params"
    limits = {k: v for k, v in first.get("ctx", {}).items() if isinstance(v, int | float | str)}
    return InvalidInput(
        f"{field}: {first['msg']}", field=field, problem=first["type"], node=node, **limits
    )

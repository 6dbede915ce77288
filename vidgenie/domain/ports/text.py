"""Port: anything that writes text."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Call, Kind, Provider


@dataclass(frozen=True, slots=True)
class EnhanceRequest:
    """Make a prompt that a picture or video model understands well.

    prompt: what the person typed, 1 to 1000 characters, any language.
    model: the Provider's model, "" for its default.
    seed: equal seeds give equal answers where the Provider can.
    """

    prompt: str
    model: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What was written. JSON values only: it is checkpointed.

    language: of the answer, "fr" or "en".
    tokens: the Provider's own units used, 0 when it has none.
    """

    text: str
    language: str = "en"
    model: str = ""
    tokens: int = 0
    cost_micro_usd: int | None = None


class TextProvider(Provider):
    """Writes text in one call.

    models: names worth showing in a picker, the default one first; others may be typed in.
    """

    kind: ClassVar[Kind] = Kind.TEXT
    models: ClassVar[tuple[str, ...]] = ()

    def usage(self, request: EnhanceRequest) -> Usage | None:
        """One prompt by the model; None when it charges nothing or its price is not known."""
        model = request.model or next(iter(self.models), "")
        known = {cost.model for cost in self.costs}
        return Usage(model) if model in known else None

    @abstractmethod
    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The prompt with light, composition, style and movement said, at most 200 words.

        One request, never repeated here. Raises ProviderRejected,
        ProviderUnavailable or ProviderUnknown.
        """

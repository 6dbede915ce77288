"""Port: anything that writes text."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.domain.script import Brief

SCRIPT = "script"
"""Variant and unit of what a script costs, in the lists of text Providers."""
_USUAL = 6  # Segments of the script such a row is for


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
class ScriptRequest:
    """Write a whole script.

    model, seed: see EnhanceRequest.
    previous: what was answered before and cannot be used, "" the first time; complaint:
        what is wrong with it, in English.
    """

    brief: Brief
    model: str = ""
    seed: int = 0
    previous: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What was written. JSON values only: it is checkpointed.

    text: a prompt, or a script as JSON (see domain.script_json).
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
    languages: it writes scripts in, as "fr"; empty = any.
    """

    kind: ClassVar[Kind] = Kind.TEXT
    models: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def usage(self, request: EnhanceRequest | ScriptRequest) -> Usage | None:
        """One prompt or script by the model; None when it charges nothing or nobody knows what.

        A script of more Segments than usual is as much dearer as it is longer.
        """
        model = request.model or next(iter(self.models), "")
        if model not in {cost.model for cost in self.costs}:
            return None
        if isinstance(request, EnhanceRequest):
            return Usage(model)
        return Usage(model, SCRIPT, max(1.0, request.brief.segments / _USUAL))

    @abstractmethod
    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The prompt with light, composition, style and movement said, at most 200 words.

        One request, never repeated here. Raises ProviderRejected,
        ProviderUnavailable or ProviderUnknown.
        """

    @abstractmethod
    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """The script as JSON; nobody has checked it yet. Asks and raises as `enhance`."""

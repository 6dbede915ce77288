"""Writes a whole script: what is said and filmed in every Segment."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from vidgenie.domain import script_json
from vidgenie.domain.node_type import (
    MakerParams,
    NodeContext,
    NodeType,
    Offer,
    Params,
    Port,
    port,
)
from vidgenie.domain.offering import declared, writers
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.text import ScriptRequest, TextProvider
from vidgenie.domain.project import LONGEST_SEGMENT, MOST_SEGMENTS, SEGMENT_SECONDS
from vidgenie.domain.script import Brief
from vidgenie.domain.script import Script as Written
from vidgenie.domain.script_json import ScriptProblem
from vidgenie.domain.script_mend import mended
from vidgenie.domain.value import PortType, TextValue, Value
from vidgenie.errors import InvalidInput, ProviderRejected

LONGEST_THEME = 500
"""Characters."""


class ScriptParams(MakerParams):
    """What the script is about, and who writes it.

    pillar, pillar_note, segments, seconds, speed: as in domain.script.Brief.
    """

    theme: Annotated[str, Field(min_length=1, max_length=LONGEST_THEME)]
    pillar: Annotated[str, Field(max_length=40)] = "tips"
    pillar_note: Annotated[str, Field(max_length=1000)] = ""
    segments: Annotated[int, Field(ge=1, le=MOST_SEGMENTS)] = 6
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SEGMENT)] = SEGMENT_SECONDS
    language: Literal["fr", "en", "es", "it", "pt", "de", "hi", "ja", "zh"] = "fr"
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    @field_validator("theme")
    @classmethod
    def _says_something(cls, theme: str) -> str:
        if not script_json.clean(theme).strip("\u200c\u200d \u00a0\u202f"):
            raise PydanticCustomError("string_too_short", "say what it is about", {"min_length": 1})
        return theme


class Script(NodeType):
    """One script, as JSON."""

    slug: ClassVar[str] = "script"
    icon: ClassVar[str] = "wand-sparkles"
    params: ClassVar[type[Params]] = ScriptParams
    outputs: ClassVar[Mapping[str, Port]] = {"script": port(PortType.TEXT)}
    kind: ClassVar[Kind | None] = Kind.TEXT

    def action(self, params: Params) -> str | None:
        """One price however long it is, and however often it is asked for."""
        del params
        return "script"

    def suits(self, params: Params, provider: Provider, inputs: frozenset[str]) -> None:
        """Some write in a few languages only."""
        del inputs
        chosen = cast("ScriptParams", params)
        languages = cast("TextProvider", provider).languages
        if languages and chosen.language not in languages:
            message = f"{provider.title} cannot write in this language."
            raise InvalidInput(
                message, field="language", problem="unsupported", allowed=list(languages)
            )

    def offers(self, provider: Provider, model: str, inputs: frozenset[str]) -> Mapping[str, Offer]:
        """The models worth showing, and the languages it writes in."""
        del model, inputs
        writer = cast("TextProvider", provider)
        known = declared(ScriptParams, "language")
        spoken = tuple(one for one in known if not writer.languages or one in writer.languages)
        return {"model": writers(writer), "language": Offer(spoken)}

    def usage(self, params: Params, provider: Provider, inputs: frozenset[str]) -> Usage | None:
        """One script; a second request, if one is needed, is not foreseen."""
        del inputs
        return cast("TextProvider", provider).usage(_request(params))

    def seconds(self, params: Params) -> float:
        """A service writes for about as long; our own drafts are there at once."""
        return 0.5 if self.provider(params) == "local" else 15.0

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The script; asked for once more when it is not right, then mended where rules can.

        Raises ProviderRejected, problem unusable_answer.
        """
        slug = self.provider(params)
        request = _request(params)
        answer = await context.write(request, provider=slug)
        try:
            return _made(script_json.read(answer.text, request.brief))
        except ScriptProblem as problem:
            first = problem
        complaint = " ".join(first.complaints)
        again = replace(request, previous=answer.text[:_MOST_SHOWN], complaint=complaint)
        problems = [first]
        try:
            answer = await context.write(again, provider=slug)
            return _made(script_json.read(answer.text, request.brief))
        except ScriptProblem as problem:
            problems.insert(0, problem)
        except ProviderRejected:
            # What was written before may do.
            if not _mended(problems, request.brief):
                raise
        if script := _mended(problems, request.brief):
            return _made(script)
        message = "What was written is not a script that can be used."
        raise ProviderRejected(message, provider=slug, problem="unusable_answer")


_MOST_SHOWN = 40_000  # characters of an answer that its writer sees again


def _mended(problems: list[ScriptProblem], brief: Brief) -> Written | None:
    """The first of what was read that rules can put right."""
    tried = (mended(problem.found, brief) for problem in problems if problem.found)
    return next((script for script in tried if script), None)


def _made(script: Written) -> Mapping[str, Value]:
    return {"script": TextValue(script_json.write(script))}


def _request(params: Params) -> ScriptRequest:
    chosen = cast("ScriptParams", params)
    brief = Brief(
        theme=chosen.theme,
        pillar=chosen.pillar,
        pillar_note=chosen.pillar_note,
        segments=chosen.segments,
        seconds=chosen.seconds,
        language=chosen.language,
        speed=chosen.speed,
    )
    return ScriptRequest(brief, model=chosen.model, seed=chosen.seed)

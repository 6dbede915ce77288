"""What requests and answers are made of: camelCase JSON, nothing unknown, nothing unstorable."""

import math
from collections.abc import Iterable
from typing import Annotated, LiteralString, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

_DEEPEST = 32
_LARGEST = 2**63


class Answer(BaseModel):
    """JSON we send; built from a service's view by its attributes."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Done(Answer):
    """It was done."""

    success: bool = True


class Problem(BaseModel):
    """Every error: a sentence for people, a code for programs, and what it is about."""

    model_config = ConfigDict(extra="allow")

    error: str
    code: str


class Body(BaseModel):
    """JSON we receive. What no database could store is refused with its place in the request."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, data: object) -> object:
        """Refuses NUL, half characters, NaN, huge numbers and very deep values."""
        waiting: list[tuple[str, object, int]] = [("", data, 0)]
        while waiting:
            place, value, depth = waiting.pop()
            problem = "too_deep" if depth > _DEEPEST else _problem(value)
            if problem:
                raise PydanticCustomError(problem, _REFUSED[problem], {"place": place})
            waiting += [(f"{place}.{name}", part, depth + 1) for name, part in _parts(value)]
        return data


def _parts(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        for name, part in cast("dict[object, object]", value).items():
            # The place goes into an answer, so it must be a text that can be written.
            shown = str(name).encode(errors="replace").decode()
            yield shown, name
            yield shown, part
    elif isinstance(value, list):
        yield from ((str(index), part) for index, part in enumerate(cast("list[object]", value)))


_REFUSED: dict[LiteralString, LiteralString] = {
    "not_text": "Text must not hold NUL or half characters.",
    "not_finite": "Numbers must be finite.",
    "too_large": "This number is too large.",
    "too_deep": "This is nested too deeply.",
}


def _problem(value: object) -> LiteralString:
    """What keeps a value from being stored, "" when nothing does."""
    if isinstance(value, str):
        return "" if is_storable(value) else "not_text"
    if isinstance(value, float) and not math.isfinite(value):
        return "not_finite"
    return "too_large" if isinstance(value, int) and abs(value) >= _LARGEST else ""


def is_storable(text: str) -> bool:
    """Whether every database takes this text."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _storable_text(text: str) -> str:
    if not is_storable(text):
        raise PydanticCustomError("not_text", _REFUSED["not_text"])
    return text


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""Identifies one thing; anything else is not found."""

Text = Annotated[str, AfterValidator(_storable_text)]
"""A text in an address."""


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The error answers of a route, for its documentation."""
    return {status: {"model": Problem, "description": _SAID[status]} for status in statuses}


_SAID = {
    400: "The body is not valid JSON",
    401: "Nobody is signed in",
    402: "Not enough credits",
    403: "The request came from another site",
    404: "Not there, or somebody else's",
    409: "It contradicts what is already there",
    410: "The link has expired or was used",
    413: "Too many bytes",
    415: "The body is of another type",
    422: "A field has a value we cannot take: `field`, `problem`",
    429: "Too many attempts: `retry_after` seconds",
    500: "Our fault: `id` finds it in the log",
    503: "A part of the installation is not ready",
    507: "The storage is full",
}

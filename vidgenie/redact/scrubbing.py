"""Texts, errors and JSON values without secrets."""

import traceback
from collections.abc import Mapping
from typing import cast

from vidgenie.redact.registry import REGISTRY
from vidgenie.redact.shapes import hide_shapes


def scrub(text: str) -> str:
    """The text with [key] for every live secret and for whatever looks like one."""
    return hide_shapes(REGISTRY.hide(text))


def scrub_error(error: BaseException) -> str:
    """The name and the message of an error, scrubbed: "ValueError: bad header [key]"."""
    return scrub("".join(traceback.format_exception_only(error)).strip())


def scrub_traceback(error: BaseException) -> str:
    """The whole traceback, with those of its causes, scrubbed; it shows no variables."""
    return scrub("".join(traceback.format_exception(error)).rstrip())


def scrub_data(value: object) -> object:
    """A JSON value of scrubbed texts, names of members included; the rest as its scrubbed repr."""
    if isinstance(value, str):
        return scrub(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        return {scrub(str(name)): scrub_data(member) for name, member in members.items()}
    if isinstance(value, list | tuple):
        return [scrub_data(member) for member in cast("list[object]", value)]
    return scrub(repr(value))

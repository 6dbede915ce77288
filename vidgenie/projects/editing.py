"""Edits of a Project: each a function from one to the next; nothing here knows a database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vidgenie.domain.project import LONGEST_SEGMENT, Project, Segment
from vidgenie.errors import Conflict, InvalidInput, NotFound

_BORDERS = re.compile(r"\s+")


def segment(project: Project, segment_id: str) -> Segment:
    """One of its Segments. Raises NotFound."""
    return project.segments[_index(project, segment_id)]


def add(project: Project, new: Segment, *, after: str | None = None) -> Project:
    """With another Segment, behind the one called `after`.

    after: "" = at the beginning, None = at the end. Raises NotFound.
    """
    at = len(project.segments) if after is None else _index(project, after) + 1 if after else 0
    return _with(project, [*project.segments[:at], new, *project.segments[at:]])


def change(project: Project, segment_id: str, changes: Mapping[str, Any]) -> Project:
    """With other values of a Segment's fields. Raises NotFound."""
    at = _index(project, segment_id)
    found = list(project.segments)
    found[at] = replace(found[at], **changes)
    return _with(project, found)


def remove(project: Project, segment_id: str) -> Project:
    """Without this Segment. Raises NotFound, and Conflict (last_segment) for the only one."""
    at = _index(project, segment_id)
    if len(project.segments) == 1:
        raise Conflict("A project has at least one segment.", problem="last_segment")
    return _with(project, [*project.segments[:at], *project.segments[at + 1 :]])


def reorder(project: Project, ids: Sequence[str]) -> Project:
    """In this order; ids: exactly those of its Segments."""
    by_id = {each.id: each for each in project.segments}
    return _with(project, [by_id[segment_id] for segment_id in ids])


def split(project: Project, segment_id: str, *, at: int, new_id: str) -> Project:
    """The text of a Segment cut in two; what follows is said in a new one behind it.

    at: characters of the text that stay, moved to the nearest space between words.
    Both keep prompt, length and choices; Takes stay with the first.
    Raises NotFound, and InvalidInput where one half would be empty.
    """
    whole = segment(project, segment_id)
    first, second = _halves(whole.text, at)
    if not first or not second:
        raise InvalidInput(
            "Choose a place inside the text.",
            field="at",
            problem="out_of_range",
            limit=max(0, len(whole.text) - 1),
        )
    changed = change(project, segment_id, {"text": first})
    return add(changed, replace(whole, id=new_id, text=second, take=""), after=segment_id)


def merge(project: Project, segment_id: str) -> Project:
    """A Segment and the one behind it as one, with the Takes and choices of the first.

    What leads on to the Segment after both is the second's transition.
    Raises NotFound, and Conflict (no_next_segment) for the last one.
    """
    at = _index(project, segment_id)
    if at + 1 == len(project.segments):
        raise Conflict("There is no segment after this one.", problem="no_next_segment")
    first, second = project.segments[at : at + 2]
    both = replace(
        first,
        text=" ".join(filter(None, (first.text.strip(), second.text.strip()))),
        prompt=_prompts(first.prompt.strip(), second.prompt.strip()),
        seconds=min(first.seconds + second.seconds, LONGEST_SEGMENT),
        transition=second.transition,
        transition_seconds=second.transition_seconds,
    )
    return _with(project, [*project.segments[:at], both, *project.segments[at + 2 :]])


def _with(project: Project, segments: Sequence[Segment]) -> Project:
    return replace(project, segments=tuple(segments))


def _index(project: Project, segment_id: str) -> int:
    for index, each in enumerate(project.segments):
        if each.id == segment_id:
            return index
    raise NotFound("segment")


def _halves(text: str, at: int) -> tuple[str, str]:
    """The text cut at the space nearest to `at`; where there is none, at that very letter."""
    borders = [found.span() for found in _BORDERS.finditer(text)]
    inner = [(start, end) for start, end in borders if start > 0 and end < len(text)]
    if not inner:
        return text[: max(0, at)].strip(), text[max(0, at) :].strip()
    if not 0 < at < len(text):
        return text.strip(), ""
    start, end = min(inner, key=lambda border: min(abs(border[0] - at), abs(border[1] - at)))
    return text[:start].strip(), text[end:].strip()


def _prompts(first: str, second: str) -> str:
    if not first or not second or first == second:
        return first or second
    return f"{first.rstrip('.')}. {second}"

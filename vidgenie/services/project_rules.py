"""What a Project may be: lengths, numbers, makers, files; checked before it is kept."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.project import (
    LONGEST_PROMPT,
    LONGEST_SEGMENT,
    LONGEST_TEXT,
    MOST_SEGMENTS,
    Choices,
    Mode,
    Project,
    Segment,
)
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.library import assets, brands
from vidgenie.projects import store

LONGEST_TITLE, LONGEST_THEME, LONGEST_LINE, LONGEST_PILLAR = 200, 500, 1000, 40
"""Characters of a title, a theme, a hook or call to action, the name of a pillar."""

_TEXTS: Mapping[str, int] = {
    "title": LONGEST_TITLE,
    "theme": LONGEST_THEME,
    "pillar": LONGEST_PILLAR,
    "hook": LONGEST_LINE,
    "call_to_action": LONGEST_LINE,
    "text": LONGEST_TEXT,
    "prompt": LONGEST_PROMPT,
    "provider": 40,
    "model": 80,
}
_RANGES: Mapping[str, tuple[float, float]] = {
    "seconds": (1, LONGEST_SEGMENT),
    "focus_x": (0, 1),
    "focus_y": (0, 1),
    "transition_seconds": (0.2, 1),
}
_LINES = frozenset({"title", "pillar"})
_SPACES = re.compile(r"[ \t\r\n\f\v]+")  # French ones that do not break stay
_KINDS: Mapping[Mode, tuple[str, ...]] = {
    Mode.TEXT: (),
    Mode.IMAGE: ("image",),
    Mode.VIDEO: ("video",),
    Mode.OWN: ("image", "video"),
}
_MADE_BY: Mapping[str, Kind] = {
    "provider": Kind.VIDEO,
    "image_provider": Kind.IMAGE,
    "text_provider": Kind.TEXT,
}
_SEGMENT = TypeAdapter(Segment)
_OF_SEGMENT = frozenset(_SEGMENT.dump_python(Segment("")).keys()) - {"id", "version", "take"}
_OF_PROJECT = frozenset({"title", "theme", "pillar", "language", "hook", "call_to_action"})


@dataclass(frozen=True, slots=True)
class Rules:
    """Checks what people want to change.

    providers: by (kind, slug). beds: slugs of the music this server plays.
    """

    providers: Mapping[tuple[str, str], Provider]
    beds: Collection[str]

    def project(self, project: Project, changes: Mapping[str, Any]) -> Project:
        """The Project with these fields. Raises InvalidInput."""
        known = {name: value for name, value in changes.items() if name in _OF_PROJECT}
        _check_names(changes, _OF_PROJECT | {"choices"})
        values: dict[str, Any] = {
            name: _text(name, value) for name, value in known.items() if name != "language"
        }
        if not values.get("pillar", "tips"):
            raise _refused("pillar", "empty")
        if "language" in known:
            values["language"] = _language(known["language"])
        if "choices" in changes:
            values["choices"] = self.choices(project.choices, changes["choices"])
        return replace(project, **values)

    def choices(self, choices: Choices, changes: Mapping[str, Any]) -> Choices:
        """The choices with these of them made anew. Raises InvalidInput."""
        _check_names(changes, store.choices_json(choices).keys(), "choices.")
        values = {**store.choices_json(choices), **changes}
        try:
            found = store.choices(values)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise InvalidInput(
                f"choices.{place}: {first['msg']}",
                field=f"choices.{_camel(place)}",
                problem=first["type"],
            ) from None
        for name, kind in _MADE_BY.items():
            if name in changes:
                self._check_maker(kind, getattr(found, name), f"choices.{_camel(name)}")
        if "provider" in changes and "model" not in changes:
            found = replace(found, model="")
        if changes.get("voice") and found.voice:
            self._check_maker(Kind.SPEECH, found.voice.provider, "choices.voice.provider")
        bed = (found.music or {}).get("bed")
        if "music" in changes and bed is not None and bed not in self.beds:
            raise _refused("choices.music.bed", "unknown")
        return found

    def segment(self, segment: Segment, changes: Mapping[str, Any]) -> Segment:
        """The Segment with these fields. Raises InvalidInput that names the first wrong one."""
        _check_names(changes, _OF_SEGMENT)
        values = dict(changes)
        for name, value in changes.items():
            if name in _TEXTS:
                values[name] = _text(name, value)
            elif name in _RANGES:
                values[name] = _number(name, value)
        try:
            found = _SEGMENT.validate_python({**_plain(segment), **values})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise _refused(str(first["loc"][0]), first["type"]) from None
        if "provider" in changes and "model" not in changes:
            found = replace(found, model="")
        if "provider" in changes and found.provider:
            self._check_maker(Kind.VIDEO, found.provider, "provider")
        return found

    def check_choices(self, session: Session, account_id: str, choices: Choices) -> None:
        """Refuse a brand kit or music that is not the Account's own. Raises NotFound."""
        if choices.brand:
            brands.kit(session, account_id, choices.brand)
        music = (choices.music or {}).get("asset")
        if music and assets.asset(session, account_id, str(music)).kind != "audio":
            raise _refused("choices.music.assetId", "not_sound")

    def referring(
        self, session: Session, account_id: str, segment: Segment, changes: Mapping[str, Any]
    ) -> Segment:
        """The Segment with a reference its mode can start from.

        One that does not suit a new mode is let go of. Raises NotFound and InvalidInput
        (wrong_kind) for one that was chosen.
        """
        if not segment.reference or not changes.keys() & {"reference", "mode"}:
            return segment
        kinds = _KINDS[segment.mode]
        known = assets.assets(session, account_id, {segment.reference}).get(segment.reference)
        if known is None:
            raise NotFound("asset")
        if not kinds or known.kind in kinds:
            return segment
        if "reference" in changes:
            raise _refused("referenceAssetId", "wrong_kind")
        return replace(segment, reference="")

    def _check_maker(self, kind: Kind, slug: str, field: str) -> None:
        if (kind, slug) not in self.providers:
            raise _refused(field, "unknown")


def check_count(project: Project) -> None:
    """Refuse a Project of too many Segments. Raises InvalidInput."""
    if len(project.segments) > MOST_SEGMENTS:
        raise _refused("segments", "too_many", limit=MOST_SEGMENTS)


def check_texts(segment: Segment) -> None:
    """Refuse texts that became too long by being joined. Raises InvalidInput."""
    _text("text", segment.text)
    _text("prompt", segment.prompt)


def _check_names(given: Mapping[str, Any], known: Collection[str], place: str = "") -> None:
    for name in given:
        if name not in known:
            raise _refused(place + name, "unknown")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _refused(name, "string_type")
    text = _SPACES.sub(" ", value).strip() if name in _LINES else value
    if len(text) > _TEXTS[name]:
        raise _refused(name, "too_long", limit=_TEXTS[name])
    return text


def _number(name: str, value: object) -> object:
    low, high = _RANGES[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refused(name, "int_type")
    if not low <= value <= high:
        raise _refused(name, "out_of_range", min=low, limit=high)
    if name == "seconds" and value != int(value):
        raise _refused(name, "int_from_float")
    return value


def _language(value: object) -> str:
    if not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.islower()):
        raise _refused("language", "malformed")
    return value


def _plain(segment: Segment) -> dict[str, Any]:
    values = cast("dict[str, Any]", _SEGMENT.dump_python(segment))
    return {name: v.value if isinstance(v, Enum) else v for name, v in values.items()}


_SAID: Mapping[str, str] = {
    "too_long": "This has more than {limit} characters.",
    "out_of_range": "Choose a number from {min} to {limit}.",
    "too_many": "A project has at most {limit} segments.",
    "unknown": "There is no such thing here.",
    "wrong_kind": "This kind of file cannot be used here.",
    "not_sound": "This file is not sound.",
    "empty": "Something is missing.",
}
_NAMES: Mapping[str, str] = {"reference": "referenceAssetId"}


def _refused(field: str, problem: str, **params: object) -> InvalidInput:
    said = _SAID.get(problem, "This value cannot be used.").format(**params)
    place = _NAMES.get(field, _camel(field))
    return InvalidInput(f"{place}: {said}", field=place, problem=problem, **params)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)

"""What a video is made from: a theme, a script in a file, a Template."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from vidgenie.cli.generate.wanted import FILM_SECONDS, Wanted
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.timeline import Profile
from vidgenie.errors import InvalidInput
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.studio.creation import usual_choices
from vidgenie.studio.providers import slug_of
from vidgenie.studio.workplace import Workplace

_LARGEST = 1_000_000  # bytes of a script


def new_project(place: Workplace, wanted: Wanted) -> NewProject:
    """The Project to be made. Raises InvalidInput for a script nobody can read."""
    script = _read(wanted.script) if wanted.script else None
    title, segments, text = "", list[NewSegment](), ""
    if isinstance(script, str):
        text = script
    elif script is not None:
        title, segments = _titled(script)
    if wanted.script and not (title or wanted.theme):
        title = wanted.script.stem
    given: dict[str, Any] = {"pillar": wanted.pillar, "language": wanted.language}
    return NewProject(
        title=wanted.title or title,
        theme=wanted.theme,
        choices=choices(place, wanted),
        script=text,
        segments=segments,
        seconds=wanted.duration or FILM_SECONDS,
        template=wanted.template,
        **{name: value for name, value in given.items() if value},
    )


def choices(place: Workplace, wanted: Wanted) -> dict[str, Any]:
    """What is not as usual."""
    chosen = usual_choices(place)
    if wanted.provider:
        chosen["provider"] = slug_of(place, Kind.VIDEO, wanted.provider)
    if not wanted.has_voice:
        chosen["voice"] = None
    if not wanted.has_captions:
        chosen["look"] = None
    if wanted.profile:
        chosen["profile"] = Profile(wanted.profile).value
    if wanted.profile == Profile.DRAFT:
        # A draft has half of each side: larger clips would be paid for and thrown away.
        chosen["resolution"] = "720p"
    return chosen


def _read(path: Path) -> str | Mapping[str, Any]:
    """The script: a text, or what JSON says."""
    data = path.read_bytes()
    if len(data) > _LARGEST:
        raise _refused(f"{path} is too large to be a script.", "too_long")
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _refused(f"{path} is not a text in UTF-8.", "not_utf8") from None
    if not text:
        raise _refused(f"{path} is empty.", "empty")
    if not text.startswith("{"):
        return text
    try:
        return cast("dict[str, Any]", json.loads(text))
    except ValueError:
        raise _refused(f"{path} is no valid JSON.", "malformed") from None


def _titled(script: Mapping[str, Any]) -> tuple[str, list[NewSegment]]:
    """Title and Segments of a script as `script.json` of an export has it."""
    given = script.get("segments")
    if not isinstance(given, list) or not given:
        raise _refused("The script has no segments.", "empty")
    segments = list[NewSegment]()
    for number, line in enumerate(cast("list[Any]", given), start=1):
        if not isinstance(line, dict):
            raise _refused(f"Segment {number} is no object with text and prompt.", "malformed")
        fields = cast("dict[str, Any]", line)
        segments.append(
            NewSegment(
                text=fields.get("text", ""),
                prompt=fields.get("prompt", ""),
                seconds=fields.get("seconds", fields.get("duration", 5)),
                is_included=fields.get("isIncluded", True),
            )
        )
    title = script.get("title", "")
    return title if isinstance(title, str) else "", segments


def _refused(message: str, problem: str) -> InvalidInput:
    return InvalidInput(message, field="script", problem=problem)

"""New Projects of a script."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.project import SEGMENT_SECONDS
from vidgenie.errors import InvalidInput
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.studio.project import VideoProject
from vidgenie.studio.scripts import usual_writer
from vidgenie.studio.workplace import Workplace, workplace


def create_video_project_with_segments(
    script: Mapping[str, Any], *, choices: Mapping[str, Any] | None = None
) -> VideoProject:
    """A Project of a script, as `generate_segmented_script` gives it or as you wrote it.

    Needed is segments: [{text, prompt[, duration]}]. choices: what is not as usual, as
    {"provider": "luma", "profile": "draft", "voice": None}; see domain.project.Choices.
    Raises InvalidInput that names the field.
    """
    place = workplace()
    given = script.get("segments")
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise InvalidInput("A script has segments.", field="segments", problem="empty")
    lines = cast("Sequence[Mapping[str, Any]]", given)
    known = ("title", "theme", "pillar", "language")
    new = NewProject(
        choices={**usual_choices(place), **(choices or {})},
        segments=[
            NewSegment(
                text=line.get("text", ""),
                prompt=line.get("prompt", ""),
                seconds=line.get("duration", SEGMENT_SECONDS),
            )
            for line in lines
        ],
        script_by="local" if script.get("is_draft") else "",
        **{name: script[name] for name in known if script.get(name)},
    )
    project = VideoProject(place, place.services.projects.create(place.account, new))
    sayings = {name: script[name] for name in ("hook", "call_to_action") if script.get(name)}
    return project.update(**sayings) if sayings else project


def usual_choices(place: Workplace) -> dict[str, Any]:
    """Who makes what, unless somebody says otherwise."""
    preferred = place.services.preferences.defaults(place.account)
    maker = preferred.get(Kind.VIDEO) or place.services.settings.video_provider
    return {"provider": maker, "text_provider": usual_writer(place)}

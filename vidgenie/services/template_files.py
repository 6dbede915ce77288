"""Templates of Projects as files: written, and read again whoever wrote them."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from pydantic import ValidationError

from vidgenie.domain.project import LONGEST_PROMPT, LONGEST_SEGMENT, LONGEST_TEXT, MOST_SEGMENTS
from vidgenie.errors import InvalidInput
from vidgenie.projects import templates
from vidgenie.projects.templates import Body, Template

FORMAT = 1
"""Of the files Templates are carried in."""
MOST_LANGUAGES = 8


def project_file(one: Template) -> dict[str, Any]:
    """The Template as JSON; brand kits and music of one's own stay behind."""
    words = {
        language: {"title": told.title, "description": told.description, "theme": told.theme}
        for language, told in one.texts.items()
    }
    body = templates.body_json(_anybodys(one.body))
    head = {"template": FORMAT, "version": version("vidgenie")}
    return {"vidgenie": head, "kind": "project", "texts": words, **body}


def read_project_file(data: Mapping[str, Any]) -> Template:
    """What `project_file` wrote. Raises InvalidInput: not_a_template, or what is too long."""
    told = {name: data[name] for name in ("pillar", "segments", "choices") if name in data}
    try:
        one = templates.parse("", data.get("texts"), told)
    except (ValidationError, TypeError):
        message = "This is not a template."
        raise InvalidInput(message, field="data", problem="not_a_template") from None
    parts = one.body.segments
    if not (1 <= len(one.texts) <= MOST_LANGUAGES and 1 <= len(parts) <= MOST_SEGMENTS):
        raise InvalidInput("This is not a template.", field="data", problem="not_a_template")
    for number, part in enumerate(parts):
        _check_part(part, f"data.segments.{number}")
    return replace(one, body=_anybodys(one.body))


def _check_part(part: templates.Part, place: str) -> None:
    if not 1 <= part.seconds <= LONGEST_SEGMENT:
        message = f"A segment has 1 to {LONGEST_SEGMENT} seconds."
        raise InvalidInput(message, field=f"{place}.seconds", problem="out_of_range")
    for said in part.texts.values():
        for name, text, most in (
            ("text", said.text, LONGEST_TEXT),
            ("prompt", said.prompt, LONGEST_PROMPT),
            ("role", said.role, 100),
        ):
            if len(text) > most:
                message = f"At most {most} characters."
                raise InvalidInput(message, field=f"{place}.{name}", problem="too_long", max=most)


def _anybodys(body: Body) -> Body:
    """Without what only its Account has."""
    choices = replace(body.choices, brand="")
    if choices.music and choices.music.get("asset"):
        choices = replace(choices, music=None)
    return replace(body, choices=choices)

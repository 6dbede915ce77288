"""What `vidgenie generate` was asked for, checked before anything starts."""

from dataclasses import dataclass
from pathlib import Path

from vidgenie.errors import InvalidInput
from vidgenie.studio.scripts import check_duration

FILM_SECONDS, CLIP_SECONDS = 30, 8
"""Lengths unless somebody says otherwise: of a Project, of the one clip of `--prompt`."""
_SOURCES = ("theme", "prompt", "script", "template", "csv", "project")
_NO_PROJECT = ("pillar", "script", "template", "csv", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options as they were typed; "" or None = not given.

    duration: seconds. in_turn: one clip after the other. output: a file, of --csv a folder.
    project: id of one to go on with.
    """

    theme: str = ""
    prompt: str = ""
    script: Path | None = None
    template: str = ""
    csv: Path | None = None
    project: str = ""
    title: str = ""
    pillar: str = ""
    duration: int | None = None
    provider: str = ""
    language: str = ""
    in_turn: bool = False
    has_voice: bool = True
    has_captions: bool = True
    has_receipt: bool = True
    profile: str = ""
    seed: int = 0
    account: str = ""
    output: Path | None = None
    as_json: bool = False

    def checked(self) -> "Wanted":
        """The same. Raises InvalidInput for what cannot be, or not together."""
        given = [name for name in _SOURCES if getattr(self, name)]
        if not given:
            raise _refused(
                "Say what the video is about: --theme TEXT (or --script FILE, --template SLUG,"
                " --csv FILE, --prompt TEXT).",
                field="theme",
                problem="missing",
            )
        if "prompt" in given:
            self._check_prompt(given)
        elif {*given} - {"theme", "script", "template"} and len(given) > 1:
            raise _together(given)
        elif "script" in given and "template" in given:
            raise _together(["script", "template"])
        elif self.duration is not None:
            check_duration(self.duration)
        return self

    def _check_prompt(self, given: list[str]) -> None:
        others = [name for name in (*given, *_NO_PROJECT) if name != "prompt"]
        if used := [name for name in dict.fromkeys(others) if getattr(self, name)]:
            raise _together(["prompt", *used])


def _together(names: list[str]) -> InvalidInput:
    options = " and ".join(f"--{name}" for name in names)
    return _refused(f"{options} do not go together.", field=names[0], problem="contradiction")


def _refused(message: str, *, field: str, problem: str, **limits: object) -> InvalidInput:
    return InvalidInput(message, field=field, problem=problem, **limits)

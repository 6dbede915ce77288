"""New Projects: from a theme, from a pasted script, from a Template, from another Project."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from vidgenie.domain.account import Account
from vidgenie.domain.project import (
    LONGEST,
    SEGMENT_SECONDS,
    SHORTEST,
    Choices,
    Mode,
    Project,
    Segment,
)
from vidgenie.domain.script_budget import lines_of
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, SegmentRow
from vidgenie.services.project_rules import LONGEST_TITLE, Rules, check_count

USUAL_SECONDS = 30
LONGEST_SCRIPT = 60_000
"""Characters of a script that is pasted."""


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A Segment that is wanted; see domain.project.Segment. more: the rest of its fields."""

    text: str = ""
    prompt: str = ""
    seconds: int = SEGMENT_SECONDS
    mode: Mode = Mode.TEXT
    reference: str = ""
    is_included: bool = True
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class NewProject:
    """A Project that is wanted.

    choices: those that are not as usual. script: text to be cut in Segments.
    segments: they count more than a script; seconds: of the whole video, shared by empty
        Segments, when there is neither. template: slug of one to start from.
    batch: id of a batch and the row there, from 1. script_by: slug of who wrote the texts,
        "" = people did.
    """

    title: str = ""
    theme: str = ""
    pillar: str = "tips"
    language: str = "fr"
    choices: Mapping[str, Any] = field(default_factory=dict[str, Any])
    script: str = ""
    segments: Sequence[NewSegment] = ()
    seconds: int = USUAL_SECONDS
    script_by: str = ""
    template: str = ""
    batch: tuple[str, int] | None = None


def no_templates(_session: Session, _account: Account, _wanted: NewProject) -> NewProject:
    """Nothing to start from. Raises NotFound."""
    raise NotFound("template")


@dataclass(frozen=True, slots=True)
class ProjectMaker:
    """Writes new Projects down; nothing here commits.

    defaults: Account -> kind -> the Provider it wants, where it has chosen one.
    filled: a wanted Project with all that its Template gives. Raises NotFound.
    """

    rules: Rules
    clock: Callable[[], datetime]
    defaults: Callable[[Account], Mapping[str, str]] = lambda _account: {}
    filled: Callable[[Session, Account, NewProject], NewProject] = no_templates

    def chosen(self, account: Account) -> Choices:
        """What holds for a new Project unless somebody says otherwise."""
        slugs = self.defaults(account)
        usual = Choices()
        return replace(
            usual,
            provider=slugs.get("video", usual.provider),
            image_provider=slugs.get("image", usual.image_provider),
            text_provider=slugs.get("text", usual.text_provider),
        )

    def add(
        self, session: Session, account: Account, new: NewProject, choices: Choices
    ) -> ProjectRow:
        """Write a new Project down; choices: as from `chosen`.

        Raises InvalidInput that names the field, and NotFound for what it refers to.
        """
        wanted = self.filled(session, account, new) if new.template else new
        project = self._project(wanted, choices)
        project = replace(
            project, segments=tuple(self._segments(session, account, project, wanted))
        )
        check_count(project)
        self.rules.check_choices(session, account.id, project.choices)
        row = self._write(session, account, project, template=new.template)
        if new.batch:
            row.batch_id, row.batch_row = new.batch
            session.flush()
        return row

    def copy(self, session: Session, account: Account, row: ProjectRow) -> ProjectRow:
        """Write a copy of a Project down: texts and choices, without Takes and Runs."""
        project = store.to_project(row, store.segment_rows(session, row.id))
        copied = replace(
            project,
            title=_copied(project.title or project.theme),
            segments=tuple(
                replace(each, id=secrets.token_hex(16), take="") for each in project.segments
            ),
        )
        return self._write(session, account, copied, template=row.template)

    def _project(self, wanted: NewProject, choices: Choices) -> Project:
        given = {
            "title": wanted.title.strip() or " ".join(wanted.theme.split())[:80],
            "theme": wanted.theme.strip(),
            "pillar": wanted.pillar,
            "language": wanted.language,
            "choices": wanted.choices,
        }
        project = self.rules.project(Project("", choices=choices), given)
        is_empty = not (wanted.segments or wanted.script.strip() or wanted.template)
        if is_empty and not project.theme and not project.title:
            raise _refused("theme", "empty")
        return replace(project, script_by=wanted.script_by)

    def _segments(
        self, session: Session, account: Account, project: Project, wanted: NewProject
    ) -> list[Segment]:
        given = wanted.segments or self._cut(project, wanted) or _empty(wanted.seconds)
        found = list[Segment]()
        for number, new in enumerate(given):
            try:
                segment = new_segment(self.rules, session, account.id, new)
            except InvalidInput as error:
                place = {**error.params, "field": f"segments.{number}.{error.params['field']}"}
                raise InvalidInput(str(error), **place) from None  # pyright: ignore[reportArgumentType]  # field and problem are texts
            found.append(segment)
        return found

    def _cut(self, project: Project, wanted: NewProject) -> list[NewSegment]:
        if len(wanted.script) > LONGEST_SCRIPT:
            raise _refused("script", "too_long", limit=LONGEST_SCRIPT)
        voice = project.choices.voice
        lines = lines_of(
            wanted.script,
            seconds=SEGMENT_SECONDS,
            language=project.language,
            speed=voice.speed if voice else 1.0,
        )
        return [NewSegment(text=line.text, prompt=line.prompt) for line in lines]

    def _write(
        self, session: Session, account: Account, project: Project, *, template: str
    ) -> ProjectRow:
        now = self.clock()
        row = ProjectRow(
            id=secrets.token_hex(16),
            account_id=account.id,
            title=project.title,
            theme=project.theme,
            pillar=project.pillar,
            language=project.language,
            hook=project.hook,
            call_to_action=project.call_to_action,
            script_by=project.script_by,
            choices=store.choices_json(project.choices),
            template=template,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        for position, segment in enumerate(project.segments):
            values: dict[str, Any] = asdict(segment) | {"version": 1}
            session.add(
                SegmentRow(**values, project_id=row.id, account_id=account.id, position=position)
            )
        session.flush()
        return row


def new_segment(rules: Rules, session: Session, account_id: str, new: NewSegment) -> Segment:
    """The Segment that is wanted. Raises InvalidInput, and NotFound for its reference."""
    values: dict[str, Any] = {**asdict(new), **new.more}
    del values["more"]
    segment = rules.segment(Segment(secrets.token_hex(16)), values)
    return rules.referring(session, account_id, segment, values)


def _empty(seconds: int) -> list[NewSegment]:
    """Empty Segments that fill a video of this length. Raises InvalidInput."""
    if not SHORTEST <= seconds <= LONGEST:
        raise _refused("totalSeconds", "out_of_range", min=SHORTEST, limit=LONGEST)
    if seconds % SEGMENT_SECONDS:
        raise _refused("totalSeconds", "not_multiple", limit=SEGMENT_SECONDS)
    return [NewSegment() for _ in range(seconds // SEGMENT_SECONDS)]


def _copied(title: str) -> str:
    return f"{title[: LONGEST_TITLE - 4]} (2)"


_SAID: Mapping[str, str] = {
    "empty": "Say what the video is about.",
    "too_long": "This has more than {limit} characters.",
    "out_of_range": "A video has {min} to {limit} seconds.",
    "not_multiple": "The length is a multiple of {limit} seconds.",
}


def _refused(field_name: str, problem: str, **params: object) -> InvalidInput:
    said = _SAID[problem].format(**params)
    return InvalidInput(f"{field_name}: {said}", field=field_name, problem=problem, **params)

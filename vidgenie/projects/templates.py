"""SQL of Templates of Projects, those that came with VidGenie and people's own; commits nothing."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, cast

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import delete, func, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, or_, select

from vidgenie.domain.project import SEGMENT_SECONDS, Choices, Mode
from vidgenie.domain.timeline import Fit, TransitionKind
from vidgenie.errors import NotFound
from vidgenie.projects.tables import TemplateRow

KIND = "project"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Saying:
    """One Segment in one language. role: what it is there for, as "hook"; the rest has holes."""

    __pydantic_config__ = _STRICT

    text: str = ""
    prompt: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One Segment of a Template; texts: by language. The rest: see domain.project.Segment."""

    __pydantic_config__ = _STRICT

    texts: Mapping[str, Saying]
    seconds: int = SEGMENT_SECONDS
    is_included: bool = True
    mode: Mode = Mode.TEXT
    provider: str = ""
    model: str = ""
    fit: Fit = Fit.AUTO
    focus_x: float = 0.5
    focus_y: float = 0.5
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: float = 0.4
    keep_sound: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a Template is called and is for, in one language. theme: an example."""

    __pydantic_config__ = _STRICT

    title: str
    description: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a new Project takes over."""

    __pydantic_config__ = _STRICT

    pillar: str
    segments: tuple[Part, ...]
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True)
class Template:
    """A Project with holes. texts: by language. is_own: somebody's, not one of ours."""

    slug: str
    texts: Mapping[str, Words]
    body: Body
    is_own: bool = False


_BODY = TypeAdapter(Body)
_TEXTS = TypeAdapter(dict[str, Words])


def parse(slug: str, texts: object, body: object) -> Template:
    """A Template of JSON values. Raises pydantic's ValidationError."""
    return Template(slug, _TEXTS.validate_python(texts), _BODY.validate_python(body))


def visible(session: Session, account_id: str) -> list[Template]:
    """Ours by slug, then the Account's own, the newest first; in one query."""
    wanted = select(TemplateRow).where(
        TemplateRow.kind == KIND,
        or_(col(TemplateRow.account_id).is_(None), TemplateRow.account_id == account_id),
    )
    found = session.exec(wanted).all()
    ours = sorted((row for row in found if row.account_id is None), key=lambda row: row.slug)
    own = [row for row in found if row.account_id is not None]
    own.sort(key=lambda row: (row.created_at, row.id), reverse=True)
    return [_template(row) for row in (*ours, *own)]


def template(session: Session, account_id: str, slug: str) -> Template:
    """One of ours, or the Account's own. Raises NotFound."""
    return _template(_row(session, account_id, slug))


def count(session: Session, account_id: str) -> int:
    """How many the Account has saved."""
    rows = select(func.count()).select_from(TemplateRow)
    return session.exec(rows.where(TemplateRow.account_id == account_id)).one()


def add(
    session: Session, account_id: str, texts: Mapping[str, Words], body: Body, *, now: datetime
) -> str:
    """Keep a Template of an Account; its slug, which is nobody else's and no name of ours."""
    slug = secrets.token_hex(16)
    session.exec(insert(TemplateRow).values(_values(slug, account_id, texts, body, now)))
    return slug


def say(
    session: Session, account_id: str, slug: str, texts: Mapping[str, Words], *, now: datetime
) -> None:
    """Change what a Template of the Account's own says of itself. Raises NotFound."""
    row = _row(session, account_id, slug)
    if row.account_id is None:
        raise NotFound("template")
    row.texts, row.updated_at = _texts_json(texts), now
    session.add(row)
    session.flush()


def body_json(body: Body) -> dict[str, Any]:
    """The body as JSON values."""
    return _body_json(body)


def remove(session: Session, account_id: str, slug: str) -> None:
    """Forget a Template of the Account's own. Raises NotFound."""
    row = _row(session, account_id, slug)
    if row.account_id is None:
        raise NotFound("template")
    session.exec(delete(TemplateRow).where(col(TemplateRow.id) == row.id))


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done to the Templates that come with VidGenie: their slugs."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def install(session: Session, ours: Sequence[Template], *, now: datetime) -> Installed:
    """Have exactly these Templates without an owner; people's own are left alone.

    Several processes may do so at the same time: each finds what the others have done.
    """
    ordered = sorted(ours, key=lambda one: one.slug)  # one order: nobody waits in a circle
    added = [one.slug for one in ordered if _insert_once(session, one, now)]
    mine = select(TemplateRow).where(
        col(TemplateRow.account_id).is_(None), TemplateRow.kind == KIND
    )
    rows = session.exec(mine.order_by(col(TemplateRow.slug)).with_for_update()).all()
    wanted = {one.slug: one for one in ordered}
    updated = list[str]()
    removed = list[str]()
    for row in rows:
        one = wanted.get(row.slug)
        if one is None:
            removed.append(row.slug)
            session.delete(row)
        elif (texts := _texts_json(one.texts), body := _body_json(one.body)) != (
            row.texts,
            row.body,
        ):
            row.texts, row.body, row.updated_at = texts, body, now
            session.add(row)
            updated.append(row.slug)
    session.flush()
    return Installed(tuple(added), tuple(updated), tuple(removed))


def _insert_once(session: Session, one: Template, now: datetime) -> bool:
    """Insert one of ours unless it is there; whether it was inserted."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = _values(one.slug, None, one.texts, one.body, now)
    statement = make(TemplateRow).values(values).on_conflict_do_nothing(index_elements=["slug"])
    return bool(session.exec(statement.returning(col(TemplateRow.slug))).all())


def _row(session: Session, account_id: str, slug: str) -> TemplateRow:
    wanted = select(TemplateRow).where(TemplateRow.slug == slug, TemplateRow.kind == KIND)
    row = session.exec(wanted).first()
    if row is None or row.account_id not in {None, account_id}:
        raise NotFound("template")
    return row


def _template(row: TemplateRow) -> Template:
    return Template(
        slug=row.slug,
        texts=_TEXTS.validate_python(row.texts),
        body=_BODY.validate_python(row.body),
        is_own=row.account_id is not None,
    )


def _values(
    slug: str, account_id: str | None, texts: Mapping[str, Words], body: Body, now: datetime
) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(16),
        "account_id": account_id,
        "slug": slug,
        "kind": KIND,
        "texts": _texts_json(texts),
        "body": _body_json(body),
        "created_at": now,
        "updated_at": now,
    }


def _texts_json(texts: Mapping[str, Words]) -> dict[str, Any]:
    return {language: asdict(words) for language, words in texts.items()}


def _body_json(body: Body) -> dict[str, Any]:
    return cast("dict[str, Any]", _BODY.dump_python(body, mode="json"))

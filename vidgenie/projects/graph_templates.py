"""SQL of people's own Templates of Graphs, and what a Template of a Graph is; commits nothing."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from pydantic import ConfigDict, Field, TypeAdapter
from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from vidgenie.errors import NotFound
from vidgenie.projects.tables import TemplateRow
from vidgenie.projects.templates import Words

KIND = "graph"
MOST_HOLES = 60
LONGEST_LABEL, LONGEST_HOLE = 80, 4000
"""Characters."""
_STRICT = ConfigDict(extra="forbid")
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
_Label = Annotated[str, Field(max_length=LONGEST_LABEL)]
_Text = Annotated[str, Field(max_length=LONGEST_HOLE)]
_Key = Annotated[str, Field(max_length=64)]


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for a text, `{{name}}` in the values of Nodes.

    label, example: by language. longest: characters. required: "" is no text.
    """

    __pydantic_config__ = _STRICT

    name: Name
    label: Mapping[_Language, _Label]
    example: Mapping[_Language, _Text] = field(default_factory=dict[str, str])
    longest: Annotated[int, Field(ge=1, le=LONGEST_HOLE)] = 1000
    required: bool = True


@dataclass(frozen=True, slots=True)
class FileHole:
    """A place for an Asset: value `param` of a Node. kind: what it must be. label: by language."""

    __pydantic_config__ = _STRICT

    name: Name
    node: _Key
    param: _Key
    kind: Literal["image", "video", "audio"]
    label: Mapping[_Language, _Label]


@dataclass(frozen=True, slots=True)
class GraphBody:
    """A Graph with holes.

    graph: as domain.graph_json writes it, but that any value may be said by language:
        {"en": ..., "fr": ...}.
    """

    __pydantic_config__ = _STRICT

    graph: Mapping[str, Any]
    holes: Annotated[tuple[Hole, ...], Field(max_length=MOST_HOLES)] = ()
    files: Annotated[tuple[FileHole, ...], Field(max_length=MOST_HOLES)] = ()


@dataclass(frozen=True, slots=True)
class GraphTemplate:
    """A Graph to start from. texts: by language. is_own: somebody's, not one of ours."""

    slug: str
    texts: Mapping[str, Words]
    body: GraphBody
    is_own: bool = False


_BODY = TypeAdapter(GraphBody)
_TEXTS = TypeAdapter(dict[_Language, Words])


def parse(slug: str, texts: object, body: object) -> GraphTemplate:
    """A Template of JSON values. Raises pydantic's ValidationError."""
    return GraphTemplate(slug, _TEXTS.validate_python(texts), _BODY.validate_python(body))


def body_json(body: GraphBody) -> dict[str, Any]:
    """The body as JSON values."""
    return cast("dict[str, Any]", _BODY.dump_python(body, mode="json"))


def own(session: Session, account_id: str) -> list[GraphTemplate]:
    """The Account's own, the newest first; in one query."""
    wanted = select(TemplateRow).where(
        TemplateRow.kind == KIND, TemplateRow.account_id == account_id
    )
    newest = (col(TemplateRow.created_at).desc(), col(TemplateRow.id).desc())
    return [_template(row) for row in session.exec(wanted.order_by(*newest)).all()]


def template(session: Session, account_id: str, slug: str) -> GraphTemplate:
    """One of the Account's own. Raises NotFound."""
    return _template(_row(session, account_id, slug))


def add(
    session: Session,
    account_id: str,
    texts: Mapping[str, Words],
    body: GraphBody,
    *,
    now: datetime,
) -> str:
    """Keep a Template of an Account; its slug, which is nobody else's and no name of ours."""
    slug = secrets.token_hex(16)
    values = {
        "id": secrets.token_hex(16),
        "account_id": account_id,
        "slug": slug,
        "kind": KIND,
        **_stored(texts, body),
        "created_at": now,
        "updated_at": now,
    }
    session.exec(insert(TemplateRow).values(values))
    return slug


def change(session: Session, account_id: str, one: GraphTemplate, *, now: datetime) -> None:
    """Keep other texts and another body of one of the Account's own. Raises NotFound."""
    row = _row(session, account_id, one.slug)
    stored = _stored(one.texts, one.body)
    row.texts, row.body, row.updated_at = stored["texts"], stored["body"], now
    session.add(row)
    session.flush()


def remove(session: Session, account_id: str, slug: str) -> None:
    """Forget one of the Account's own. Raises NotFound."""
    row = _row(session, account_id, slug)
    session.exec(delete(TemplateRow).where(col(TemplateRow.id) == row.id))


def _row(session: Session, account_id: str, slug: str) -> TemplateRow:
    wanted = select(TemplateRow).where(TemplateRow.slug == slug, TemplateRow.kind == KIND)
    row = session.exec(wanted).first()
    if row is None or row.account_id != account_id:
        raise NotFound("template")
    return row


def _template(row: TemplateRow) -> GraphTemplate:
    found = parse(row.slug, row.texts, row.body)
    return GraphTemplate(found.slug, found.texts, found.body, is_own=True)


def _stored(texts: Mapping[str, Words], body: GraphBody) -> dict[str, Any]:
    words = {language: asdict(one) for language, one in texts.items()}
    return {"texts": words, "body": body_json(body)}

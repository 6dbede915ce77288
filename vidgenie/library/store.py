"""SQL of Content: what each Run made; nothing here commits."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from vidgenie.domain.asset import Asset
from vidgenie.domain.run import RunStatus
from vidgenie.errors import NotFound
from vidgenie.library.assets import to_asset
from vidgenie.library.tables import AssetRow, ContentRow, fold

_TITLE = 80  # characters

# What a Run's end means for what it was making.
_ENDED: Mapping[RunStatus, str] = {
    RunStatus.SUCCEEDED: "completed",
    RunStatus.FAILED: "failed",
    RunStatus.UNKNOWN: "failed",
    RunStatus.CANCELLED: "cancelled",
}
STATUSES = ("processing", "completed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class NewContent:
    """A Run that starts, as the library shows it.

    type: image, video or audio.
    credits: what the Run may cost.
    """

    account_id: str
    run_id: str
    type: str
    prompt: str
    credits: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries of a library are wanted.

    status: one of STATUSES, "" for all.
    q: text the prompt contains, "" for all; neither case nor accents count.
    """

    status: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What one Run made, or is making, with its files; fields as in ContentRow."""

    id: str
    run_id: str | None
    type: str
    title: str
    prompt: str
    status: str
    credits: int
    created_at: datetime
    image: Asset | None
    video: Asset | None
    audio: Asset | None
    thumbnail: Asset | None


def add_content(session: Session, new: NewContent) -> str:
    """Show a Run that starts in the library; the id of its Content."""
    now = datetime.now(tz=UTC)
    row = ContentRow(
        id=secrets.token_hex(16),
        account_id=new.account_id,
        run_id=new.run_id,
        type=new.type,
        title=" ".join(new.prompt.split())[:_TITLE],
        prompt=new.prompt,
        status="processing",
        credits=new.credits,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def end_content(
    session: Session,
    *,
    run_id: str,
    status: RunStatus,
    files: Mapping[str, str],
    charged: int | None = None,
) -> None:
    """The Run is over: keep what it made; repeating it changes nothing.

    files: image, video, audio, thumbnail -> Asset id, "" or no entry when there is none.
    charged: credits; None leaves the figure as it was.
    """
    values: dict[str, object] = {
        "status": _ENDED[status],
        "updated_at": datetime.now(tz=UTC),
        "image_asset_id": files.get("image") or None,
        "video_asset_id": files.get("video") or None,
        "audio_asset_id": files.get("audio") or None,
        "thumbnail_asset_id": files.get("thumbnail") or None,
    }
    if charged is not None:
        values["credits"] = charged
    session.exec(update(ContentRow).where(col(ContentRow.run_id) == run_id).values(**values))


def recharge_content(session: Session, *, run_id: str, charged: int) -> None:
    """What the Run was charged has changed since it was over; in credits."""
    row = update(ContentRow).where(col(ContentRow.run_id) == run_id)
    session.exec(row.values(credits=charged))


def reopen_content(session: Session, *, run_id: str) -> None:
    """The Run goes on: its entry is in the making again."""
    values = {"status": "processing", "updated_at": datetime.now(tz=UTC)}
    session.exec(update(ContentRow).where(col(ContentRow.run_id) == run_id).values(**values))


def content(session: Session, account_id: str, content_id: str) -> Content:
    """One entry of the Account's library. Raises NotFound, also when it was deleted."""
    found = _read(session, col(ContentRow.id) == content_id, *_visible(account_id), limit=1)
    if not found:
        raise NotFound("generation")
    return found[0]


def content_of_run(session: Session, account_id: str, run_id: str) -> Content | None:
    """What a Run of this Account made; None when there is nothing, or it was deleted."""
    found = _read(session, col(ContentRow.run_id) == run_id, *_visible(account_id), limit=1)
    return found[0] if found else None


def page(
    session: Session, account_id: str, wanted: Filter, *, offset: int, limit: int
) -> list[Content]:
    """Part of the Account's library, newest first, with its files, in two queries."""
    return _read(session, *_wanted(account_id, wanted), offset=offset, limit=limit)


def count(session: Session, account_id: str, wanted: Filter) -> int:
    """How many entries `page` goes through."""
    statement = select(func.count()).select_from(ContentRow)
    return session.exec(statement.where(*_wanted(account_id, wanted))).one()


def delete_content(session: Session, account_id: str, content_id: str) -> None:
    """Take an entry out of the library. Raises NotFound; an entry is deleted once."""
    statement = update(ContentRow).where(col(ContentRow.id) == content_id, *_visible(account_id))
    now = datetime.now(tz=UTC)
    if session.exec(statement.values(deleted_at=now, updated_at=now)).rowcount == 0:
        raise NotFound("generation")


def _visible(account_id: str) -> list[ColumnElement[bool]]:
    return [col(ContentRow.account_id) == account_id, col(ContentRow.deleted_at).is_(None)]


def _wanted(account_id: str, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = _visible(account_id)
    if wanted.status:
        conditions.append(col(ContentRow.status) == wanted.status)
    if text := fold(wanted.q.strip()):
        conditions.append(col(ContentRow.search).contains(text, autoescape=True))
    return conditions


def _read(
    session: Session, *conditions: ColumnElement[bool], limit: int, offset: int = 0
) -> list[Content]:
    rows = session.exec(
        select(ContentRow)
        .where(*conditions)
        .order_by(col(ContentRow.created_at).desc(), col(ContentRow.id).desc())
        .offset(offset)
        .limit(limit)
    ).all()
    ids = {asset_id for row in rows for asset_id in _files(row) if asset_id}
    found = session.exec(select(AssetRow).where(col(AssetRow.id).in_(ids)))
    files = {file.id: to_asset(file) for file in found}
    return [_content(row, files) for row in rows]


def _files(row: ContentRow) -> tuple[str | None, ...]:
    return (row.image_asset_id, row.video_asset_id, row.audio_asset_id, row.thumbnail_asset_id)


def _content(row: ContentRow, files: Mapping[str, Asset]) -> Content:
    image, video, audio, thumbnail = (files.get(asset_id or "") for asset_id in _files(row))
    return Content(
        id=row.id,
        run_id=row.run_id,
        type=row.type,
        title=row.title,
        prompt=row.prompt,
        status=row.status,
        credits=row.credits,
        created_at=row.created_at,
        image=image,
        video=video,
        audio=audio,
        thumbnail=thumbnail,
    )

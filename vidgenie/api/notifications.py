"""Notifications: what the Account was told, and how it wants to be told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field, StrictBool

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Text, problems
from vidgenie.api.session import Me
from vidgenie.domain.notification import Way
from vidgenie.errors import InvalidInput
from vidgenie.services.notifications import NotificationPage

router = APIRouter(prefix="/api/notifications", tags=["notifications"], responses=problems(401))

_LARGEST_ID = 2**53 - 1
NoteId = Annotated[int, Field(strict=True, ge=1, le=_LARGEST_ID)]
KindName = Annotated[str, Field(max_length=30)]


class NotificationAnswer(Answer):
    """Something the Account was told; `kind` and `params` say what.

    `href`: page of this installation it leads to, empty for none.
    """

    id: int
    kind: str
    params: dict[str, object]
    href: str
    created_at: datetime
    read_at: datetime | None


class NotificationsAnswer(Answer):
    """Some of them, the newest first. `unread`: of all."""

    items: list[NotificationAnswer]
    unread: int
    next_cursor: str | None


class ReadBody(Body):
    """Which ones were read: `ids`, or all."""

    ids: Annotated[list[NoteId], Field(max_length=100)] | None = None
    all: Literal[True] | None = None


class ReadAnswer(Answer):
    """How many have not been read."""

    unread: int


class WayAnswer(Answer):
    """How the Account is told of a kind: in the app (bell and page), by e-mail."""

    in_app: bool
    by_email: bool


class WaysAnswer(Answer):
    """Kind -> how the Account is told of it."""

    kinds: dict[str, WayAnswer]


class WayBody(Body):
    """See `WayAnswer`."""

    in_app: StrictBool
    by_email: StrictBool


class WaysBody(Body):
    """Kinds that are left out stay as they are."""

    kinds: Annotated[dict[KindName, WayBody], Field(max_length=30)]


@router.get("")
def notifications(
    account: Me,
    *,
    cursor: Annotated[Text, Query(max_length=18)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    unread: bool = False,
) -> NotificationsAnswer:
    """What the Account was told, the newest first. `unread`: only what it has not read."""
    page = bootstrap.services().notifications.page(
        account, limit=limit, cursor=cursor, is_unread=unread
    )
    return _answer(page)


@router.post("/read", responses=problems(400, 403, 413, 415, 422))
def read(body: ReadBody, account: Me) -> ReadAnswer:
    """Write down that these were read; what is not the Account's changes nothing."""
    if (body.ids is None) == (body.all is None):
        raise InvalidInput("Name the notifications, or all.", field="ids", problem="missing")
    ids = None if body.all else body.ids
    return ReadAnswer(unread=bootstrap.services().notifications.read(account, ids))


@router.get("/preferences")
def preferences(account: Me) -> WaysAnswer:
    """How the Account is told of each kind."""
    return _ways(bootstrap.services().notifications.ways(account))


@router.put("/preferences", responses=problems(400, 403, 413, 415, 422))
def choose(body: WaysBody, account: Me) -> WaysAnswer:
    """Keep how the Account wants to be told."""
    wanted = {kind: Way(way.in_app, way.by_email) for kind, way in body.kinds.items()}
    return _ways(bootstrap.services().notifications.choose(account, wanted))


def _answer(page: NotificationPage) -> NotificationsAnswer:
    return NotificationsAnswer(
        items=[NotificationAnswer.model_validate(one) for one in page.items],
        unread=page.unread,
        next_cursor=page.next_cursor,
    )


def _ways(ways: Mapping[str, Way]) -> WaysAnswer:
    return WaysAnswer(kinds={kind: WayAnswer.model_validate(way) for kind, way in ways.items()})

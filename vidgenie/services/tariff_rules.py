"""What holds for every version of a price or a product: when it begins, why, who wrote it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict, InvalidInput, NotFound

LONGEST_NOTE = 200
"""Characters."""
OPERATOR = "operator"
"""Who works at the command line."""
_FARTHEST = timedelta(days=5 * 365)


class Standing(StrEnum):
    """Where a version is in time."""

    PAST = "past"
    CURRENT = "current"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    """It was taken back before it began."""


def standings(starts: Iterable[datetime], *, now: datetime) -> list[Standing]:
    """Of the versions of one thing, the earliest first."""
    moments = list(starts)
    begun = sum(moment <= now for moment in moments)
    return [
        Standing.SCHEDULED
        if place >= begun
        else Standing.CURRENT
        if place == begun - 1
        else Standing.PAST
        for place in range(len(moments))
    ]


def begins(wanted: datetime | None, *, now: datetime) -> datetime:
    """When a version begins: now, when nothing is wanted.

    Raises InvalidInput (in_the_past, too_late): what was charged stays as it was explained.
    """
    if wanted is None:
        return now
    if wanted.tzinfo is None:
        raise InvalidInput(
            "Give the moment with its time zone.", field="startsAt", problem="malformed"
        )
    if wanted < now:
        raise InvalidInput("This moment is over.", field="startsAt", problem="in_the_past")
    if wanted > now + _FARTHEST:
        raise InvalidInput("This is years ahead.", field="startsAt", problem="too_late")
    return wanted


def reason(text: str, *, field: str = "note") -> str:
    """Why something is done, as it is kept. Raises InvalidInput when there is none."""
    said = " ".join(text.split())
    if not said:
        raise InvalidInput("Say why.", field=field, problem="missing")
    if len(said) > LONGEST_NOTE or not said.isprintable():
        raise InvalidInput(
            f"Say it in at most {LONGEST_NOTE} characters.",
            field=field,
            problem="too_long" if len(said) > LONGEST_NOTE else "not_text",
            limit=LONGEST_NOTE,
        )
    return said


def check_seen(seen: str | None, newest: str) -> None:
    """Raise Conflict when somebody wrote another version since this one was looked at."""
    if seen is not None and seen != newest:
        raise Conflict("This was changed meanwhile.", problem="edited_elsewhere")


def check_begun(done: bool, *, known: bool) -> None:  # noqa: FBT001  # a claim
    """Raise NotFound or Conflict (begun) unless a version was cancelled."""
    if not done and known:
        raise Conflict("This has begun; it can only be replaced.", problem="begun")
    if not done:
        raise NotFound("version")


def same_instant() -> Conflict:
    """Two versions of one thing that begin at the same moment."""
    return Conflict("A version begins at this very moment already.", problem="same_instant")


def admin_id(admin: Account | None) -> str:
    """Who does it, as rows and the audit log have it. None = the operator."""
    return admin.id if admin else OPERATOR


def authors(session: Session, ids: Iterable[str]) -> Mapping[str, str]:
    """Account id -> e-mail address; who is not there any more is "?"."""
    found = {"": "", OPERATOR: OPERATOR}
    for author in set(ids) - found.keys():
        account = accounts.find(session, author)
        found[author] = account.email if account else "?"
    return found

"""Use cases on notifications: to tell an Account something, to read it, to choose how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.accounts import store as accounts
from vidgenie.accounts.identity import ACCOUNT, LEAVING
from vidgenie.accounts.letter import LANGUAGES, Kind
from vidgenie.accounts.tables import AccountRow
from vidgenie.billing.products import product
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.notification import NOTICES, Way, usual
from vidgenie.domain.product import ProductKind
from vidgenie.engine import news
from vidgenie.errors import InvalidInput
from vidgenie.notifications import store
from vidgenie.notifications.store import New, Notification
from vidgenie.services.mail import MailService
from vidgenie.services.notice_words import in_words

_NOT_TOLD = (accounts.OPERATOR, *LEAVING)
_LONGEST_PAGE = 100
_LONGEST_CURSOR = 18  # digits of a number that fits eight bytes
_MOST_IDS = 100


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """Some of them, newest first. unread: of all; next_cursor is None on the last page."""

    items: list[Notification]
    unread: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class NotificationService:
    """What Accounts are told. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    mail: MailService

    def tell(  # noqa: PLR0913  # what a notification is
        self,
        session: Session,
        account_id: str,
        kind: str,
        *,
        key: str,
        params: Mapping[str, object],
        href: str = "",
    ) -> bool:
        """Tell an Account something once per `key`, in the caller's transaction; see `Tells`.

        False when it was told before, or is gone. Raises ValueError for a kind there is
        not, or when its words need another figure.
        """
        notice = NOTICES.get(kind)
        if notice is None or not notice.params <= params.keys():
            raise ValueError(f"{kind} is told with {notice and sorted(notice.params)}")
        account = _recipient(session, account_id)
        if account is None:
            return False
        way = store.way(session, account_id, kind) or usual(kind)
        new = New(kind, key, params, href, is_shown=way.in_app)
        if not store.add(session, account_id, new, now=self.clock()):
            return False
        if way.by_email:
            self._write(session, account, new)
        if way.in_app:
            news.tell(session, account_id)
        return True

    def page(
        self, account: Account, *, limit: int = 20, cursor: str = "", is_unread: bool = False
    ) -> NotificationPage:
        """A page of what the Account was told.

        limit: 1 to 100; cursor: `next_cursor` of the page before. Raises InvalidInput.
        """
        _check(1 <= limit <= _LONGEST_PAGE, "limit", "out_of_range")
        is_cursor = cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_CURSOR
        _check(is_cursor or not cursor, "cursor", "malformed")
        before = int(cursor) if cursor else None
        with self.reading() as session:
            found = store.page(
                session, account.id, limit=limit + 1, before=before, is_unread=is_unread
            )
            unread = store.unread(session, account.id)
        items = found[:limit]
        return NotificationPage(items, unread, str(items[-1].id) if len(found) > limit else None)

    def read(self, account: Account, ids: Sequence[int] | None = None) -> int:
        """Write down that the Account has read these, None = all; how many are unread now.

        Ids that are not its own change nothing. Raises InvalidInput for more than 100.
        """
        _check(ids is None or len(ids) <= _MOST_IDS, "ids", "too_long")
        with self.transaction() as session:
            if store.read(session, account.id, ids, now=self.clock()):
                news.tell(session, account.id)
            return store.unread(session, account.id)

    def ways(self, account: Account) -> dict[str, Way]:
        """Kind -> how the Account is told of it."""
        with self.reading() as session:
            chosen = store.ways(session, account.id)
        return {kind: chosen.get(kind, usual(kind)) for kind in NOTICES}

    def choose(self, account: Account, ways: Mapping[str, Way]) -> dict[str, Way]:
        """Keep how the Account wants to be told; kinds left out stay. Raises InvalidInput."""
        for kind in ways:
            _check(kind in NOTICES, f"kinds.{kind[:30]}", "unknown")
        with self.transaction() as session:
            for kind, way in ways.items():
                store.choose(session, account.id, kind, way)
        return self.ways(account)

    def forget(self) -> int:
        """Delete what was read long ago, and what is too much; how many that were."""
        with self.transaction() as session:
            return store.forget(session, now=self.clock())

    def _write(self, session: Session, account: Account, new: New) -> None:
        language = accounts.locale(session, account.id)
        language = language if language in LANGUAGES else LANGUAGES[0]
        slug = str(new.params.get("plan") or "")
        plan = product(session, ProductKind.PLAN, slug) if slug else None
        values = in_words(new.params, language, plan.name(language) if plan else "")
        link = f"{self.mail.origin}{new.href or '/notifications'}"
        self.mail.post(
            session, Kind(new.kind), account, language=language, values={**values, "link": link}
        )


def _recipient(session: Session, account_id: str) -> Account | None:
    """Who is told: not who is gone or leaving; nobody leaves until the caller is done."""
    query = select(*ACCOUNT).where(
        col(AccountRow.id) == account_id, col(AccountRow.role).not_in(_NOT_TOLD)
    )
    locked = query.with_for_update(read=True, key_share=True)
    row = session.connection().execute(locked).first()
    return Account(*row) if row else None


_MESSAGES = {
    "limit": "Ask for 1 to 100 notifications.",
    "cursor": "Use the cursor of the page before.",
    "ids": "Name at most 100 notifications.",
}


def _check(is_good: bool, field: str, problem: str) -> None:  # noqa: FBT001  # a claim
    if not is_good:
        message = _MESSAGES.get(field, "There is no such kind of notification.")
        raise InvalidInput(message, field=field, problem=problem)

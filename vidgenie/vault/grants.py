"""Grants: a sealed key for one Run, for a few hours.

A process that needs a sealed key asks; the owner's browser opens the key and seals it
to the recipient named in the request; the process opens that as often as it calls the
Provider. What is granted is bound to its Run, Account, Provider, recipient, expiry and
environment: moved anywhere else it does not open. A grant that does not open is
deleted, and the next `ask` asks again.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import Session, col, select

from vidgenie.errors import InvalidInput, NotFound
from vidgenie.vault import hpke, key_requests, recipients
from vidgenie.vault.crypto import Unreadable, context
from vidgenie.vault.key_requests import KeyRequest, Want
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.recipients import BootKey, Epochs
from vidgenie.vault.sealed_tables import GrantRow

MAX_CALLS = 200
LONGEST_KEY = 4096  # characters
LARGEST_BLOB = hpke.OVERHEAD + LONGEST_KEY


@dataclass(frozen=True, slots=True)
class Offer:
    """What a browser answers to a request. expires_at: seconds since 1970; in the blob's info."""

    run_id: str
    provider: str
    recipient_id: str
    expires_at: int
    blob: bytes = field(repr=False)


class Grants:
    """Asks for sealed keys, takes and opens what is granted; nothing here commits."""

    def __init__(self, master: MasterKeys, environment: str, boot: BootKey) -> None:
        self._epochs = Epochs(master, environment)
        self._environment = environment
        self._boot = boot

    def ask(  # noqa: PLR0913  # who asks, for what, and how it may be answered
        self,
        session: Session,
        *,
        account_id: str,
        run_id: str,
        node_id: str,
        provider: str,
        strict: bool,
        now: datetime,
    ) -> bool:
        """Have the owner's browser asked; False when it is asked already.

        The grant will be for the epoch; for this process only when `strict`, and while
        the vault is locked.
        """
        want = Want(account_id, run_id, node_id, provider)
        epoch = None if strict else self._epochs.current(session, now)
        recipient = epoch or self._boot.register(session, now)
        key_requests.drop_dead(session, want, strict=strict, now=now)
        return key_requests.add(session, want, recipient, now)

    def requests(self, session: Session, account_id: str, now: datetime) -> list[KeyRequest]:
        """What the browsers of this Account are asked for, oldest first."""
        return key_requests.of_account(session, account_id, now)

    def give(self, session: Session, account_id: str, offer: Offer, now: datetime) -> KeyRequest:
        """Take what a browser granted; replaces an older grant to the same recipient.

        Returns the request it answers, which is over. Raises NotFound unless this
        Account is asked for it, InvalidInput (expiresAt: past, too_late; blob:
        too_short, too_long, unreadable). Whether the blob opens is found out here when
        this process can open it; another process finds out at the first use.
        """
        want = Want(account_id, offer.run_id, "", offer.provider)
        request = key_requests.one(session, want, offer.recipient_id, now)
        if request is None:
            raise NotFound("request")
        _check(offer, request, now)
        new = GrantRow(
            id=secrets.token_hex(16),
            run_id=offer.run_id,
            account_id=account_id,
            provider=offer.provider,
            recipient_id=offer.recipient_id,
            blob=offer.blob,
            expires_at=datetime.fromtimestamp(offer.expires_at, tz=UTC),
            max_calls=MAX_CALLS,
            created_at=now,
        )
        opener = self._opener(session, new.recipient_id)
        if opener is not None and self._opened(opener, new) is None:
            raise _invalid("blob", "unreadable", "This does not open: it was sealed otherwise.")
        session.connection().execute(
            delete(GrantRow).where(
                col(GrantRow.run_id) == new.run_id,
                col(GrantRow.provider) == new.provider,
                col(GrantRow.recipient_id) == new.recipient_id,
            )
        )
        session.add(new)
        session.flush()
        key_requests.delete_(session, new.run_id, new.provider, {new.recipient_id})
        return request

    def open(
        self, session: Session, *, account_id: str, run_id: str, provider: str, now: datetime
    ) -> str | None:
        """The key, if it is granted to this Run and can be opened here; counts as one use.

        None: ask. A grant that is not what it says it is, is deleted.
        """
        query = select(GrantRow).where(
            GrantRow.run_id == run_id,
            GrantRow.account_id == account_id,
            GrantRow.provider == provider,
            *_live(now),
        )
        for grant in session.exec(query.order_by(col(GrantRow.created_at).desc())).all():
            opener = self._opener(session, grant.recipient_id)
            if opener is None:
                continue
            key = self._opened(opener, grant)
            if key is None:
                session.connection().execute(delete(GrantRow).where(col(GrantRow.id) == grant.id))
            elif _count_use(session, grant.id, now):
                return key
        return None

    def withdraw(self, session: Session, run_id: str) -> None:
        """The Run is over: nothing is asked for it any more, and what was granted is deleted."""
        key_requests.delete_all(session, run_id)
        session.connection().execute(delete(GrantRow).where(col(GrantRow.run_id) == run_id))

    def revoke(
        self,
        session: Session,
        account_id: str,
        now: datetime,
        *,
        provider: str = "",
        kind: str = "",
    ) -> int:
        """End grants before their time; how many.

        provider: of that one only. kind: sealed to that kind of recipient only.
        """
        these = [col(GrantRow.account_id) == account_id, col(GrantRow.revoked_at).is_(None)]
        if provider:
            these.append(col(GrantRow.provider) == provider)
        if kind:
            these.append(col(GrantRow.recipient_id).in_(recipients.ids(kind)))
        # The blob goes at once; the row says until it expires that there was one.
        ended = update(GrantRow).where(*these).values(revoked_at=now, blob=b"")
        return session.connection().execute(ended).rowcount

    def janitor(self, session: Session, now: datetime) -> int:
        """Destroy private keys and delete grants whose time is over; how many of both.

        To be called every minute or so by every process that executes Runs.
        """
        self._boot.sign(session, now)
        gone = recipients.destroy(session, now)
        over = or_(col(GrantRow.expires_at) <= now, col(GrantRow.recipient_id).in_(gone))
        deleted = session.connection().execute(delete(GrantRow).where(over)).rowcount
        key_requests.forget(session, gone, now)
        return len(gone) + deleted

    def _opener(
        self, session: Session, recipient_id: str
    ) -> Callable[[bytes, bytes], bytes] | None:
        if recipient_id == self._boot.id:
            return self._boot.open
        return self._epochs.opener(session, recipient_id)

    def _opened(self, opener: Callable[[bytes, bytes], bytes], grant: GrantRow) -> str | None:
        """The key; None when the blob is not what it says, or holds what can be no key."""
        try:
            plain = opener(grant.blob, self._info(grant))
        except Unreadable:
            return None
        # It goes into a header of a request: printable ASCII without spaces, or nothing.
        if not 0 < len(plain) <= LONGEST_KEY or not all(33 <= byte <= 126 for byte in plain):
            return None
        return plain.decode("ascii")

    def _info(self, grant: GrantRow) -> bytes:
        return context(
            self._environment,
            "grant",
            grant.run_id,
            grant.account_id,
            grant.provider,
            grant.recipient_id,
            str(int(grant.expires_at.timestamp())),
        )


def _live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(GrantRow.expires_at) > now,
        col(GrantRow.revoked_at).is_(None),
        col(GrantRow.used_calls) < col(GrantRow.max_calls),
    )


def _count_use(session: Session, grant_id: str, now: datetime) -> bool:
    """One use more; False when there is none left, or the grant ended in this moment."""
    count = update(GrantRow).where(col(GrantRow.id) == grant_id, *_live(now))
    counted = session.connection().execute(count.values(used_calls=GrantRow.used_calls + 1))
    return counted.rowcount == 1


def _check(offer: Offer, request: KeyRequest, now: datetime) -> None:
    if offer.expires_at <= now.timestamp():
        raise _invalid("expiresAt", "past", "This grant has expired already.")
    if offer.expires_at > request.expires_at:
        raise _invalid("expiresAt", "too_late", "A grant lives for three hours at most.")
    if len(offer.blob) <= hpke.OVERHEAD:
        raise _invalid("blob", "too_short", "This holds no key.")
    if len(offer.blob) > LARGEST_BLOB:
        raise _invalid("blob", "too_long", "This is longer than any key.")


def _invalid(name: str, problem: str, message: str) -> InvalidInput:
    return InvalidInput(message, field=name, problem=problem)

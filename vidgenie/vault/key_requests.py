"""SQL of key requests: which Run waits for which sealed key, granted to whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.vault import recipients
from vidgenie.vault.recipients import PROCESS, Recipient
from vidgenie.vault.sealed_tables import KeyRequestRow

# A request to a process is made anew after a while, or its grant would live too short.
_RENEWED = timedelta(hours=1)
_KEPT = timedelta(hours=25)  # longer than any Run waits
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """A Run waits for a key. expires_at: the latest its grant may expire, seconds since 1970."""

    run_id: str
    node_id: str
    provider: str
    recipient: Recipient
    expires_at: int


@dataclass(frozen=True, slots=True)
class Want:
    """Who waits for the key of which Provider."""

    account_id: str
    run_id: str
    node_id: str
    provider: str


def add(session: Session, want: Want, recipient: Recipient, now: datetime) -> bool:
    """Have it asked for a grant to this recipient; False when that is asked already."""
    asked_at = _asked(session, want.run_id, want.provider).get(recipient.id)
    is_fresh = recipient.kind != PROCESS or (asked_at and asked_at > now - _RENEWED)
    if asked_at is not None and is_fresh:
        return False
    row = KeyRequestRow(
        run_id=want.run_id,
        provider=want.provider,
        recipient_id=recipient.id,
        account_id=want.account_id,
        node_id=want.node_id,
        created_at=now,
    )
    insert = _INSERT[session.connection().dialect.name](KeyRequestRow).values(row.model_dump())
    session.connection().execute(
        insert.on_conflict_do_update(
            index_elements=["run_id", "provider", "recipient_id"],
            set_={"created_at": now, "node_id": want.node_id},
        )
    )
    return True


def drop_dead(session: Session, want: Want, *, strict: bool, now: datetime) -> None:
    """Delete what this Run asked of recipients that should be granted nothing any more.

    strict: epochs are no recipients.
    """
    asked = set(_asked(session, want.run_id, want.provider))
    wanted = {
        recipient.id
        for recipient in recipients.alive(session, asked, now).values()
        if recipient.kind == PROCESS
        or (not strict and recipient.closes_at is not None and recipient.closes_at > now)
    }
    if asked - wanted:
        delete_(session, want.run_id, want.provider, asked - wanted)


def delete_(session: Session, run_id: str, provider: str, recipient_ids: set[str]) -> None:
    """Ask no more for grants to these."""
    session.connection().execute(
        delete(KeyRequestRow).where(
            col(KeyRequestRow.run_id) == run_id,
            col(KeyRequestRow.provider) == provider,
            col(KeyRequestRow.recipient_id).in_(recipient_ids),
        )
    )


def delete_all(session: Session, run_id: str) -> None:
    """Ask nothing more for this Run."""
    session.connection().execute(delete(KeyRequestRow).where(col(KeyRequestRow.run_id) == run_id))


def forget(session: Session, gone: list[str], now: datetime) -> None:
    """Delete requests to recipients that are gone, and those nobody can wait for any more."""
    session.connection().execute(
        delete(KeyRequestRow).where(
            or_(
                col(KeyRequestRow.created_at) < now - _KEPT,
                col(KeyRequestRow.recipient_id).in_(gone),
            )
        )
    )


def of_account(session: Session, account_id: str, now: datetime) -> list[KeyRequest]:
    """What the browsers of this Account are asked for, oldest first."""
    query = select(KeyRequestRow).where(KeyRequestRow.account_id == account_id)
    query = query.order_by(col(KeyRequestRow.created_at), col(KeyRequestRow.run_id))
    rows = session.exec(query).all()
    alive = recipients.alive(session, {row.recipient_id for row in rows}, now)
    return [
        request
        for row in rows
        if row.recipient_id in alive
        and (request := _request(row, alive[row.recipient_id])).expires_at > now.timestamp()
    ]


def one(session: Session, want: Want, recipient_id: str, now: datetime) -> KeyRequest | None:
    """The request for a grant to this recipient, locked; None when that is not asked."""
    query = select(KeyRequestRow).where(
        KeyRequestRow.run_id == want.run_id,
        KeyRequestRow.provider == want.provider,
        KeyRequestRow.recipient_id == recipient_id,
        KeyRequestRow.account_id == want.account_id,
    )
    row = session.exec(query.with_for_update()).first()
    recipient = recipients.alive(session, {recipient_id}, now).get(recipient_id)
    return None if row is None or recipient is None else _request(row, recipient)


def _asked(session: Session, run_id: str, provider: str) -> dict[str, datetime]:
    """Recipient -> since when a grant to it is waited for."""
    query = select(KeyRequestRow.recipient_id, KeyRequestRow.created_at).where(
        KeyRequestRow.run_id == run_id, KeyRequestRow.provider == provider
    )
    return dict(session.exec(query).all())


def _request(row: KeyRequestRow, recipient: Recipient) -> KeyRequest:
    latest = int(recipient.latest(row.created_at).timestamp())
    return KeyRequest(row.run_id, row.node_id, row.provider, recipient, latest)

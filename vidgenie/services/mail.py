"""Use cases on e-mails: to post one, to send those that wait, to read them in the outbox."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlmodel import Session

from vidgenie.accounts import mails, store
from vidgenie.accounts.letter import Kind, write
from vidgenie.accounts.mails import Mail
from vidgenie.accounts.smtp import MailServer, Undelivered
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import NotFound

log = logging.getLogger(__name__)

_AT_ONCE = 50  # e-mails sent before the caller has its turn again
_LONGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class MailPage:
    """Some e-mails, newest first. next: `before` of the page after, None on the last one."""

    items: list[Mail]
    next: str | None


@dataclass(frozen=True, slots=True)
class MailService:
    """E-mails: written down first, then sent.

    origin: public address of the installation; sender: what they come from.
    server: None = nothing is sent; admins read the e-mails in the outbox.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    origin: str
    sender: str
    server: MailServer | None = None

    def post(  # noqa: PLR0913  # what a letter is
        self,
        session: Session,
        kind: Kind,
        account: Account,
        *,
        language: str = "",
        to: str = "",
        values: Mapping[str, str | int] | None = None,
    ) -> str:
        """Write a letter to an Account, in the caller's transaction; its id.

        account: one without an id stands for nobody: it belongs to no Account.
        language: for who has chosen none. to: another address than the Account's.
        values: for the braces of the letter.
        """
        name = account.name or account.email.partition("@")[0]
        given = {name: str(value) for name, value in (values or {}).items()}
        letter = write(
            kind,
            locale=store.locale(session, account.id) or language,
            values={"name": name, "origin": self.origin, **given},
        )
        return mails.add(
            session,
            letter,
            account_id=account.id or None,
            recipient=to or account.email,
            now=self.clock(),
        )

    def drain(self) -> int:
        """Send what waits, each letter once however many processes drain; how many were sent.

        Takes seconds: to be called in a thread. A letter that could not be sent is
        tried again later; after the seventh attempt it stays in the outbox.
        """
        if self.server is None:
            return 0
        count = 0
        for _ in range(_AT_ONCE):
            with self.reading() as session:
                if not mails.is_due(session, now=self.clock()):
                    break
            with self.transaction() as session:
                mail = mails.claim(session, now=self.clock())
            if mail is None:
                break
            try:
                self.server.deliver(self._message(mail))
            except Undelivered as error:
                self._note(mail, error)
                if error.is_lost:
                    break
                continue
            with self.transaction() as session:
                mails.sent(session, mail.id, now=self.clock())
            count += 1
        return count

    def outbox(self, *, before: str = "", limit: int = 50) -> MailPage:
        """The newest e-mails, without their texts; for admins."""
        size = max(1, min(limit, _LONGEST_PAGE))
        with self.reading() as session:
            found = mails.page(session, before=before, limit=size + 1)
        return MailPage(found[:size], next=found[size - 1].id if len(found) > size else None)

    def open(self, mail_id: str, *, actor: str) -> Mail:
        """One e-mail with its text, which may sign in as somebody: who reads it is written down.

        actor: id of the admin, or "operator". Raises NotFound.
        """
        with self.transaction() as session:
            mail = mails.find(session, mail_id)
            if mail is None:
                raise NotFound("mail")
            owner = mails.owner(session, mail_id)
            self.audit.append(
                session,
                actor=actor,
                account_id=owner or "",
                action="admin.outbox",
                thing=mail_id,
                data={"kind": mail.kind},
                now=self.clock(),
            )
        return mail

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = _with_ascii_domain(mail.recipient)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.created_at)
        # The same at every attempt: a server that had it already can tell.
        host = self.sender.rpartition("@")[2].rstrip("> ") or "localhost"
        message["Message-ID"] = f"<{mail.id}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        return message

    def _note(self, mail: Mail, error: Undelivered) -> None:
        log.warning("E-mail %s could not be sent: %s", mail.id, error)
        with self.transaction() as session:
            mails.failed(session, mail, str(error), for_good=error.is_final, now=self.clock())


def _with_ascii_domain(address: str) -> str:
    """The address as every mail server knows it; the part before the @ stays as it is."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address

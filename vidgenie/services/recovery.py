"""Use case: a forgotten password, by a link in an e-mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vidgenie.accounts import links, mails, sessions, store
from vidgenie.accounts.emails import check_email, normal
from vidgenie.accounts.letter import Kind as Letter
from vidgenie.accounts.passwords import check_password
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput, LinkExpired
from vidgenie.services.accounts import AccountService, network
from vidgenie.services.limits import RESET, Limiter
from vidgenie.services.mail import MailService

_LONGEST = 254  # characters of an address that fit its column


@dataclass(frozen=True, slots=True)
class RecoveryService:
    """Links that set a new password. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    limiter: Limiter
    accounts: AccountService
    mail: MailService

    def forgot(self, email: str, *, language: str = "", ip: str = "") -> None:
        """Mail a link to the owner of this address.

        For an address that nobody has, the same statements run: neither the answer
        nor how long it takes tells them apart. Raises TooManyAttempts.
        """
        self.limiter.take((RESET, network(ip)), (RESET, normal(email)))
        try:
            address = check_email(email)
        except InvalidInput:
            address = normal(email)[:_LONGEST]
        nobody = Account(id="", email=address, name="")
        with self.transaction() as session:
            known = store.credentials(session, address)
            account = known[0] if known and known[0].role != store.OPERATOR else nobody
            token = links.add(session, account.id, links.Kind.RESET, now=self.clock())
            mail_id = self.mail.post(
                session,
                Letter.RESET,
                account,
                language=language,
                values={
                    "minutes": links.MINUTES,
                    "link": f"{self.mail.origin}/reset#token={token}",
                },
            )
            # What was written to nobody is taken away before anybody can see it.
            mails.remove(session, "" if account.id else mail_id)

    def reset(self, token: str, password: str) -> None:
        """Use a link: take the password, and end every session.

        A second factor stays what it is. Raises InvalidInput, with which the link stays
        good, and LinkExpired.
        """
        now = self.clock()
        with self.reading() as session:
            link = links.peek(session, token, links.Kind.RESET, now=now)
            account = store.find(session, link.account_id) if link else None
        if account is None:
            raise LinkExpired
        check_password(password, email=account.email)
        password_hash = self.accounts.passwords.hash(password)
        with self.transaction() as session:
            if links.take(session, token, links.Kind.RESET, now=now) is None:
                raise LinkExpired
            store.update_account(session, account.id, password_hash=password_hash)
            sessions.end_all(session, account.id)
            links.remove(session, account.id)
            self.mail.post(session, Letter.PASSWORD_CHANGED, account)
            self.audit.append(
                session,
                actor=account.id,
                account_id=account.id,
                action="account.password",
                thing="",
                data={"change": "reset"},
                now=now,
            )

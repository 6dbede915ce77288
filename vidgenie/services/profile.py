"""Use cases on one's own Account: name, language, password, e-mail address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from vidgenie.accounts import links, sessions, store
from vidgenie.accounts.emails import check_email
from vidgenie.accounts.identity import Visit
from vidgenie.accounts.letter import LANGUAGES
from vidgenie.accounts.letter import Kind as Letter
from vidgenie.accounts.names import check_name
from vidgenie.accounts.passwords import check_password
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict, InvalidInput, LinkExpired, WrongCredentials
from vidgenie.services.accounts import AccountService
from vidgenie.services.limits import RESET, Limiter
from vidgenie.services.mail import MailService
from vidgenie.services.second_factor import SecondFactorService


@dataclass(frozen=True, slots=True)
class Profile:
    """What a page shows of an Account beside its fields.

    locale: language chosen, "" = the browser's.
    must_enrol: an admin who lacks the authenticator app this installation asks for.
    """

    locale: str
    has_totp: bool
    must_enrol: bool


@dataclass(frozen=True, slots=True)
class ProfileService:
    """One's own Account. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    limiter: Limiter
    accounts: AccountService
    second_factor: SecondFactorService
    mail: MailService

    def about(self, account: Account) -> Profile:
        """What belongs to the Account and is not in it."""
        with self.reading() as session:
            locale = store.locale(session, account.id)
        has_app = self.second_factor.has_app(account)
        is_required = self.second_factor.is_required and account.is_admin
        return Profile(locale, has_totp=has_app, must_enrol=is_required and not has_app)

    def update(
        self, account: Account, *, name: str | None = None, locale: str | None = None
    ) -> Account:
        """Change what is given; the Account as it is then. Raises InvalidInput."""
        values: dict[str, str] = {}
        if name is not None:
            values["name"] = check_name(name)
        if locale is not None:
            if locale not in ("", *LANGUAGES):
                raise InvalidInput(
                    f"Choose from {', '.join(LANGUAGES)}.", field="locale", problem="malformed"
                )
            values["locale"] = locale
        if values:
            with self.transaction() as session:
                store.update_account(session, account.id, **values)
        return replace(account, name=values.get("name", account.name))

    def change_password(self, visit: Visit, *, current: str, password: str, ip: str = "") -> None:
        """Take another password, and end the other sessions.

        Raises InvalidInput, WrongCredentials (the current one) and TooManyAttempts.
        """
        account = visit.account
        check_password(password, email=account.email)
        old = self.accounts.prove_password(account, current, ip=ip)
        new = self.accounts.passwords.hash(password)
        with self.transaction() as session:
            if not store.set_password_hash(session, account.id, old=old, new=new):
                raise WrongCredentials  # it was changed meanwhile
            sessions.end_all(session, account.id, but=visit.session_id)
            links.remove(session, account.id)
            self.mail.post(session, Letter.PASSWORD_CHANGED, account)
            self._note(session, account, "account.password", "changed")

    def ask_email(self, visit: Visit, email: str, *, language: str = "") -> None:
        """Mail a link to a new address, and tell the old one; nothing changes before it is used.

        Whether somebody has the address is not told. Raises InvalidInput and TooManyAttempts.
        """
        account = visit.account
        address = check_email(email)
        if address == account.email:
            raise InvalidInput("This is your address already.", field="email", problem="unchanged")
        self.limiter.take((RESET, account.id), (RESET, address))
        with self.transaction() as session:
            data = {"email": address, "session": visit.session_id}
            token = links.add(session, account.id, links.Kind.EMAIL, data=data, now=self.clock())
            self.mail.post(
                session,
                Letter.EMAIL_CONFIRM,
                account,
                language=language,
                to=address,
                values={
                    "email": address,
                    "minutes": links.MINUTES,
                    "link": f"{self.mail.origin}/confirm-email#token={token}",
                },
            )
            self.mail.post(
                session, Letter.EMAIL_ASKED, account, language=language, values={"email": address}
            )
            self._note(session, account, "account.email", "asked")

    def confirm_email(self, token: str) -> None:
        """Use a link from an e-mail: the new address counts, and the other sessions end.

        Raises LinkExpired, and Conflict (email_taken) when somebody has the address.
        """
        with self.transaction() as session:
            link = links.take(session, token, links.Kind.EMAIL, now=self.clock())
            account = store.find(session, link.account_id) if link else None
            if link is None or account is None:
                raise LinkExpired
            address = link.data["email"]
            try:
                store.update_account(session, account.id, email=address)
            except IntegrityError:
                raise Conflict(
                    "This e-mail address is already registered.", problem="email_taken"
                ) from None
            sessions.end_all(session, account.id, but=link.data["session"])
            # A link to a new password may lie in the old mailbox.
            links.remove(session, account.id)
            self.mail.post(session, Letter.EMAIL_CHANGED, account, values={"email": address})
            self._note(session, account, "account.email", "changed")

    def _note(self, session: Session, account: Account, action: str, change: str) -> None:
        self.audit.append(
            session,
            actor=account.id,
            account_id=account.id,
            action=action,
            thing="",
            data={"change": change},
            now=self.clock(),
        )

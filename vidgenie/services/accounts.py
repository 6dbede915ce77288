"""Use cases on accounts: register, sign in and out, who is asking."""

import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlmodel import Session

from vidgenie.accounts import links, mails, sessions, store, throttle, tokens
from vidgenie.accounts.emails import check_email, normal
from vidgenie.accounts.identity import Visit, confirmed_until
from vidgenie.accounts.letter import LANGUAGES
from vidgenie.accounts.names import check_name
from vidgenie.accounts.passwords import Passwords, check_password
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotSignedIn,
    SecondFactorNeeded,
    UserError,
    WrongCode,
    WrongCredentials,
)
from vidgenie.services.limits import LOGIN_IP, Limiter, login_limit, register_limit
from vidgenie.services.second_factor import Outcome, SecondFactorService
from vidgenie.settings import Settings

__all__ = ["COOKIE", "LANGUAGES", "AccountService", "SignedIn", "Visit", "network"]

COOKIE = "vg_session"
# Not an address people can register: it has no dot after the @.
_OPERATOR_EMAIL = "operator@localhost"
_NO_PASSWORD = "!"  # noqa: S105  # no password has this hash
_LONGEST_SECRET = 200  # no cookie or token of ours is longer


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An Account, the value of its session cookie, and when that ends at the latest."""

    account: Account
    session_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountService:
    """Who people are.

    welcome: gives a new Account its wallet, in the transaction that adds it.
    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    welcome: Callable[[Session, Account], None]
    clock: Callable[[], datetime]
    settings: Settings
    audit: Chain
    limiter: Limiter
    second_factor: SecondFactorService
    passwords: Passwords = field(default_factory=Passwords)

    def register(
        self, email: str, password: str, name: str = "", *, ip: str = "", user_agent: str = ""
    ) -> SignedIn:
        """Make an Account and sign it in; the first one of an installation runs it.

        ip: where the request came from; "" is not throttled.
        Raises InvalidInput, Conflict (email_taken) and TooManyAttempts.
        """
        address = check_email(email)
        check_password(password, email=address)
        shown = check_name(name)
        self.limiter.take((register_limit(self.settings), network(ip)))
        password_hash = self.passwords.hash(password)
        with self.transaction() as session:
            now = self.clock()
            is_first = store.is_first(session)
            account = Account(
                id=secrets.token_hex(16),
                email=address,
                name=shown,
                plan="enterprise" if is_first else "free",
                role="admin" if is_first else "user",
            )
            if not store.add_account(session, account, password_hash=password_hash, now=now):
                raise Conflict("This e-mail address is already registered.", problem="email_taken")
            self.welcome(session, account)
            return self._sign_in(session, account, ip=ip, user_agent=user_agent, how="registration")

    def login(
        self, email: str, password: str, *, code: str = "", ip: str = "", user_agent: str = ""
    ) -> SignedIn:
        """Sign in.

        code: of the authenticator app, or a recovery code.
        Raises WrongCredentials, SecondFactorNeeded, WrongCode and TooManyAttempts. An
        address that nobody has takes as long as a wrong password; that a code is
        needed is told to who knows the password, to nobody else.
        """
        self._count(email, ip)
        # Twice: the hash may be renewed by another log-in while this one looks at it.
        for _ in range(2):
            account, password_hash = self._known(email)
            is_right = self.passwords.is_right(password, password_hash)
            if account is None or password_hash is None or not is_right:
                raise WrongCredentials
            self.second_factor.count(account, code)
            if self.passwords.is_dated(password_hash):
                password_hash = self._renew(account, password, password_hash)
            with self.transaction() as session:
                # A password that was changed a moment ago must open no session any more.
                if not store.lock_password(session, account.id, password_hash):
                    continue
                outcome = self.second_factor.use(session, account, code)
                self._note_refusal(session, account, outcome)
                if outcome.is_enough:
                    signed_in = self._sign_in(
                        session, account, ip=ip, user_agent=user_agent, how=outcome.value
                    )
                else:
                    signed_in = None
            if signed_in is None:
                raise _refusal(outcome)
            self._tidy()
            return signed_in
        raise WrongCredentials

    def prove(self, account: Account, password: str, code: str = "", *, ip: str = "") -> None:
        """Make sure that it is the Account's owner who asks, before something sensitive.

        Raises as `login` does, and counts as one.
        """
        self.prove_password(account, password, ip=ip)
        self.second_factor.count(account, code)
        with self.transaction() as session:
            outcome = self.second_factor.use(session, account, code)
            self._note_refusal(session, account, outcome)
        if not outcome.is_enough:
            raise _refusal(outcome)

    def prove_password(self, account: Account, password: str, *, ip: str = "") -> str:
        """The stored hash of the password, which is right; counts as an attempt to log in.

        Raises WrongCredentials and TooManyAttempts.
        """
        self._count(account.email, ip)
        with self.reading() as session:
            password_hash = store.password_hash(session, account.id)
        if not self.passwords.is_right(password, password_hash) or password_hash is None:
            raise WrongCredentials
        return password_hash

    def confirm(self, visit: Visit, password: str, code: str = "", *, ip: str = "") -> datetime:
        """Note that the owner of the session said who it is; until when that counts.

        Raises as `login` does.
        """
        self.prove(visit.account, password, code, ip=ip)
        now = self.clock()
        with self.transaction() as session:
            sessions.confirm_session(session, visit.session_id, now=now)
        return confirmed_until(now)

    def logout(self, session_token: str) -> None:
        """End a session; one that has ended already stays so."""
        with self.transaction() as session:
            account_id = sessions.end_session(session, session_token)
            if account_id is not None:
                self._note(session, account_id, "account.logout")

    def authenticate(self, *, cookie: str = "", bearer: str = "") -> Account:
        """Whose session cookie or API token this is; the token wins. Raises NotSignedIn."""
        return self.visit(cookie=cookie, bearer=bearer).account

    def visit(self, *, cookie: str = "", bearer: str = "") -> Visit:
        """Who comes with this session cookie or API token; the token wins. Raises NotSignedIn."""
        secret = bearer or cookie
        if not 0 < len(secret) <= _LONGEST_SECRET:
            raise NotSignedIn
        find = tokens.find_token if bearer else sessions.find_session
        touch = tokens.touch_token if bearer else sessions.touch_session
        now = self.clock()
        with self.reading() as session:
            found = find(session, secret, now=now)
        if found is None:
            raise NotSignedIn
        if found.is_stale:
            with self.transaction() as session:
                touch(session, secret, now=now)
        return found.visit

    def has_accounts(self) -> bool:
        """Whether anybody has registered."""
        with self.reading() as session:
            return store.has_accounts(session)

    def everybody(self) -> list[Account]:
        """Every Account of this installation; for its operator."""
        with self.reading() as session:
            return store.everybody(session)

    def find(self, email: str) -> Account:
        """The Account with this address; for the operator. Raises NotFound."""
        account, _ = self._known(email)
        if account is None:
            raise NotFound("account")
        return account

    def operator(self) -> Account:
        """The Account the command line works for: unlimited, and nobody can sign in to it."""
        with self.transaction() as session:
            known = store.credentials(session, _OPERATOR_EMAIL)
            if known is not None:
                return known[0]
            account = Account(
                id=secrets.token_hex(16),
                email=_OPERATOR_EMAIL,
                name="",
                plan="enterprise",
                role=store.OPERATOR,
            )
            now = self.clock()
            if store.add_account(session, account, password_hash=_NO_PASSWORD, now=now):
                self.welcome(session, account)
                return account
            # Another command made it at the same time.
            return cast("tuple[Account, str]", store.credentials(session, _OPERATOR_EMAIL))[0]

    def _renew(self, account: Account, password: str, old: str) -> str:
        """Hash the password with today's settings; the hash to go by."""
        fresh = self.passwords.hash(password)
        with self.transaction() as session:
            store.set_password_hash(session, account.id, old=old, new=fresh)
        return fresh

    def _known(self, email: str) -> tuple[Account, str] | tuple[None, None]:
        try:
            address = check_email(email)
        except InvalidInput:
            return None, None
        with self.reading() as session:
            return store.credentials(session, address) or (None, None)

    def _count(self, email: str, ip: str) -> None:
        """Count an attempt to log in. Raises TooManyAttempts."""
        self.limiter.take((LOGIN_IP, network(ip)), (login_limit(self.settings), normal(email)))

    def _sign_in(
        self, session: Session, account: Account, *, ip: str, user_agent: str, how: str
    ) -> SignedIn:
        token, row = sessions.add_session(
            session,
            account.id,
            user_agent=_clean(user_agent, 200),
            ip=_clean(ip, 45),
            now=self.clock(),
        )
        self._note(session, account.id, "account.login", thing=row.id, how=how)
        return SignedIn(account=account, session_token=token, expires_at=row.expires_at)

    def _note_refusal(self, session: Session, account: Account, outcome: Outcome) -> None:
        """Who has the password and not the code is worth a line in the log."""
        if outcome is Outcome.WRONG:
            self._note(session, account.id, "account.login", how=outcome.value)

    def _note(
        self, session: Session, account_id: str, action: str, *, thing: str = "", **data: str
    ) -> None:
        self.audit.append(
            session,
            actor=account_id,
            account_id=account_id,
            action=action,
            thing=thing,
            data=data,
            now=self.clock(),
        )

    def _tidy(self) -> None:
        """Delete what has ended, so that strangers cannot fill the tables."""
        now = self.clock()
        with self.transaction() as session:
            throttle.forget(session, now=now)
            sessions.forget_sessions(session, now=now)
            links.forget(session, now=now)
            mails.forget(session, now=now)


def _refusal(outcome: Outcome) -> UserError:
    return SecondFactorNeeded() if outcome is Outcome.MISSING else WrongCode()


def _clean(text: str, longest: int) -> str:
    """What a browser said about itself, fit to store."""
    return "".join(char for char in text[:longest] if char.isprintable())


def network(ip: str) -> str:
    """The address, or for IPv6 the network it is in: one customer has all of a /64."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if address.version == 4:
        return ip
    return str(ipaddress.ip_network((address, 64), strict=False))

"""Use cases on accounts: register, sign in and out, who is asking."""

import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlmodel import Session

from vidgenie.accounts import sessions, store, throttle, tokens
from vidgenie.accounts.emails import check_email, normal
from vidgenie.accounts.identity import Visit
from vidgenie.accounts.names import check_name
from vidgenie.accounts.passwords import Passwords, check_password
from vidgenie.accounts.throttle import Limit
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import (
    Conflict,
    InvalidInput,
    NotSignedIn,
    TooManyAttempts,
    WrongCredentials,
)
from vidgenie.settings import Settings

COOKIE = "vg_session"
# Not an address people can register: it has no dot after the @.
_OPERATOR_EMAIL = "operator@localhost"
_NO_PASSWORD = "!"  # noqa: S105  # no password has this hash
_LONGEST_SECRET = 200  # no cookie or token of ours is longer
_LOGIN_PER_IP = Limit("login-ip", burst=100, interval=6.0)


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
        limit = Limit(
            "register",
            burst=self.settings.registrations_per_hour,
            interval=3600 / self.settings.registrations_per_hour,
        )
        self._throttle((limit, _network(ip)))
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
            return self._sign_in(session, account, ip=ip, user_agent=user_agent)

    def login(self, email: str, password: str, *, ip: str = "", user_agent: str = "") -> SignedIn:
        """Sign in. Raises WrongCredentials and TooManyAttempts.

        An address that nobody has takes as long as a wrong password.
        """
        per_email = Limit("login", burst=self.settings.login_burst, interval=6.0)
        self._throttle((_LOGIN_PER_IP, _network(ip)), (per_email, normal(email)))
        account, password_hash = self._known(email)
        is_right = self.passwords.is_right(password, password_hash)
        if account is None or password_hash is None or not is_right:
            raise WrongCredentials
        fresh = self.passwords.hash(password) if self.passwords.is_dated(password_hash) else None
        with self.transaction() as session:
            if fresh:
                store.set_password_hash(session, account.id, old=password_hash, new=fresh)
            signed_in = self._sign_in(session, account, ip=ip, user_agent=user_agent)
        self._tidy()
        return signed_in

    def logout(self, session_token: str) -> None:
        """End a session; one that has ended already stays so."""
        with self.transaction() as session:
            sessions.end_session(session, session_token)

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

    def _known(self, email: str) -> tuple[Account, str] | tuple[None, None]:
        try:
            address = check_email(email)
        except InvalidInput:
            return None, None
        with self.reading() as session:
            return store.credentials(session, address) or (None, None)

    def _throttle(self, *attempts: tuple[Limit, str]) -> None:
        """Count the attempts, for good; raises TooManyAttempts when one of them is too many."""
        now = self.clock()
        with self.transaction() as session:
            waits = [throttle.hit(session, limit, who, now=now) for limit, who in attempts if who]
        wait = max(waits, default=0)
        if wait:
            raise TooManyAttempts(retry_after=wait)

    def _sign_in(self, session: Session, account: Account, *, ip: str, user_agent: str) -> SignedIn:
        token, row = sessions.add_session(
            session,
            account.id,
            user_agent=_clean(user_agent, 200),
            ip=_clean(ip, 45),
            now=self.clock(),
        )
        return SignedIn(account=account, session_token=token, expires_at=row.expires_at)

    def _tidy(self) -> None:
        """Delete what has ended, so that strangers cannot fill the tables."""
        now = self.clock()
        with self.transaction() as session:
            throttle.forget(session, now=now)
            sessions.forget_sessions(session, now=now)


def _clean(text: str, longest: int) -> str:
    """What a browser said about itself, fit to store."""
    return "".join(char for char in text[:longest] if char.isprintable())


def _network(ip: str) -> str:
    """The address, or for IPv6 the network it is in: one customer has all of a /64."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if address.version == 4:
        return ip
    return str(ipaddress.ip_network((address, 64), strict=False))

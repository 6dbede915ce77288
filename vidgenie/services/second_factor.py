"""Use cases on the second factor: an authenticator app, and recovery codes for when it is lost."""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import segno
from sqlmodel import Session

from vidgenie.accounts import codes, recovery_codes, totp
from vidgenie.accounts.letter import Kind
from vidgenie.accounts.throttle import Limit
from vidgenie.accounts.totp import App
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict, NotFound, WrongCode
from vidgenie.services.limits import Limiter
from vidgenie.services.mail import MailService
from vidgenie.vault.crypto import Unreadable, context, seal, unseal

log = logging.getLogger(__name__)

# Who knows the password still guesses a code of six digits for years, three being right at a time.
_CODES = Limit("second-factor", burst=10, interval=60.0)


class Outcome(StrEnum):
    """What came of asking for a second factor."""

    OFF = "password"
    APP = "totp"
    RECOVERY = "recovery"
    MISSING = "missing"
    WRONG = "wrong_code"

    @property
    def is_enough(self) -> bool:
        """Whether the password and this are enough to sign in."""
        return self not in (Outcome.MISSING, Outcome.WRONG)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app has to learn. qr: the address as an SVG element."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecondFactorService:
    """Authenticator apps and recovery codes.

    key: 32 bytes; secrets of apps are stored encrypted with it, bound to their Account.
    is_required: admins do nothing as admins without an app.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    mail: MailService
    limiter: Limiter
    key: bytes = field(repr=False)
    is_required: bool = False

    def has_app(self, account: Account) -> bool:
        """Whether signing in asks for a code."""
        with self.reading() as session:
            return totp.is_enabled(session, account.id)

    def codes_left(self, account: Account) -> int:
        """How many recovery codes are not used yet."""
        with self.reading() as session:
            return recovery_codes.left(session, account.id)

    def must_enrol(self, account: Account) -> bool:
        """Whether an admin lacks the app that this installation asks of admins."""
        return self.is_required and account.is_admin and not self.has_app(account)

    def propose(self, account: Account) -> Enrolment:
        """Make a secret for an app; nothing asks for codes before `enable`. Raises Conflict."""
        secret = codes.new_secret()
        sealed = seal(self.key, secret.encode(), _bound_to(account.id))
        with self.transaction() as session:
            if not totp.propose(session, account.id, sealed, now=self.clock()):
                raise Conflict("An authenticator app is set up already.", problem="totp_enabled")
        uri = codes.address(secret, email=account.email)
        return Enrolment(secret, uri, _qr(uri))

    def enable(self, account: Account, code: str) -> list[str]:
        """Ask for codes from now on, having seen one; ten recovery codes.

        Raises NotFound when no app was proposed, and WrongCode.
        """
        now = self.clock()
        with self.transaction() as session:
            app = totp.find(session, account.id)
            if app is None or app.is_enabled:
                raise NotFound("second_factor")
            steps = self._steps(account, app, code)
            if not steps or not totp.enable(session, account.id, app, step=steps[-1], now=now):
                raise WrongCode
            made = recovery_codes.replace(session, account.id, now=now)
            self.mail.post(session, Kind.TOTP_ON, account)
            self._note(session, account, "on")
        return made

    def new_codes(self, account: Account) -> list[str]:
        """Ten recovery codes instead of the old ones. Raises NotFound without an app."""
        with self.transaction() as session:
            if not totp.is_enabled(session, account.id):
                raise NotFound("second_factor")
            made = recovery_codes.replace(session, account.id, now=self.clock())
            self._note(session, account, "recovery_codes")
        return made

    def disable(self, account: Account, *, actor: str = "") -> None:
        """Ask for no code any more. Raises NotFound without an app.

        actor: who does it, when it is not the Account itself.
        """
        with self.transaction() as session:
            if not totp.remove(session, account.id):
                raise NotFound("second_factor")
            recovery_codes.remove(session, account.id)
            self.mail.post(session, Kind.TOTP_OFF, account)
            self._note(session, account, "off", actor=actor)

    def count(self, account: Account, code: str) -> None:
        """Count an attempt with a code, whose password was right. Raises TooManyAttempts."""
        if code:
            self.limiter.take((_CODES, account.id))

    def use(self, session: Session, account: Account, code: str) -> Outcome:
        """Use a code up, in the caller's transaction; of many at once with the same, one may.

        code: of the app, or a recovery code; "" = none was given.
        """
        app = totp.find(session, account.id)
        if app is None or not app.is_enabled:
            return Outcome.OFF
        if not code:
            return Outcome.MISSING
        steps = self._steps(account, app, code)
        if any(totp.take(session, account.id, step=step) for step in steps):
            return Outcome.APP
        if recovery_codes.take(session, account.id, code):
            left = recovery_codes.left(session, account.id)
            self.mail.post(session, Kind.RECOVERY_USED, account, values={"left": left})
            return Outcome.RECOVERY
        return Outcome.WRONG

    def _steps(self, account: Account, app: App, code: str) -> list[int]:
        """The steps whose code this is; none when the secret does not open."""
        try:
            secret = unseal(self.key, app.secret, _bound_to(account.id)).decode()
        except Unreadable:
            # Recovery codes still help.
            log.warning(
                "The authenticator secret of account %s does not open: is VIDGENIE_SECRET"
                " (or the file secret.key) another one than when it was set up?",
                account.id,
            )
            return []
        return codes.steps(secret, code, now=self.clock())

    def _note(self, session: Session, account: Account, change: str, *, actor: str = "") -> None:
        self.audit.append(
            session,
            actor=actor or account.id,
            account_id=account.id,
            action="account.totp",
            thing="",
            data={"change": change},
            now=self.clock(),
        )


def _bound_to(account_id: str) -> bytes:
    return context("totp", account_id)


def _qr(uri: str) -> str:
    """An SVG element that scales, dark on white in either theme: readers want it so."""
    drawn = io.BytesIO()
    segno.make(uri, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, light="#fff", border=3
    )
    return drawn.getvalue().decode()

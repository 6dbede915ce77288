"""The services on accounts, wired as bootstrap does, on a clock that a test moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from vidgenie.accounts.passwords import Passwords
from vidgenie.audit.chain import Chain
from vidgenie.audit.tables import AuditRow
from vidgenie.services.accounts import AccountService
from vidgenie.services.credits import CreditService
from vidgenie.services.limits import Limiter
from vidgenie.services.mail import MailService
from vidgenie.services.profile import ProfileService
from vidgenie.services.recovery import RecoveryService
from vidgenie.services.second_factor import SecondFactorService
from vidgenie.services.sessions import SessionService
from vidgenie.services.tokens import TokenService
from vidgenie.settings import Settings

ORIGIN = "https://video.example"
PASSWORD = "correct horse"
START = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Town:
    """Every service on accounts."""

    accounts: AccountService
    profile: ProfileService
    sessions: SessionService
    second_factor: SecondFactorService
    recovery: RecoveryService
    tokens: TokenService
    mail: MailService
    audit: Chain


def build(transaction, reading, clock: Callable[[], datetime], **more) -> Town:
    """more: settings, passwords, server."""
    settings = more.get("settings", Settings(registrations_per_hour=1000, login_burst=100))
    audit = Chain(b"a" * 32)
    common = (transaction, reading, clock, audit)
    limiter = Limiter(transaction, clock)
    mail = MailService(*common, origin=ORIGIN, sender=settings.mail_from, server=more.get("server"))
    second_factor = SecondFactorService(
        *common,
        mail=mail,
        limiter=limiter,
        key=more.get("key", b"k" * 32),
        is_required=settings.require_admin_totp,
    )
    accounts = AccountService(
        transaction,
        reading,
        CreditService(transaction=transaction, reading=reading, clock=clock).welcome,
        clock,
        settings,
        audit=audit,
        limiter=limiter,
        second_factor=second_factor,
        passwords=more.get("passwords", Passwords(memory=64, passes=1)),
    )
    return Town(
        accounts=accounts,
        profile=ProfileService(
            *common, limiter=limiter, accounts=accounts, second_factor=second_factor, mail=mail
        ),
        sessions=SessionService(*common),
        second_factor=second_factor,
        recovery=RecoveryService(*common, limiter=limiter, accounts=accounts, mail=mail),
        tokens=TokenService(*common),
        mail=mail,
        audit=audit,
    )


def rows(transaction, *columns):
    """What is in the database."""
    with transaction() as session:
        return [tuple(row) for row in session.connection().execute(select(*columns))]


def lines(transaction, *, but=("account.login",)):
    """(action, data) of the audit log, the oldest first."""
    found = rows(transaction, AuditRow.seq, AuditRow.action, AuditRow.data)
    return [(action, data) for _, action, data in sorted(found) if action not in but]

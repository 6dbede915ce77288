"""Services about people: who they are, how they sign in, what is written to them."""

from dataclasses import dataclass

from vidgenie.accounts.smtp import MailServer
from vidgenie.bootstrap.ground import Ground, now
from vidgenie.services.accounts import AccountService
from vidgenie.services.budgets import Budgets
from vidgenie.services.credits import CreditService
from vidgenie.services.mail import MailService
from vidgenie.services.profile import ProfileService
from vidgenie.services.recovery import RecoveryService
from vidgenie.services.second_factor import SecondFactorService
from vidgenie.services.sessions import SessionService
from vidgenie.services.tokens import TokenService
from vidgenie.vault.crypto import derive


@dataclass(frozen=True)
class People:
    """Those services."""

    accounts: AccountService
    profile: ProfileService
    sessions: SessionService
    second_factor: SecondFactorService
    recovery: RecoveryService
    tokens: TokenService
    mail: MailService
    credits: CreditService
    budgets: Budgets


def people(ground: Ground) -> People:
    """Wire them."""
    settings, common, limiter = ground.settings, ground.common, ground.limiter
    credit_service = CreditService(ground.transaction, ground.reading, now)
    server = MailServer.parse(settings.smtp_url) if settings.smtp_url else None
    mail = MailService(*common, origin=settings.origin, sender=settings.mail_from, server=server)
    second_factor = SecondFactorService(
        *common,
        mail=mail,
        limiter=limiter,
        key=derive(ground.secret, "vg/totp"),
        is_required=settings.require_admin_totp,
    )
    accounts = AccountService(
        ground.transaction,
        ground.reading,
        credit_service.welcome,
        now,
        settings,
        audit=ground.audit,
        limiter=limiter,
        second_factor=second_factor,
    )
    return People(
        accounts=accounts,
        profile=ProfileService(
            *common, limiter=limiter, accounts=accounts, second_factor=second_factor, mail=mail
        ),
        sessions=SessionService(*common),
        second_factor=second_factor,
        recovery=RecoveryService(*common, limiter=limiter, accounts=accounts, mail=mail),
        tokens=TokenService(*common),
        mail=mail,
        credits=credit_service,
        budgets=Budgets(ground.transaction, ground.reading, now),
    )

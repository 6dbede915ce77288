"""Services about people: who they are, how they sign in, what is written to them."""

from dataclasses import dataclass

from vidgenie.accounts.smtp import MailServer
from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.selling import Sold, selling
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.services.accounts import AccountService
from vidgenie.services.advice import Advice
from vidgenie.services.assortment import Assortment
from vidgenie.services.budgets import Budgets
from vidgenie.services.credit_admin import CreditAdmin
from vidgenie.services.credit_history import CreditHistory
from vidgenie.services.credit_watch import CreditWatch
from vidgenie.services.credits import CreditService
from vidgenie.services.forecasts import ForecastService
from vidgenie.services.mail import MailService
from vidgenie.services.notifications import NotificationService
from vidgenie.services.profile import ProfileService
from vidgenie.services.recovery import RecoveryService
from vidgenie.services.second_factor import SecondFactorService
from vidgenie.services.sessions import SessionService
from vidgenie.services.tariffs import Tariffs
from vidgenie.services.tokens import TokenService
from vidgenie.vault.crypto import derive


@dataclass(frozen=True)
class People(Sold):
    """Those services, and those about what they buy."""

    accounts: AccountService
    profile: ProfileService
    sessions: SessionService
    second_factor: SecondFactorService
    recovery: RecoveryService
    tokens: TokenService
    mail: MailService
    notifications: NotificationService
    credits: CreditService
    credit_history: CreditHistory
    credit_watch: CreditWatch
    forecasts: ForecastService
    budgets: Budgets
    tariffs: Tariffs
    assortment: Assortment
    credit_admin: CreditAdmin
    advice: Advice


def people(ground: Ground) -> People:
    """Wire them."""
    settings, common, limiter = ground.settings, ground.common, ground.limiter
    server = MailServer.parse(settings.smtp_url) if settings.smtp_url else None
    mail = MailService(*common, origin=settings.origin, sender=settings.mail_from, server=server)
    notifications = NotificationService(ground.transaction, ground.reading, now, mail)
    sold = selling(ground, tell=notifications.tell)
    watch = CreditWatch(ground.transaction, ground.reading, now, notifications.tell)
    credit_service = CreditService(
        ground.transaction, ground.reading, now, watch.after_spend, sold.renewals
    )
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
        **vars(sold),
        accounts=accounts,
        profile=ProfileService(
            *common, limiter=limiter, accounts=accounts, second_factor=second_factor, mail=mail
        ),
        sessions=SessionService(*common),
        second_factor=second_factor,
        recovery=RecoveryService(*common, limiter=limiter, accounts=accounts, mail=mail),
        tokens=TokenService(*common),
        mail=mail,
        notifications=notifications,
        credits=credit_service,
        credit_history=CreditHistory(
            ground.reading,
            credit_service.settle,
            {slug: one.title for (_, slug), one in ground.providers.items()},
        ),
        credit_watch=watch,
        forecasts=ForecastService(ground.reading, now, credit_service.settle, watch.unusual),
        budgets=Budgets(ground.transaction, ground.reading, now),
        tariffs=Tariffs(*common, providers=ground.providers),
        assortment=Assortment(*common),
        credit_admin=CreditAdmin(*common, tell=notifications.tell),
        advice=Advice(*common, is_rehearsal=isinstance(sold.payments, Rehearsal)),
    )

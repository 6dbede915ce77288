"""Subscriptions as they are told: which Plan counts.

Everything here happens under the lock of the Account's wallet, in the caller's transaction.
"""

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.billing import subscriptions, surplus
from vidgenie.billing.subscriptions import ENDED
from vidgenie.billing.tables import SubscriptionRow
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Subscribed
from vidgenie.ledger import store as ledger
from vidgenie.services import entitlements
from vidgenie.services.desk import Desk


def take_in(session: Session, desk: Desk, account: Account, told: Subscribed) -> SubscriptionRow:
    """Make the Account's subscription what the service told, unless it told later news before."""
    row = subscriptions.of(session, account.id)
    was_live = row is not None and row.status != ENDED
    if row is None or (row.service, row.subscription_id) != (desk.service, told.id):
        if row is not None and not _replaces(row, told):
            _beside(session, desk, row, told)
            return row
        if row is not None and was_live and row.service == desk.service:
            surplus.note(session, account.id, row, service=desk.service, now=desk.now)
        fallback = row.fallback_plan if row is not None and was_live else account.plan
        row = session.merge(_new(desk, account, told, fallback))
    elif told.seen_at < row.seen_at:
        return row
    subscriptions.write(row, told, now=desk.now)
    session.flush()
    settle(session, desk, account, row, was_live=was_live)
    return row


def settle(
    session: Session, desk: Desk, account: Account, row: SubscriptionRow, *, was_live: bool = True
) -> None:
    """Give the Account the Plan that counts now.

    was_live: the Plan it has comes from a subscription that had not ended.
    """
    is_current = subscriptions.is_current(row, now=desk.now)
    if not is_current and not was_live:
        return
    slug = row.plan if is_current else row.fallback_plan
    known = accounts.find(session, account.id) or account
    if known.plan != slug:
        accounts.update_account(session, account.id, plan=slug)
        _tell_plan(session, desk, row, before=known.plan, is_current=is_current)
    plan = entitlements.plan(session, slug, now=desk.now)
    is_unlimited = row.is_unlimited if is_current else plan.is_unlimited
    if ledger.lock(session, account.id) != is_unlimited:
        ledger.set_unlimited(session, account.id, is_unlimited)


def _beside(session: Session, desk: Desk, row: SubscriptionRow, told: Subscribed) -> None:
    """A subscription that does not count, as another one does: nobody pays for both."""
    if told.status == ENDED:
        surplus.settle(session, desk.service, told.id, now=desk.now)
    elif row.status != ENDED and row.service == desk.service:
        surplus.note(session, row.account_id, told, service=desk.service, now=desk.now)


def _replaces(row: SubscriptionRow, told: Subscribed) -> bool:
    """Whether of two subscriptions of an Account this one counts, whichever was told first."""
    is_live, was_live = told.status != ENDED, row.status != ENDED
    if is_live != was_live:
        return is_live
    return (told.period_start, told.id) > (row.period_start, row.subscription_id)


def _new(desk: Desk, account: Account, told: Subscribed, fallback: str) -> SubscriptionRow:
    """A subscription that was not known before."""
    return SubscriptionRow(
        account_id=account.id,
        service=desk.service,
        subscription_id=told.id,
        plan=told.plan,
        credits=told.credits,
        cents=told.cents,
        currency=told.currency,
        is_unlimited=told.is_unlimited,
        next_plan="",
        next_agreed_at=None,
        status=told.status,
        period_start=told.period_start,
        period_end=told.period_end,
        ends_at_period_end=told.ends_at_period_end,
        grace_until=None,
        fallback_plan=fallback,
        seen_at=told.seen_at,
    )


def _tell_plan(
    session: Session, desk: Desk, row: SubscriptionRow, *, before: str, is_current: bool
) -> None:
    """Tell that the Plan has changed; who has just bought one is told so by its invoice."""
    if not is_current:
        key = f"ended:{row.subscription_id}:{row.plan}:{row.period_end.isoformat()}"
        kind, slug = "plan_ended", row.plan
    elif before != row.fallback_plan:
        key = f"plan:{row.subscription_id}:{row.plan}:{row.period_start.isoformat()}"
        kind, slug = "plan_changed", row.plan
    else:
        return
    desk.tell(session, row.account_id, kind, key=key, params={"plan": slug}, href="/credits")

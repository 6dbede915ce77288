"""Orders that are placed: what may be bought, and which open page is for it already."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from vidgenie.billing import orders, subscriptions
from vidgenie.billing.products import product
from vidgenie.billing.tables import OrderRow
from vidgenie.domain.account import Account
from vidgenie.domain.product import FREE, Product, ProductKind
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.services.entitlements import entitlement

_LEAST = timedelta(minutes=5)  # that a page is still open for who is sent to it


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to buy. kind: plan or pack; key: "" = of no request in particular.

    language: of its name, as the payment service writes it.
    """

    kind: str
    slug: str
    key: str
    service: str
    language: str = "en"


def place(
    session: Session, account: Account, wish: Wish, *, now: datetime
) -> tuple[OrderRow, list[str]]:
    """The order to pay, new or open already, and the pages that are closed for it.

    Under the lock of the Account's wallet. Raises NotFound (product), InvalidInput and
    Conflict (plan_yours, subscribed, other_currency, idempotency_key_reused).
    """
    kind = _kind(wish.kind)
    known = orders.by_key(session, account.id, wish.key) if wish.key else None
    if known is not None:
        if (known.kind, known.slug) != (kind.value, wish.slug):
            raise Conflict(
                "This Idempotency-Key was used for another request.",
                problem="idempotency_key_reused",
            )
        return known, []
    wanted = _wanted(session, account, kind, wish, now=now)
    closed: list[str] = []
    for row in orders.open_ones(session, account.id):
        is_same = (row.kind, row.slug) == (kind.value, wish.slug)
        if is_same and _is_good(row, wanted, wish.service, now=now):
            row.idempotency_key = row.idempotency_key or wish.key or None
            return row, closed
        # Of two Plans only one can be paid.
        if is_same or (row.kind == kind.value and kind is ProductKind.PLAN):
            if row.session_id and row.service == wish.service:
                closed.append(row.session_id)
            row.status, row.url, row.settled_at = orders.EXPIRED, "", now
    session.flush()
    called = replace(wanted, title=wanted.name(wish.language))
    new = orders.add(
        session, account.id, called, service=wish.service, idempotency_key=wish.key, now=now
    )
    return new, closed


def other_currency(agreed: str) -> Conflict:
    """Somebody pays in one currency, and what they want is sold in another by now."""
    return Conflict(
        f"You pay in {agreed.upper()}; this is for sale in another currency.",
        problem="other_currency",
        currency=agreed.upper(),
    )


def _kind(kind: str) -> ProductKind:
    try:
        return ProductKind(kind)
    except ValueError:
        raise InvalidInput("Buy a plan or a pack.", field="kind", problem="unknown") from None


def _wanted(
    session: Session, account: Account, kind: ProductKind, wish: Wish, *, now: datetime
) -> Product:
    """What is to be bought, as it is today."""
    found = product(session, kind, wish.slug, now=now)
    if found is None or not found.is_offered:
        raise NotFound("product")
    row = subscriptions.of(session, account.id)
    is_live = row is not None and row.status != subscriptions.ENDED
    is_here = row is not None and is_live and row.service == wish.service
    if kind is ProductKind.PACK:
        if row is not None and is_here and row.currency != found.currency:
            raise other_currency(row.currency)
        return found
    if found.slug == FREE or not found.cents:
        raise InvalidInput("This plan costs nothing.", field="slug", problem="free")
    if entitlement(session, account, now=now).plan.slug == found.slug:
        raise Conflict("You have this plan already.", problem="plan_yours")
    if is_here:
        raise Conflict("Change the subscription you have.", problem="subscribed")
    return found


def _is_good(row: OrderRow, wanted: Product, service: str, *, now: datetime) -> bool:
    """Whether an open order is still what would be ordered today, and can still be paid."""
    terms = (row.credits, row.cents, row.currency, row.is_unlimited)
    is_open = row.expires_at is None or now + _LEAST < row.expires_at
    today = (wanted.credits, wanted.cents, wanted.currency, wanted.is_unlimited)
    return terms == today and is_open and row.service == service

"""Notifications: what an Account is told, and how when it has not chosen otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of them. Its words are in the catalogues (`notification`) and the letters.

    params: names of the figures its words need. by_email: also by e-mail as usual; in the
    app everything is told.
    """

    params: frozenset[str]
    by_email: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How an Account is told of one kind."""

    in_app: bool
    by_email: bool


def _notice(*params: str, by_email: bool = False) -> Notice:
    return Notice(frozenset(params), by_email)


# title: of a Run, shortened. credits, usual: whole credits; 0 were bought with a plan without
# a limit. period: day, hour or rare, in which they were used. cents, currency: what was paid or
# is due, as in domain.product. plan: slug. until: a day, "2026-11-22", or an instant.
NOTICES: Mapping[str, Notice] = {
    "run_finished": _notice("title", "credits"),
    "run_failed": _notice("title", "credits", "code"),
    # Who hears of it too late can decide nothing.
    "run_doubt": _notice("title", "credits", "until", by_email=True),
    "run_undecided": _notice("title", "credits"),
    "run_refunded": _notice("title", "credits"),
    "credits_low": _notice("credits", by_email=True),
    "unusual_use": _notice("credits", "usual", "period", by_email=True),
    "renewal_soon": _notice("plan", "cents", "currency", "until", by_email=True),
    "renewal": _notice("plan", "credits", "until", by_email=True),
    "purchase": _notice("credits", "cents", "currency", by_email=True),
    "purchase_reversed": _notice("credits", "cents", "currency", by_email=True),
    "refund_failed": _notice("credits", "cents", "currency", by_email=True),
    "bought_twice": _notice("plan", "cents", "currency", by_email=True),
    "payment_failed": _notice("plan", "cents", "currency", "until", by_email=True),
    "plan_changed": _notice("plan"),
    "plan_ended": _notice("plan", by_email=True),
    "adjusted": _notice("credits", "reason"),
}
"""run_doubt: a Run ended in doubt, its owner decides; run_undecided: the owner did not, and so
many credits came back. adjusted: credits is negative when an admin took some."""


def usual(kind: str) -> Way:
    """How an Account is told of this kind when it has not chosen. Raises KeyError."""
    return Way(in_app=True, by_email=NOTICES[kind].by_email)

"""Account: who owns and pays; Plan: credits a month and limits."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What an Account has subscribed to.

    credits: granted each month.
    cents: price a month in US cents.
    unlimited: credits are counted but never run out.
    """

    slug: str
    credits: int
    cents: int
    unlimited: bool = False


# PRD V2 5.2; enterprise is a flag, not -1 credits.
PLANS: Mapping[str, Plan] = {
    plan.slug: plan
    for plan in (
        Plan("free", credits=100, cents=0),
        Plan("starter", credits=500, cents=999),
        Plan("pro", credits=2000, cents=2999),
        Plan("enterprise", credits=0, cents=9999, unlimited=True),
    )
}


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in.

    role: user or admin.
    """

    id: str
    email: str
    name: str
    plan: str = "free"
    role: str = "user"

    @property
    def is_admin(self) -> bool:
        """May run the installation."""
        return self.role == "admin"

"""Sums of money: hundredths of a currency here, its smallest unit at Stripe.

Source: docs.stripe.com/currencies, "Zero-decimal currencies" and "Three-decimal currencies".
"""

_WHOLE = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split()  # noqa: SIM905  # a list of words reads better
)
_THOUSANDTHS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})


def to_stripe(cents: int, currency: str) -> int:
    """What Stripe calls a sum. Raises ValueError for parts of a unit that cannot be paid."""
    if currency in _THOUSANDTHS:
        return cents * 10
    if currency not in _WHOLE:
        return cents
    if cents % 100:
        raise ValueError(f"{currency} has no hundredths, got {cents}")
    return cents // 100


def from_stripe(amount: int, currency: str) -> int:
    """A sum of Stripe's in hundredths, rounded down."""
    if currency in _THOUSANDTHS:
        return amount // 10
    return amount * 100 if currency in _WHOLE else amount

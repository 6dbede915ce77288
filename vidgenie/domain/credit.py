"""Credits: whole units, set aside by a Hold, captured for what was delivered, given back."""

from dataclasses import dataclass, replace

from vidgenie.errors import InsufficientCredits


@dataclass(frozen=True, slots=True)
class Balance:
    """An Account's credits at one instant.

    available: what a new Run may set aside.
    held: set aside by open Holds.
    used: captured or deducted, ever, and not refunded.
    unlimited: the plan has no limit; the figures are still kept.
    """

    available: int
    held: int = 0
    used: int = 0
    unlimited: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Credits set aside for one Run; it resolves once, but for what is refunded of it.

    amount: credits set aside, > 0.
    captured: taken for verified Nodes so far, 0 <= captured <= amount.
    released: given back when it closed; captured + released == amount then.
    refunded: given back of what was captured, 0 <= refunded <= captured.
    """

    run_id: str
    amount: int
    captured: int = 0
    released: int = 0
    is_open: bool = True
    refunded: int = 0


def reserve(balance: Balance, *, run_id: str, amount: int) -> tuple[Balance, Hold]:
    """Set `amount` credits aside for a Run.

    Raises InsufficientCredits when `amount` exceeds what is available.
    Source: PRD V2 5.4, step 3.
    """
    if amount <= 0:
        raise ValueError(f"a hold is a positive number of credits, got {amount}")
    if amount > balance.available and not balance.unlimited:
        raise InsufficientCredits(required=amount, available=balance.available)
    minted = amount if balance.unlimited else 0
    after = replace(
        balance, available=balance.available + minted - amount, held=balance.held + amount
    )
    return after, Hold(run_id=run_id, amount=amount)


def capture(balance: Balance, hold: Hold, *, amount: int) -> tuple[Balance, Hold]:
    """Take `amount` credits out of an open Hold for one verified Node."""
    if not hold.is_open:
        raise ValueError(f"the hold of run {hold.run_id} is closed")
    if not 0 <= amount <= hold.amount - hold.captured:
        raise ValueError(f"cannot capture {amount} of {hold.amount - hold.captured} credits left")
    return (
        replace(balance, held=balance.held - amount, used=balance.used + amount),
        replace(hold, captured=hold.captured + amount),
    )


def close(balance: Balance, hold: Hold) -> tuple[Balance, Hold]:
    """Give back what was not captured; a closed Hold stays as it is."""
    if not hold.is_open:
        return balance, hold
    rest = hold.amount - hold.captured
    back = 0 if balance.unlimited else rest
    return (
        replace(balance, held=balance.held - rest, available=balance.available + back),
        replace(hold, released=rest, is_open=False),
    )


def refund(balance: Balance, hold: Hold, *, amount: int) -> tuple[Balance, Hold]:
    """Give back `amount` credits of what was captured, because it was our fault."""
    left = hold.captured - hold.refunded
    if not 0 < amount <= left:
        raise ValueError(f"cannot refund {amount} of {left} credits that were charged")
    back = 0 if balance.unlimited else amount
    return (
        replace(balance, used=balance.used - amount, available=balance.available + back),
        replace(hold, refunded=hold.refunded + amount),
    )

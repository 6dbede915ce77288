"""The ledger's store: every function takes a session first and never commits.

`now` is the present instant when it is not given. Every operation can be
repeated: the same key changes nothing the second time.
"""

from vidgenie.ledger.adjustments import adjust
from vidgenie.ledger.checks import violations
from vidgenie.ledger.costs import OpenHold, RunCost, open_holds, run_costs
from vidgenie.ledger.history import EntryRow, Wanted, history, is_in_the_books, used_since
from vidgenie.ledger.holds import capture, close, reserve
from vidgenie.ledger.lots import grant, is_granted
from vidgenie.ledger.moves import lock
from vidgenie.ledger.prices import prices, seed_prices, set_price
from vidgenie.ledger.refunds import refund
from vidgenie.ledger.remains import LotRow, lots, used_by_hour
from vidgenie.ledger.reversals import Reversed, reinstate, reverse
from vidgenie.ledger.spending import deduct
from vidgenie.ledger.wallets import balance, is_unlimited, open_wallet, set_unlimited

__all__ = [
    "EntryRow",
    "LotRow",
    "OpenHold",
    "Reversed",
    "RunCost",
    "Wanted",
    "adjust",
    "balance",
    "capture",
    "close",
    "deduct",
    "grant",
    "history",
    "is_granted",
    "is_in_the_books",
    "is_unlimited",
    "lock",
    "lots",
    "open_holds",
    "open_wallet",
    "prices",
    "refund",
    "reinstate",
    "reserve",
    "reverse",
    "run_costs",
    "seed_prices",
    "set_price",
    "set_unlimited",
    "used_by_hour",
    "used_since",
    "violations",
]

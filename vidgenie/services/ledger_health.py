"""Use cases: does the ledger add up, and does it agree with what became of the Runs?"""
# put together from constants of this file, never from input

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from vidgenie.db import Transaction
from vidgenie.ledger import store as ledger

# A Hold and its Run are written in one transaction, one after the other, and clocks are set.
_AT_ONCE = 60  # s
_LATER = {
    "sqlite": f"(julianday({{0}}) - julianday({{1}})) * 86400 > {_AT_ONCE}",
    "postgresql": f"{{0}} - {{1}} > interval '{_AT_ONCE} seconds'",
}
# Runs of which nothing is to be decided any more.
_OVER = (
    "(r.status IN ('succeeded', 'failed', 'cancelled')"
    " OR (r.status = 'unknown' AND r.doubt_until IS NULL))"
)
_MADE = (
    "(SELECT COALESCE(SUM(n.price), 0) FROM vg_node_run n"
    " WHERE n.run_id = r.id AND n.status = 'succeeded')"
)
_BOTH = "SELECT COUNT(*) FROM vg_hold h JOIN vg_run r ON r.id = h.run_id WHERE "

_WITH_RUNS = {
    "hold_has_a_run": "SELECT COUNT(*) FROM vg_hold h WHERE h.state = 'open'"
    " AND NOT EXISTS (SELECT 1 FROM vg_run r WHERE r.id = h.run_id)",
    "hold_closes_with_its_run": f"{_BOTH} h.state = 'open' AND {_OVER}",
    "hold_is_open_while_it_runs": f"{_BOTH} h.state = 'closed' AND NOT {_OVER}",
    "hold_is_of_its_runs_account": f"{_BOTH} h.account_id <> r.account_id",
    "hold_is_what_its_run_asked": f"{_BOTH} h.amount <> r.held",
    "run_has_its_hold": "SELECT COUNT(*) FROM vg_run r WHERE r.held > 0"
    " AND NOT EXISTS (SELECT 1 FROM vg_hold h WHERE h.run_id = r.id)",
    "captured_is_what_was_made": f"{_BOTH} h.captured <> {_MADE}",
}
_IN_TIME = {
    "hold_is_not_older_than_its_run": (f"{_BOTH} ", "r.created_at", "h.created_at"),
    "hold_settles_after_it_began": (
        "SELECT COUNT(*) FROM vg_hold h WHERE ",
        "h.created_at",
        "h.settled_at",
    ),
}

WORDS = {
    "postings_sum_to_zero": "credits that were issued and are in no lot, or the other way round",
    "lot_conserves": "lots whose parts are not the whole",
    "lot_is_its_entries": "lots that are not what their entries add up to",
    "wallet_is_its_lots": "wallets that are not the sum of their lots",
    "wallet_holds_its_holds": "wallets that hold something else than their Holds do",
    "hold_is_its_lines": "Holds that are not the sum of their lines",
    "hold_is_its_entries": "Holds that are not what their entries add up to",
    "hold_closes_whole": "closed Holds of which something was neither charged nor given back",
    "hold_settles_once": "Holds that were settled more than once",
    "entry_is_in_the_account": "entries about another Account's lot or Hold",
    "late_release_is_reissued": "credits that expired while a Run had them and did not come back",
    "nothing_is_negative": "wallets below zero",
    "refund_was_captured": "Holds of which more was refunded than had been charged",
    "reversed_is_not_spendable": "lots that can be spent although their money was given back",
    "minted_is_never_idle": "lots without limit that somebody could spend twice",
    "hold_has_a_run": "open Holds without a Run",
    "hold_closes_with_its_run": "open Holds of Runs that are over",
    "hold_is_open_while_it_runs": "Runs under way whose Hold is closed",
    "hold_is_of_its_runs_account": "Holds of another Account than their Run's",
    "hold_is_what_its_run_asked": "Holds of another amount than their Run's",
    "run_has_its_hold": "Runs that set credits aside and have no Hold",
    "captured_is_what_was_made": "Runs that were charged something else than what they made",
    "hold_is_not_older_than_its_run": "Holds older than their Run",
    "hold_settles_after_it_began": "Holds settled before they began",
}
"""What each check counts, for whoever operates this."""


@dataclass(frozen=True, slots=True)
class LedgerHealth:
    """Counts what must never be."""

    reading: Transaction

    def broken(self) -> dict[str, int]:
        """Name of each broken rule -> how many rows (or credits) break it; empty = sound."""
        with self.reading() as session:
            connection = session.connection()
            later = _LATER[connection.dialect.name]
            queries = _WITH_RUNS | {
                name: query + later.format(first, second)
                for name, (query, first, second) in _IN_TIME.items()
            }
            counts = {
                name: int(connection.execute(text(query)).scalar_one())
                for name, query in queries.items()
            }
            found = ledger.violations(session)
        return found | {name: count for name, count in counts.items() if count}

    def faults(self) -> Mapping[str, int]:
        """`broken` in the words of `WORDS`."""
        return {WORDS[name]: count for name, count in self.broken().items()}

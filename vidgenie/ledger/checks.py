"""Checks: queries that count what must never be; all zero on a sound ledger."""
# ruff: noqa: S608  # put together from constants of this file, never from input

from sqlalchemy import text
from sqlmodel import Session

_BUCKETS = ("available", "held", "consumed", "expired", "revoked")


def _flow(bucket: str) -> str:
    return (
        f"COALESCE(SUM(CASE WHEN target = '{bucket}' THEN amount ELSE 0 END)"
        f" - SUM(CASE WHEN source = '{bucket}' THEN amount ELSE 0 END), 0)"
    )


def _posted(kinds: str) -> str:
    return (
        "(SELECT COALESCE(SUM(amount), 0) FROM vg_ledger_entry e"
        f" WHERE e.run_id = h.run_id AND e.kind = '{kinds}')"
    )


def _lots(column: str) -> str:
    return (
        f"(SELECT COALESCE(SUM({column}), 0) FROM vg_credit_lot l"
        " WHERE l.account_id = w.account_id)"
    )


def _lines(column: str) -> str:
    return f"(SELECT COALESCE(SUM({column}), 0) FROM vg_hold_line x WHERE x.run_id = h.run_id)"


_QUERIES = {
    "postings_sum_to_zero": "SELECT ABS(COALESCE(SUM(CASE WHEN source = 'issued' THEN amount"
    " ELSE 0 END), 0) - (SELECT COALESCE(SUM(available + held + consumed + expired + revoked), 0)"
    " FROM vg_credit_lot)) FROM vg_ledger_entry",
    "lot_conserves": "SELECT COUNT(*) FROM vg_credit_lot"
    " WHERE granted <> available + held + consumed + expired + revoked OR available < 0"
    " OR held < 0 OR consumed < 0 OR expired < 0 OR revoked < 0",
    "lot_is_its_entries": "SELECT COUNT(*) FROM vg_credit_lot l WHERE "
    + " OR ".join(
        f"{bucket} <> (SELECT {_flow(bucket)} FROM vg_ledger_entry e WHERE e.lot_id = l.id)"
        for bucket in _BUCKETS
    ),
    "wallet_is_its_lots": "SELECT COUNT(*) FROM vg_wallet w WHERE"
    f" available <> {_lots('available')} OR held <> {_lots('held')} OR used <> {_lots('consumed')}",
    "wallet_holds_its_holds": "SELECT COUNT(*) FROM vg_wallet w WHERE held <>"
    " (SELECT COALESCE(SUM(amount - captured - released), 0) FROM vg_hold h"
    " WHERE h.account_id = w.account_id)",
    "hold_is_its_lines": "SELECT COUNT(*) FROM vg_hold h WHERE"
    f" amount <> {_lines('amount')} OR captured <> {_lines('captured')}"
    f" OR released <> {_lines('released')} OR refunded <> {_lines('refunded')}",
    "hold_is_its_entries": "SELECT COUNT(*) FROM vg_hold h WHERE"
    f" amount <> {_posted('hold')} OR captured <> {_posted('capture')}"
    f" OR released <> {_posted('release')} OR refunded <> {_posted('refund')}",
    "hold_closes_whole": "SELECT COUNT(*) FROM vg_hold"
    " WHERE (state = 'closed') <> (settled_at IS NOT NULL)"
    " OR (state = 'closed' AND captured + released <> amount)",
    "entry_is_in_the_account": "SELECT COUNT(*) FROM vg_ledger_entry e"
    " JOIN vg_credit_lot l ON l.id = e.lot_id LEFT JOIN vg_hold h ON h.run_id = e.run_id"
    " WHERE l.account_id <> e.account_id OR h.account_id <> e.account_id",
    "late_release_is_reissued": "SELECT ABS(COALESCE(SUM(CASE WHEN kind IN ('release', 'refund')"
    " AND target = 'expired' THEN amount WHEN kind = 'reissue' THEN -amount ELSE 0 END), 0))"
    " FROM vg_ledger_entry",
    "nothing_is_negative": "SELECT COUNT(*) FROM vg_wallet"
    " WHERE available < 0 OR held < 0 OR used < 0",
    "hold_settles_once": "SELECT COUNT(*) FROM (SELECT run_id FROM vg_ledger_entry"
    " WHERE kind = 'release' GROUP BY run_id HAVING COUNT(DISTINCT key) > 1) q",
    "refund_was_captured": "SELECT COUNT(*) FROM vg_hold h WHERE refunded > captured"
    " OR EXISTS (SELECT 1 FROM vg_hold_line x WHERE x.run_id = h.run_id"
    " AND x.refunded > x.captured)",
    "reversed_is_not_spendable": "SELECT COUNT(*) FROM vg_credit_lot"
    " WHERE reversed > granted OR reversed < 0 OR (reversed > 0 AND reversed_at IS NULL)"
    " OR (reversed > revoked AND available > 0)",
    "minted_is_never_idle": "SELECT COUNT(*) FROM vg_credit_lot"
    " WHERE source = 'unlimited' AND available <> 0",
}


def violations(session: Session) -> dict[str, int]:
    """Name of each broken invariant -> how many rows (or credits) break it; empty = sound."""
    counts = {
        name: int(session.connection().execute(text(query)).scalar_one())
        for name, query in _QUERIES.items()
    }
    return {name: count for name, count in counts.items() if count}

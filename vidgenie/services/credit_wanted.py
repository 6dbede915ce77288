"""Which entries of the history of credits are wanted."""

from dataclasses import dataclass, replace
from datetime import datetime

from vidgenie.errors import InvalidInput
from vidgenie.ledger import history as ledger

LONGEST_PAGE = 100
_LONGEST_CURSOR = 18  # digits of a number that fits eight bytes
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class HistoryWanted:
    """Which entries; "" and None = all.

    type: credit, debit, hold or release. since: first instant; until: first instant after.
    words: all of them are in the reason, the prompt of the Run, its id, the slug of what was
        bought, or in what the page says of it (kind, reason, node, Provider, Plan) in `language`
        or in English; neither case nor accents count.
    run_id: of a Run. cursor: `next_cursor` of the page before. limit: of a page, 1 to 100.
    """

    type: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    run_id: str = ""
    cursor: str = ""
    limit: int = 50
    language: str = "en"

    def check(self) -> None:
        """Refuse what is none of these. Raises InvalidInput."""
        _check(1 <= self.limit <= LONGEST_PAGE, "limit", "out_of_range", max=LONGEST_PAGE)
        cursor = self.cursor
        is_cursor = cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_CURSOR
        _check(is_cursor or not cursor, "cursor", "malformed")
        _check(self.type in ("", *ledger.TYPES), "type", "unknown")
        _check(len(self.words) <= _LONGEST_WORDS, "q", "too_long", max=_LONGEST_WORDS)
        in_order = self.since is None or self.until is None or self.since < self.until
        _check(in_order, "to", "too_early")

    def paged(self, *, limit: int, cursor: str) -> "HistoryWanted":
        """The same, one page of them."""
        return replace(self, limit=limit, cursor=cursor)

    @property
    def narrowed(self) -> ledger.Wanted:
        """What the ledger can look for itself."""
        return ledger.Wanted(self.type, self.since, self.until, self.run_id)


_MESSAGES = {
    "limit": f"Ask for 1 to {LONGEST_PAGE} entries.",
    "cursor": "Use the cursor of the page before.",
    "type": f"A type is one of {', '.join(ledger.TYPES)}.",
    "q": f"Look for at most {_LONGEST_WORDS} characters.",
    "to": "The end comes before the beginning.",
}


def _check(is_good: bool, field: str, problem: str, **limits: object) -> None:  # noqa: FBT001  # a claim
    if not is_good:
        raise InvalidInput(_MESSAGES[field], field=field, problem=problem, **limits)

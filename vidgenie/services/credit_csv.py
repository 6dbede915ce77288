"""The history of credits as a spreadsheet reads it: CSV as RFC 4180 has it, in UTF-8."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vidgenie.errors import InvalidInput
from vidgenie.services.credit_entries import EntryView

COLUMNS: Mapping[str, Sequence[str]] = {
    "en": (
        *("date", "type", "reason", "run", "node", "provider"),
        *("change", "used", "held_change"),
    ),
    "fr": (
        *("date", "type", "motif", "exécution", "nœud", "fournisseur"),
        *("variation", "utilisés", "variation_réservés"),
    ),
}
"""Names of the columns by language; their order is the same in each."""
SEPARATORS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}
# Where decimals have a comma, spreadsheets take a semicolon between cells.
_USUAL = {"en": "comma", "fr": "semicolon"}
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know UTF-8
# What makes a spreadsheet take a text for a formula, in the width of any keyboard.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # meant


def separator(name: str, language: str) -> str:
    """What is between cells; name: comma, semicolon, tab, or "" for the language's usual.

    Raises InvalidInput.
    """
    found = SEPARATORS.get(name or _USUAL[language])
    if found is None:
        message = f"separator is one of {', '.join(SEPARATORS)}."
        raise InvalidInput(message, field="separator", problem="unknown")
    return found


def written(
    parts: Iterable[Sequence[EntryView]], *, language: str, between: str
) -> Iterator[bytes]:
    """The file in pieces, one for each part.

    Dates are UTC's. Over all rows without a filter, `change` adds up to the credits that are
    available, `used` to those used, `held_change` to those held.
    """
    yield _MARK.encode() + _lines([COLUMNS[language]], between)
    for entries in parts:
        if entries:
            yield _lines(map(_cells, entries), between)


def _lines(rows: Iterable[Sequence[object]], between: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(errors="replace")


def _cells(entry: EntryView) -> Sequence[object]:
    node = entry.node
    return (
        entry.created_at.strftime("%Y-%m-%d %H:%M:%S"),
        entry.type,
        _harmless(entry.reason),
        _harmless(entry.workflow_id or ""),
        _harmless(node.title or node.type or node.id) if node else "",
        _harmless(node.provider) if node else "",
        entry.change,
        entry.used,
        entry.held_change,
    )


def _harmless(text: str) -> str:
    """The text, with a quote before what would be calculated."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text

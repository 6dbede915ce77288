"""Rows of a batch out of a CSV file, as spreadsheets write them."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vidgenie.errors import InvalidInput, TooLarge

LARGEST = 200_000
"""Bytes of a file."""
MOST_ROWS = 50
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "theme": ("theme",),
    "title": ("title", "titre"),
    "pillar": ("pillar", "pilier"),
    "duration": ("duration", "duree"),
    "language": ("language", "langue"),
    "provider": ("provider", "fournisseur"),
    "script": ("script", "texte"),
}
"""Field -> the names its column may have, in small letters and without accents."""

_FIELDS = {name: field for field, names in COLUMNS.items() for name in names}
_NEEDED = ("theme", "script")
_DELIMITERS = (",", ";", "\t")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # spreadsheets put it first
_LOST = "\N{REPLACEMENT CHARACTER}"  # stands where a letter was in another encoding
_BLANKS = frozenset("\t\r\n")
_SHOWN = 40  # characters of a name that is told back


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it was sent. number: from 1, the line of names not counted.

    cells: by field. has_more: there were more cells than names.
    """

    number: int
    cells: Mapping[str, str]
    has_more: bool = False


def read_csv(text: str) -> list[RawRow]:
    """The rows of a file; what is in a cell is only text, whatever a spreadsheet makes of it.

    Raises TooLarge, and InvalidInput (field csv) when it is no such file: empty, not_utf8,
    malformed, missing_column, unknown_column, duplicate_column, too_many_rows.
    """
    if len(text.encode(errors="surrogatepass")) > LARGEST:
        raise TooLarge(limit=LARGEST)
    text = text.removeprefix(_MARK)
    if not text.strip():
        raise _refused("This file is empty.", "empty")
    if any(letter == _LOST or _is_control(letter) for letter in text):
        raise _refused("This is not a text file in UTF-8.", "not_utf8")
    first, *rest = _records(text, _delimiter(text))
    fields = _header(first)
    rows = list(_rows(fields, rest))
    if not rows:
        raise _refused("There is no row below the names of the columns.", "empty")
    check_count(len(rows), field="csv")
    return rows


def check_count(rows: int, *, field: str) -> None:
    """Raise InvalidInput for more rows than a batch takes."""
    if rows > MOST_ROWS:
        raise InvalidInput(
            f"A batch has at most {MOST_ROWS} rows.",
            field=field,
            problem="too_many_rows",
            max=MOST_ROWS,
        )


def folded(name: str) -> str:
    """The name in small letters, without accents and spaces around it."""
    parts = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The cells, line by line; the first line with something in it is the first."""
    reader = csv.reader(
        io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter, strict=True
    )
    try:
        return list(reader)
    except csv.Error:
        message = f"Line {reader.line_num} is not as a CSV file has it: is a quote left open?"
        raise _refused(message, "malformed", line=reader.line_num) from None


def _delimiter(text: str) -> str:
    """The sign that parts the names of the columns so that most of them are known."""
    first = text.lstrip("\r\n").splitlines()[0]

    def known(delimiter: str) -> int:
        try:
            names = next(csv.reader([first], delimiter=delimiter), list[str]())
        except csv.Error:
            return 0
        return sum(folded(name) in _FIELDS for name in names)

    return max(_DELIMITERS, key=known)


def _header(names: Sequence[str]) -> list[str]:
    """The field of every column, "" for one without a name."""
    fields = list[str]()
    for name in names:
        field = _FIELDS.get(folded(name), "")
        if name.strip() and not field:
            shown = " ".join(name.split())[:_SHOWN]
            raise _refused(f"No column is called {shown}.", "unknown_column", name=shown)
        if field and field in fields:
            raise _refused(f"Two columns are the {field}.", "duplicate_column", name=field)
        fields.append(field)
    if not any(field in fields for field in _NEEDED):
        raise _refused("There is no column called theme.", "missing_column", name="theme")
    return fields


def _rows(fields: Sequence[str], records: Sequence[Sequence[str]]) -> Iterator[RawRow]:
    for number, cells in enumerate(records, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        known = {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field}
        nameless = [cell for field, cell in zip(fields, cells, strict=False) if not field]
        more = [*nameless, *cells[len(fields) :]]
        yield RawRow(number, known, has_more=any(cell.strip() for cell in more))


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in _BLANKS


def _refused(message: str, problem: str, **params: object) -> InvalidInput:
    return InvalidInput(message, field="csv", problem=problem, **params)

"""Tables of batches: what is read, what is refused, and with which words."""

import pytest

from vidgenie.errors import InvalidInput, TooLarge
from vidgenie.services.batch_csv import LARGEST, MOST_ROWS, read_csv


def refused(text):
    with pytest.raises(InvalidInput) as caught:
        read_csv(text)
    params = caught.value.params
    assert params["field"] == "csv"
    return params["problem"], {k: v for k, v in params.items() if k not in {"field", "problem"}}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_a_spreadsheet_writes_is_read(delimiter, mark, end):
    lines = [["theme", "duration"], ["Tides", "30"], ['"a ""b"" c"', "15"]]
    text = mark + end.join(delimiter.join(line) for line in lines) + end

    rows = read_csv(text)

    assert [(row.number, dict(row.cells)) for row in rows] == [
        (1, {"theme": "Tides", "duration": "30"}),
        (2, {"theme": 'a "b" c', "duration": "15"}),
    ]


def test_columns_have_english_or_french_names_in_any_order():
    text = "Texte;FOURNISSEUR; Durée ;Pilier;Langue;Titre;Thème\ns;local;30;tips;fr;t;x\n"

    assert read_csv(text)[0].cells == {
        "script": "s",
        "provider": "local",
        "duration": "30",
        "pillar": "tips",
        "language": "fr",
        "title": "t",
        "theme": "x",
    }


def test_a_cell_may_hold_lines_and_separators():
    text = 'theme,script\nTides,"First, this.\nThen that; and more."\n'

    assert read_csv(text)[0].cells["script"] == "First, this.\nThen that; and more."


def test_empty_lines_are_counted_and_skipped():
    assert [row.number for row in read_csv("\n\ntheme\n\nTides\n;\n,\nMoon\n")] == [2, 3, 5]


def test_a_formula_is_only_text():
    assert read_csv("theme\n=HYPERLINK(1)\n")[0].cells["theme"] == "=HYPERLINK(1)"


def test_a_row_with_more_cells_than_columns_is_known_as_that():
    rows = read_csv("theme,title\na,b,c\na,b,\n")

    assert [row.has_more for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("\ufeff \r\n", "empty"),
        ("theme,title\n", "empty"),
        ("theme\n\n , \n", "empty"),
        ("\x89PNG\x1a\n\x00\x01", "not_utf8"),
        ("theme\nm\ufffdr\n", "not_utf8"),
        ('theme\n"open\n', "malformed"),
        ('theme\n"a"b\n', "malformed"),
        ("theme\n" + "x" * 140_000, "malformed"),
        ("Tides,30\n", "unknown_column"),
        ("theme,langauge\nx,fr\n", "unknown_column"),
        ("theme,Thème\nx,y\n", "duplicate_column"),
        ("title,duration\nx,30\n", "missing_column"),
        ("theme\n" + "x\n" * (MOST_ROWS + 1), "too_many_rows"),
    ],
)
def test_what_is_no_table_is_told(text, problem):
    assert refused(text)[0] == problem


def test_what_is_told_names_its_place():
    assert refused('theme\nx\n"open\n')[1] == {"line": 3}
    assert refused("theme,what is this\nx,y\n")[1] == {"name": "what is this"}
    assert refused("theme\n" + "x\n" * 51)[1] == {"max": 50}


def test_as_many_rows_as_allowed_are_read():
    assert len(read_csv("theme\n" + "x\n" * MOST_ROWS)) == MOST_ROWS


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        read_csv("theme\n" + "é" * (LARGEST // 2))

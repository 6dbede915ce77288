"""Rows of a batch: what is asked for, and everything that is wrong."""

import pytest

from vidgenie.domain.project import MOST_SEGMENTS
from vidgenie.domain.script_budget import room, spoken_seconds
from vidgenie.services.batch_csv import RawRow
from vidgenie.services.batch_rows import Asked, Usual, read_row

USUAL = Usual("fr", "local", ("Cuisine du monde",), {"local": "VidGenie", "luma": "Luma AI"})


def read(**cells):
    return read_row(RawRow(1, cells), USUAL)


def problems(row):
    assert row.asked is None
    return [(p.params["field"], p.params["problem"]) for p in row.problems]


def test_a_theme_is_all_a_row_needs():
    assert read(theme="Tides").asked == Asked("Tides", "", "tips", 30, "fr", "local")


def test_everything_can_be_said():
    row = read(
        theme="Tides",
        title="Why the sea moves",
        pillar="CUISINE du Monde",
        duration="45 s",
        language="Anglais",
        provider="luma ai",
    )

    assert row.asked == Asked("Tides", "Why the sea moves", "Cuisine du monde", 45, "en", "luma")


@pytest.mark.parametrize(
    ("typed", "meant"), [("Conseils", "tips"), ("Éducation", "education"), ("récit", "story")]
)
def test_built_in_pillars_have_names_in_both_languages(typed, meant):
    assert read(theme="Tides", pillar=typed).asked.pillar == meant


@pytest.mark.parametrize("theme", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "-2+3"])
def test_markup_and_formulas_are_only_text(theme):
    assert read(theme=theme).asked.theme == theme


def test_a_script_is_cut_in_segments_that_fit():
    script = "La mer monte deux fois par jour. " * 8
    row = read(script=script)

    texts = [line.text for line in row.asked.lines]
    assert " ".join(texts).split() == script.split()
    assert row.asked.seconds == 5 * len(texts) > 5
    assert all(spoken_seconds(text, "fr") <= room(5) for text in texts)
    assert row.asked.title == row.title == script[:60]


def test_a_script_with_a_length_has_that_length():
    row = read(theme="Tides", script="One two three. Four five six. Seven.", duration="15")

    assert (len(row.asked.lines), row.asked.seconds, row.asked.title) == (3, 15, "")


@pytest.mark.parametrize(
    ("cells", "field", "problem"),
    [
        ({}, "theme", "empty"),
        ({"theme": "  \n"}, "theme", "empty"),
        ({"theme": "x" * 501}, "theme", "too_long"),
        ({"theme": "x", "title": "x" * 201}, "title", "too_long"),
        ({"theme": "x", "duration": "7"}, "duration", "not_a_multiple"),
        ({"theme": "x", "duration": "0"}, "duration", "out_of_range"),
        ({"theme": "x", "duration": "600"}, "duration", "out_of_range"),
        ({"theme": "x", "duration": "-30"}, "duration", "out_of_range"),
        ({"theme": "x", "duration": "30.5"}, "duration", "not_a_number"),
        ({"theme": "x", "duration": "٣٠"}, "duration", "not_a_number"),
        ({"theme": "x", "duration": "9" * 400}, "duration", "not_a_number"),
        ({"theme": "x", "language": "klingon"}, "language", "unknown"),
        ({"theme": "x", "provider": "nobody"}, "provider", "unknown"),
        ({"theme": "x", "pillar": "sales"}, "pillar", "unknown"),
        ({"theme": "x", "script": "x" * 100_000}, "script", "too_long"),
        ({"theme": "x", "script": "..."}, "script", "empty"),
        (
            {"theme": "x", "script": "One two.\n\n" * (MOST_SEGMENTS + 1)},
            "script",
            "too_many_segments",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_field(cells, field, problem):
    assert problems(read(**cells)) == [(field, problem)]


def test_all_problems_of_a_row_are_told_at_once():
    row = read_row(RawRow(3, {"theme": "", "duration": "7", "provider": "x"}, has_more=True), USUAL)

    assert row.number == 3
    assert [field for field, _ in problems(row)] == ["theme", "duration", "provider", "row"]

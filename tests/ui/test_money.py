"""Dollars as people read them; run by Node."""

import pytest

from tests.ui import reader_page

SPACE = "\u00a0"  # as Intl puts it
NARROW = "\u202f"


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a function of words.js says in a language."""
    shown = reader_page.opened(tmp_path_factory.mktemp("money"), {"money": ("words",)})

    def run(call, *, language="en"):
        return shown(f'(await import("./money/words.js")).{call}', cookie=f"vg_locale={language}")

    return run


@pytest.mark.parametrize(
    ("micro_usd", "english", "french"),
    [
        (250_000, "$0.25", "0,25"),
        (0, "$0.00", "0,00"),
        (119_000, "$0.119", "0,119"),
        (300, "$0.0003", "0,0003"),
        (1_234_500_000, "$1,234.50", f"1{NARROW}234,50"),
    ],
)
def test_dollars_are_written_as_the_reader_writes_them(said, micro_usd, english, french):
    assert said(f"dollars(t(), {micro_usd})") == english
    assert said(f"dollars(t(), {micro_usd})", language="fr") == f"{french}{SPACE}$"


@pytest.mark.parametrize(
    ("is_charged", "is_over", "words"),
    [
        ("false", "false", "≈ $0.25 at Runway"),
        ("false", "true", "≈ $0.25 at Runway (estimate)"),
        ("true", "true", "charged by Runway: $0.25"),
    ],
)
def test_what_is_not_known_to_be_charged_says_so(said, is_charged, is_over, words):
    bill = f'{{provider: "Runway", microUsd: 250000, isCharged: {is_charged}}}'

    assert said(f"words(t(), {bill}, {is_over})") == words


def test_a_sum_with_an_estimate_in_it_is_an_estimate(said):
    bills = """[
      {provider: "Runway", microUsd: 250000, isCharged: true},
      {provider: "OpenAI", microUsd: 10, isCharged: true},
      {provider: "Runway", microUsd: 50000, isCharged: false},
    ]"""

    assert said(f"byProvider({bills})") == [
        {"provider": "Runway", "microUsd": 300_000, "isCharged": False},
        {"provider": "OpenAI", "microUsd": 10, "isCharged": True},
    ]

"""What notifications say; run by Node."""

import json
import re
from pathlib import Path

import pytest

from tests.ui import reader_page
from vidgenie.domain.notification import NOTICES
from vidgenie.ui import notifications
from vidgenie.ui.i18n import catalogue

HOME = Path(notifications.__file__).parent
EN = catalogue.texts("en")
N, W = "\u202f", "\u00a0"  # no-break spaces
PAID = {"credits": 1000, "cents": 2199, "currency": "usd"}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a function of words.js says in a language."""
    ours = {"notifications": ("words",)}
    shown = reader_page.opened(tmp_path_factory.mktemp("notifications"), ours)
    words = 'const words = await import("./notifications/words.js");'
    found = f"await (async () => {{ {words} return %s; }})()"

    def run(call, *, language="en"):
        call = call if call.startswith("[") else f"words.{call}"
        return shown(found % call, cookie=f"vg_locale={language}")

    return run


@pytest.fixture
def told(said):
    """(title, text) of a notification."""

    def run(kind, params, *, language="en"):
        item = json.dumps({"kind": kind, "params": params})
        return said(f"[words.titleOf(t(), {item}), words.textOf(t(), {item})]", language=language)

    return run


def test_every_kind_has_its_words_its_picture_and_a_place_among_the_preferences():
    drawn = (HOME / "item.jsx").read_text().partition("DRAWINGS = {")[2].partition("};")[0]
    words = (HOME / "words.js").read_text()
    toned = words.partition("TONES = {")[2].partition("};")[0]
    placed = words.partition("GROUPS = [")[2].partition("];")[0]

    for kind in NOTICES:
        assert f"{kind}:" in drawn
        assert f"{kind}:" in toned
        assert f'"{kind}"' in placed
        assert {f"notification_word.{what}_{kind}" for what in ("kind", "title")} <= EN.keys()
        assert kind == "run_failed" or f"notification_word.text_{kind}" in EN
    assert len(re.findall(r'"\w+_\w+"|"\w+"', placed)) == len(NOTICES) + 3


@pytest.mark.parametrize(
    ("kind", "params", "words"),
    [
        ("run_finished", {"title": "A fox", "credits": 1}, "It was charged 1 credit."),
        ("run_finished", {"title": "A fox", "credits": 0}, "It cost no credits."),
        ("run_undecided", {"title": "A fox", "credits": 2}, "2 credits that were set aside are"),
        ("run_undecided", {"title": "A fox", "credits": 0}, "No credits were set aside."),
        ("purchase", PAID, "You paid $21.99. Thank you."),
        ("purchase_reversed", PAID | {"credits": 0}, "None of your credits were taken back."),
        ("refund_failed", PAID | {"credits": 0}, "The purchase counts again."),
        ("bought_twice", {"plan": "pro", **PAID}, "Pro was ended, and $21.99 goes back to you."),
        ("renewal", {"plan": "pro", "credits": 0, "until": "2026-12-01"}, "no limit until"),
        ("unusual_use", {"credits": 9, "usual": 2, "period": "hour"}, "within an hour"),
        ("unusual_use", {"credits": 9, "usual": 2, "period": "rare"}, "the most on a day so far"),
        (
            "run_failed",
            {"error": {"code": "provider_rejected", "provider": "Luma"}, "refunded": 3},
            "Luma refused the request. 3 credits were given back.",
        ),
    ],
)
def test_what_happened_is_said_with_its_figures(told, kind, params, words):
    assert words in told(kind, params)[1]


def test_french_is_said_in_french(told):
    title, text = told("purchase", PAID, language="fr")

    assert title == f"1{N}000 crédits ajoutés"
    assert text == f"Vous avez payé 21,99{W}$. Merci."


@pytest.mark.parametrize(("credits_", "change"), [(50, "+50"), (-50, "\u221250")])
def test_a_change_has_its_sign(told, credits_, change):
    title, text = told("adjusted", {"credits": credits_, "reason": "A gift"})

    assert title.endswith(change)
    assert text.endswith("A gift")


def test_a_run_without_a_prompt_has_a_name(told):
    assert "Run without a prompt" in told("run_finished", {"title": "", "credits": 0})[0]


def test_a_day_is_the_same_one_wherever_it_is_read(told):
    params = {"plan": "pro", "cents": 1, "currency": "usd", "until": "2026-12-01"}

    assert "Dec 1, 2026" in told("payment_failed", params)[1]


def test_notifications_of_a_day_are_together(said):
    items = json.dumps([{"createdAt": f"2026-03-{day}T12:00:00Z"} for day in ("10", "10", "09")])

    assert said(f"byDay({items}).map(([, found]) => found.length).join()") == "2,1"


def test_today_and_yesterday_are_called_so(said):
    now = 'new Date("2026-03-10T12:00:00")'
    days = [f'new Date("2026-03-{day}").toDateString()' for day in ("10T08:00", "09T23:00")]

    assert [said(f"dayName(t(), {day}, {now})") for day in days] == ["Today", "Yesterday"]

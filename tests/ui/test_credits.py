"""The page of credits: what its scripts work out, run by Node, and the words it must know."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

import vidgenie.services
from tests.ui import node_page
from vidgenie.domain.pricing import SEED
from vidgenie.domain.product import SEED as PRODUCTS
from vidgenie.domain.product import ProductKind
from vidgenie.ledger.history import TYPES
from vidgenie.services.lot_dates import LotView
from vidgenie.services.subscription_views import Status
from vidgenie.ui.i18n import catalogue

FOLDER = node_page.UI / "credits"
EN = catalogue.texts("en")
_PAGE = """
import { byDay, csvOf, joined, pathOf } from "./credits/asking.js";
import { placed, summed } from "./credits/curve.js";
import { gathered, outlookOf, standingOf, wayTo } from "./credits/standing.js";
import * as words from "./credits/words.js";

const texts = JSON.parse(process.env.TEXTS);
const t = (locale) => {
  const say = (key, values) => {
    const found = texts[key];
    const text = typeof found === "object" ? found[values.n === 1 ? "one" : "other"] : found;
    return text.replace(/{(\\w+)}/g, (_, name) => values[name]);
  };
  return Object.assign(say, { locale, label: (group, name) => texts[`${group}.${name}`] ?? name });
};
const [en, fr] = [t("en"), t("fr")];
const plan = (slug, cents) => ({ slug, cents });
const [free, starter, pro] = [plan("free", 0), plan("starter", 999), plan("pro", 2999)];
const none = { endsAtPeriodEnd: false, nextPlan: null };
const mine = (status, more) => ({ plan: "starter", cents: 999, status, ...none, ...more });
const cancelled = mine("active", { endsAtPeriodEnd: true });
const ways = (one) => [free, starter, pro].map((other) => wayTo(other, one));
const prices = JSON.parse(process.env.PRICES);
const entry = (id, createdAt = "2026-11-22T10:00:00Z") => ({ id, createdAt });
const page = (ids, nextCursor) => ({ items: ids.map((id) => entry(id)), nextCursor });
const shown = (ids, next) => ({ items: ids.map((id) => entry(id)), next });
const lot = (source, available, expiresAt) => ({ source, available, expiresAt });
const lots = [lot("pack", 5, null), lot("plan", 0, "2026"), lot("pack", 7, null)];
const gauge = (credits, granted) => words.percentOf({ credits, granted });
const asked = { type: "debit", q: "a & b", from: "2026-11-01", to: "2026-11-02", order: "x" };
const late = [entry(2, "2026-11-22T00:30:00Z"), entry(1, "2026-11-21T23:30:00Z")];
const days = (...used) => used.map((n, place) => ({ day: `2026-11-0${place + 1}`, used: n }));
console.log(JSON.stringify({
  money: [words.money(en, 999), words.money(en, 3000), words.money(fr, 2199, "eur")],
  each: [2999, 0].map((cents) => words.perCredit(en, { cents, credits: 2000 })),
  makes: [words.clips(prices, 500), words.films(prices, 500), words.clips([], 500)],
  percent: [gauge(50, 100), gauge(500, 100), gauge(0, 100), gauge(0, 0), gauge(5, 0)],
  plans: ["pro"].map((slug) => words.planName(en, slug)),
  packs: ["200", "Summer"].map((title) => words.packName(en, { title, credits: 200 })),
  reasons: [words.reasonText(en, "plan"), words.reasonText(en, "my_own reason")],
  stories: [
    words.storyOf(en, { type: "credit", reason: "plan", metadata: { product: "pro" } }),
    words.storyOf(en, { type: "credit", reason: "Sorry!", metadata: { adjusted: 50 } }),
    words.storyOf(en, { type: "credit", reason: "Sorry!", workflowId: "f", metadata: {} }),
    words.storyOf(en, { type: "debit", reason: "Nightly export", metadata: {} }),
  ],
  nobody: ways({ ...mine("none"), plan: "free", cents: 0 }),
  given: ways({ ...mine("none"), cents: 0 }),
  active: ways(mine("active")),
  cancelled: ways(cancelled),
  lower: ways({ ...mine("active", { nextPlan: "starter" }), plan: "pro", cents: 2999 }),
  standing: [mine("active"), cancelled, mine("past_due")].map(standingOf),
  outlook: [
    outlookOf({ perDay: null }, { credits: 5 }),
    outlookOf({ perDay: 2, renewsFirst: true }, { credits: 5 }),
    outlookOf({ perDay: 2, until: "2026" }, { credits: 5 }),
    outlookOf({ perDay: 2 }, { credits: 0 }),
    outlookOf({ perDay: 2 }, { unlimited: true, credits: 0 }),
  ],
  lots: gathered(lots).map(({ source, credits }) => [source, credits]),
  placed: [placed(days(0, 4, 2)), placed(days(0, 0))],
  summed: [summed(days(1, 4, 2)), summed(days(0, 0)).total],
  path: pathOf(asked, "7"),
  csv: [csvOf({}), csvOf({ type: "credit" })],
  joined: joined(shown([3, 2], "2"), page([5, 4, 3], "3")),
  gap: joined(shown([3], "3"), page([9, 8], "8")),
  first: joined({ items: null, next: null }, page([1], null)),
  days: byDay(late).map(([, items]) => items.length),
}));
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the scripts say, in a zone an hour before UTC."""
    ours = {"credits": ("asking", "curve", "standing", "words")}
    folder = node_page.lay_out(tmp_path_factory.mktemp("credits"), ours)
    prices = [{"provider": p, "action": a, "credits": n} for (p, a), n in SEED.items()]
    texts = {key: text for key, text in EN.items() if key.split(".")[0] in _SPOKEN}
    given = {"PRICES": json.dumps(prices), "TEXTS": json.dumps(texts)}
    return node_page.printed(folder, _PAGE, {"TZ": "Europe/Paris", **given})


_SPOKEN = {"billing", "credits", "plan", "reason"}


def words(group, *, after=""):
    """The last parts of a group's keys that begin with `after`."""
    keys = (key.removeprefix(f"{group}.") for key in EN if key.startswith(f"{group}."))
    return {key.removeprefix(after) for key in keys if key.startswith(after)}


def test_amounts_are_written_as_the_reader_does(told):
    assert told["money"] == ["$9.99", "$30", "21,99\u00a0€"]
    assert told["each"] == ["$0.015", ""]


def test_what_credits_make_follows_the_price_table(told):
    clip = SEED["*", "enhance"] + SEED["*", "image.1024"] + SEED["*", "video.8"]
    film = SEED["*", "script"] + 6 * SEED["*", "video.8"] + SEED["*", "speech"]

    assert told["makes"] == [500 // clip, 500 // film, None]


def test_the_gauge_is_never_fuller_than_full(told):
    assert told["percent"] == [50, 100, 0, 0, 100]


def test_packs_an_admin_has_added_have_the_name_that_was_typed(told):
    assert told["plans"] == ["Pro"]
    assert told["packs"] == ["200 credits", "Summer"]


def test_reasons_people_gave_stand_as_they_were_given(told):
    assert told["reasons"] == [EN["reason.plan"], "my_own reason"]


def test_what_an_admin_wrote_stands_beside_what_it_was(told):
    assert told["stories"] == [
        [EN["reason.plan"], "Pro plan"],
        [EN["reason.adjust"], "Sorry!"],
        [EN["reason.refund"], "Sorry!"],
        ["Nightly export", ""],
    ]


def test_who_has_no_subscription_buys_one_and_free_is_not_for_sale(told):
    assert told["nobody"] == ["", "buy", "buy"]
    assert told["given"] == ["", "", "buy"]


def test_a_subscription_goes_up_down_or_ends(told):
    assert told["active"] == ["cancel", "", "up"]
    assert told["cancelled"] == ["", "", "up"]


def test_what_was_agreed_on_for_later_can_be_taken_back(told):
    assert told["lower"] == ["cancel", "", "stay"]


def test_a_cancelled_subscription_that_still_runs_is_told_apart(told):
    assert told["standing"] == ["active", "cancelled", "past_due"]


def test_the_forecast_says_nothing_that_is_not_known(told):
    assert told["outlook"] == ["none", "enough", "until", "out", "unlimited"]


def test_credits_that_end_together_are_one_line(told):
    assert told["lots"] == [["pack", 12]]


def test_the_curve_stays_in_its_frame(told):
    rising, flat = told["placed"]

    assert rising == [[3, 41], [150, 3], [297, 22]]
    assert {y for _, y in flat} == {41}


def test_the_curve_is_told_in_words_too(told):
    assert told["summed"] == [{"total": 7, "top": {"day": "2026-11-02", "used": 4}}, 0]


def test_the_history_is_asked_for_by_days_of_the_reader(told):
    assert told["path"] == (
        "/api/credits/history?type=debit&q=a+%26+b&from=2026-10-31T23%3A00%3A00.000Z"
        "&to=2026-11-02T23%3A00%3A00.000Z&limit=25&cursor=7"
    )


def test_the_table_is_of_what_is_shown(told):
    assert told["csv"] == ["/api/credits/history.csv", "/api/credits/history.csv?type=credit"]


def test_what_is_new_stands_above_what_is_known(told):
    assert [one["id"] for one in told["joined"]["items"]] == [5, 4, 3, 2]
    assert told["joined"]["next"] == "2"
    assert told["first"] == {
        "items": [{"id": 1, "createdAt": "2026-11-22T10:00:00Z"}],
        "next": None,
    }


def test_no_gap_is_hidden_when_much_has_happened(told):
    assert [one["id"] for one in told["gap"]["items"]] == [9, 8]
    assert told["gap"]["next"] == "8"


def test_a_day_is_one_of_the_readers_calendar(told):
    assert told["days"] == [2]


def test_every_kind_of_movement_has_a_word():
    assert words("credits_word", after="type_") == {"all", *TYPES}


def test_every_source_of_credits_has_a_word():
    sources = re.search(r"source: (.+)\.", LotView.__doc__ or "")

    assert sources
    assert set(re.split(r", | or ", sources[1])) <= words("reason")


def test_what_the_ledger_writes_as_a_reason_has_a_word():
    services = Path(vidgenie.services.__file__).parent
    sources = [*services.glob("*.py"), *services.with_name("ledger").glob("*.py")]
    written = {
        reason
        for path in sources
        for reason in re.findall(
            r"(?:\breason=|PLATFORM_FAILURE = |, reason = .*)\"([a-z_]+)\"", path.read_text()
        )
    } - {"not_kept", "mine", "restore"}

    assert len(written) >= 6
    assert written <= words("reason")


def test_every_reason_the_scripts_know_has_a_word():
    known = re.search(
        r"KNOWN_REASONS = new Set\(\[(.*?)\]", (FOLDER / "words.js").read_text(), re.DOTALL
    )

    assert known
    assert set(re.findall(r'"(\w+)"', known[1])) == words("reason")


def test_every_standing_of_a_plan_has_a_word():
    assert {*get_args(Status), "cancelled"} - {"none"} <= words("billing_word")


@pytest.mark.parametrize("status", ["paid", "failed", "expired", "reversed"])
def test_every_end_of_an_order_is_told(status):
    assert {f"order_{status}", f"order_{status}_text"} <= words("billing_word")


@pytest.mark.parametrize("status", ["open", "paid", "failed", "void", "refunded"])
def test_every_state_of_an_invoice_has_a_word(status):
    assert f"invoice_{status}" in words("billing_word")


def test_every_plan_of_the_seed_has_a_name():
    plans = {one.slug for one in PRODUCTS if one.kind is ProductKind.PLAN}

    assert {f"{slug}_name" for slug in plans} | plans <= words("plan")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js*")), ids=lambda path: path.name)
def test_each_script_is_one_idea(path):
    assert len(path.read_text().splitlines()) <= 150

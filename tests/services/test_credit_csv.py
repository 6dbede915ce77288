"""The history as a table: every spreadsheet reads it, and it adds up."""

import csv
import io
import secrets
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.spender import START, Clock, spender
from vidgenie.errors import InsufficientCredits, InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.credit_csv import COLUMNS, separator, written
from vidgenie.services.credit_history import CreditHistory
from vidgenie.services.credit_wanted import HistoryWanted

pytestmark = pytest.mark.postgres_in_soak


def table(who, *, language="en", between=",", **wanted):
    """The rows of the file, as dicts by the names of its columns."""
    history = CreditHistory(who.service.reading, who.service.settle)
    narrowed = HistoryWanted(**wanted)
    history.check(who.account, narrowed)
    pieces = list(written(history.every(who.account, narrowed), language=language, between=between))
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=between, strict=True))


def sums(rows):
    return tuple(sum(int(row[name]) for row in rows) for name in ("change", "used", "held_change"))


@pytest.fixture
def ana(transaction, reading):
    return spender(transaction, reading, Clock())


def test_a_row_says_when_what_why_and_for_what(ana):
    run_id = ana.run("a fox", [("n1", "video", "luma", "The den")])

    row = table(ana)[0]

    assert row == {
        "date": "2026-03-11 12:00:00",
        "type": "debit",
        "reason": "capture",
        "run": run_id,
        "node": "The den",
        "provider": "luma",
        "change": "0",
        "used": "10",
        "held_change": "-10",
    }


def test_the_file_is_utf8_with_a_mark_and_crlf(ana):
    ana.deduct(1, 'été, "quoted"; 東京')
    history = CreditHistory(ana.service.reading, ana.service.settle)
    pieces = written(history.every(ana.account, HistoryWanted()), language="en", between=",")

    raw = b"".join(pieces)

    assert raw.startswith(b"\xef\xbb\xbfdate,type,")
    assert raw.endswith(b"\r\n")
    assert '"été, ""quoted""; 東京"'.encode() in raw
    assert table(ana)[0]["reason"] == 'été, "quoted"; 東京'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "  =", "=HYPERLINK(1)&", "@SUM"])  # noqa: RUF001  # meant
def test_nothing_in_it_is_calculated(ana, start):
    ana.service.deduct(ana.account, 1, f"{start.strip()}1+1")
    ana.run("a fox", [("n1", "video", "luma", f"{start}cmd|x")])

    rows = table(ana)

    assert rows[0]["node"] == f"'{start}cmd|x"
    assert rows[2]["reason"] == f"'{start.strip()}1+1"


@pytest.mark.parametrize("letter", ["\t", "\r", "\n"])
def test_a_control_character_at_the_beginning_is_harmless_too(ana, transaction, letter):
    with transaction() as session:
        ledger.deduct(session, ana.id, amount=1, reason=f"{letter}=1", key="k", now=START)

    assert table(ana)[0]["reason"] == f"'{letter}=1"


def test_figures_stay_figures(ana):
    ana.run()

    assert table(ana)[1]["change"] == "-10"


def test_french_spreadsheets_get_what_they_expect(ana):
    ana.deduct(1, "une affiche; deux")

    row = table(ana, language="fr", between=separator("", "fr"))[0]

    assert tuple(row) == COLUMNS["fr"]
    assert row["motif"] == "une affiche; deux"


def test_a_separator_can_be_asked_for():
    assert [separator(name, "fr") for name in ("", "comma", "tab")] == [";", ",", "\t"]
    assert separator("", "en") == ","
    with pytest.raises(InvalidInput) as raised:
        separator(";", "en")
    assert raised.value.params["field"] == "separator"


def test_nothing_that_matches_is_a_table_without_rows(ana):
    assert table(ana, type="hold") == []


amounts = st.integers(1, 60)
names = st.integers(0, 4)
operations = st.one_of(
    st.tuples(st.just("grant"), amounts, st.none() | st.integers(1, 50)),
    st.tuples(st.just("reserve"), names, amounts),
    st.tuples(st.just("capture"), names, amounts),
    st.tuples(st.just("close"), names),
    st.tuples(st.just("refund"), names, amounts),
    st.tuples(st.just("deduct"), amounts),
    st.tuples(st.just("adjust"), st.integers(-40, 40).filter(bool)),
    st.tuples(st.just("reverse"), names),
    st.tuples(st.just("unlimited"), st.booleans()),
    st.tuples(st.just("time"), st.integers(1, 30)),
)


def apply(session, who, salt, step, operation):  # noqa: C901  # one line for each
    """One operation of a random ledger; what the ledger refuses changes nothing."""
    (kind, *more), now, key = operation, who.clock(), f"{salt}:{step}"
    try:
        match kind, more:
            case "grant", [amount, hours]:
                end = hours and now + timedelta(hours=hours)
                ledger.grant(
                    session, who.id, amount=amount, source="pack", key=key, expires_at=end, now=now
                )
            case "reserve", [name, amount]:
                ledger.reserve(session, who.id, run_id=f"{salt}{name}", amount=amount, now=now)
            case "capture", [name, amount]:
                ledger.capture(session, run_id=f"{salt}{name}", node_id=key, amount=amount, now=now)
            case "close", [name]:
                ledger.close(session, run_id=f"{salt}{name}", now=now)
            case "refund", [name, amount]:
                ledger.refund(
                    session, run_id=f"{salt}{name}", amount=amount, key=key, reason="x", now=now
                )
            case "deduct", [amount]:
                ledger.deduct(session, who.id, amount=amount, reason="x", key=key, now=now)
            case "adjust", [amount]:
                ledger.adjust(
                    session, who.id, amount=amount, key=key, reason="x", author="a", now=now
                )
            case "reverse", [name]:
                lot = f"{salt}:{name}"
                ledger.reverse(session, who.id, lot_key=lot, key=key, reason="x", now=now)
            case "unlimited", [is_so]:
                ledger.set_unlimited(session, who.id, is_so)
            case _:
                who.clock.now = now + timedelta(hours=more[0])
    except (InsufficientCredits, ValueError):
        pass


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(operations, max_size=40))
def test_whatever_happened_the_columns_add_up_to_the_balance(transaction, reading, history):
    who = spender(transaction, reading, Clock())
    salt = secrets.token_hex(8)
    with transaction() as session:
        for step, operation in enumerate(history):
            apply(session, who, salt, step, operation)

    rows = table(who)

    with reading() as session:
        assert ledger.violations(session) == {}
        now = ledger.balance(session, who.id, now=who.clock())
    assert sums(rows) == (now.available, now.used, now.held)

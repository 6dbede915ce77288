"""The history of credits: what a page of it tells, and how it is narrowed down."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.services.spender import START, Clock, spender
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.ledger import store as ledger
from vidgenie.services import credit_history
from vidgenie.services.credit_history import CreditHistory
from vidgenie.services.credit_wanted import HistoryWanted

pytestmark = pytest.mark.postgres_in_soak


@pytest.fixture
def ana(transaction, reading):
    return spender(transaction, reading, Clock(), plan="pro")


@pytest.fixture
def bob(transaction, reading):
    return spender(transaction, reading, Clock())


@pytest.fixture
def history(reading, ana):
    return CreditHistory(reading, ana.service.settle)


@pytest.fixture
def told(history, ana):
    """What a page says: the reasons, the newest first."""

    def told(**wanted):
        return [entry.reason for entry in history.page(ana.account, HistoryWanted(**wanted)).items]

    return told


def test_each_node_that_was_charged_is_named(history, ana):
    run_id = ana.run(
        " A fox\n at dawn ",
        [("n1", "image", "openai", "The den"), ("n2", "video", "luma", "")],
        price=7,
    )

    second, first, hold, granted = history.page(ana.account, HistoryWanted()).items

    assert (hold.type, hold.change, hold.title, hold.node) == ("hold", -14, "A fox at dawn", None)
    assert {entry.workflow_id for entry in (second, first, hold)} == {run_id}
    assert (first.node.type, first.node.title, first.node.provider) == (
        "image",
        "The den",
        "openai",
    )
    assert (second.node.id, second.node.title, second.node.provider) == ("n2", "", "luma")
    assert (second.used, second.held_change, second.change) == (7, -7, 0)
    assert (granted.reason, granted.workflow_id, granted.title) == ("plan", None, "")


def test_a_page_takes_as_many_queries_however_much_is_on_it(history, ana, database):
    def queries():
        seen = []

        def count(*call):
            seen.append(call[2])

        event.listen(database, "before_cursor_execute", count)
        history.page(ana.account, HistoryWanted(limit=100))
        event.remove(database, "before_cursor_execute", count)
        return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])

    ana.run()
    few = queries()
    for _ in range(20):
        ana.run()

    assert queries() == few <= 6


def test_a_run_that_is_gone_keeps_its_lines(history, ana, transaction):
    run_id = secrets.token_hex(16)
    with transaction() as session:
        ledger.reserve(session, ana.id, run_id=run_id, amount=5, now=START)
        ledger.capture(session, run_id=run_id, node_id="n1", amount=5, now=START)

    charged = history.page(ana.account, HistoryWanted(run_id=run_id)).items[0]

    assert (charged.used, charged.node, charged.title) == (5, None, "")


@pytest.mark.parametrize("metadata", [{"product": {"title": 7}}, {"product": [1]}, {"nodeId": {}}])
def test_metadata_of_any_shape_is_told(history, ana, metadata):
    ana.service.deduct(ana.account, 1, "odd", metadata)

    entry = history.page(ana.account, HistoryWanted()).items[0]

    assert (entry.metadata, entry.title, entry.node) == (metadata, "", None)


def test_credits_that_expired_are_told_when_somebody_looks(told, ana):
    ana.deduct(1500)
    ana.clock.now = START + timedelta(days=30)

    assert told()[:3] == ["expired", "plan", "test"]


class TestNarrowed:
    def test_by_type(self, told, ana):
        ana.run(held=15)

        assert told(type="hold") == ["hold"]
        assert told(type="release") == ["release"]
        assert told(type="debit") == ["capture"]
        assert told(type="credit") == ["plan"]

    def test_by_days_the_end_left_out(self, told, ana):
        for day in range(3):
            ana.clock.now = START + timedelta(days=day)
            ana.deduct(1, f"d{day}")

        assert told(since=START + timedelta(days=1)) == ["d2", "d1"]
        assert told(until=START + timedelta(days=1), type="debit") == ["d0"]
        assert told(since=START + timedelta(days=3)) == []

    def test_by_run(self, told, ana):
        run_id = ana.run()
        ana.run()

        assert told(run_id=run_id) == ["capture", "hold"]

    def test_somebody_elses_run_is_not_found_and_no_different_from_nothing(self, told, bob):
        theirs = bob.run()

        for run_id in (theirs, "f" * 32, "no id at all"):
            with pytest.raises(NotFound) as raised:
                told(run_id=run_id)
            assert raised.value.params == {"what": "run"}

    @pytest.mark.parametrize("words", ["élan", "ELAN  brume", "brume"])
    def test_by_words_of_the_prompt_without_case_and_accents(self, told, ana, words):
        ana.run("Un élan dans la Brume")
        ana.run("a fox")

        assert told(words=words) == ["capture", "hold"]

    def test_by_words_of_the_reason_and_of_what_was_bought(self, told, ana, transaction):
        ana.deduct(1, "A poster")
        with transaction() as session:
            details = {"product": "large"}
            ledger.grant(
                session, ana.id, amount=5, source="promo", key="p", details=details, now=START
            )

        assert told(words="poster") == ["A poster"]
        assert told(words="LARGE promo") == ["promo"]
        assert told(words="nothing of the kind") == []

    @pytest.mark.parametrize(
        ("language", "words", "reasons"),
        [
            ("fr", "réservés", ["hold", "hold"]),
            ("fr", "UTILISES", ["capture", "capture"]),
            ("fr", "vidéo", ["capture"]),
            ("fr", "clips", ["capture"]),
            ("en", "clip", ["capture"]),
            ("fr", "crédits du mois", ["plan"]),
            ("fr", "image élan", ["capture"]),
            ("en", "Google Gemini", ["capture"]),
            ("fr", "remboursement", ["sorry"]),
            ("fr", "refund", ["sorry"]),
            ("en", "remboursement", []),
            ("fr", "set aside", ["hold", "hold"]),
            ("en", "dépenses", []),
        ],
    )
    def test_by_the_words_that_are_shown(  # noqa: PLR0917  # fixtures, and one row
        self, history, ana, transaction, language, words, reasons
    ):
        first = ana.run("Un élan", [("n1", "image", "gemini", "")])
        ana.run("A fox", [("n1", "video", "luma", "")])
        with transaction() as session:
            ledger.refund(session, run_id=first, amount=1, reason="sorry", key="k", now=START)
        told = replace(history, providers={"gemini": "Google Gemini", "luma": "Luma"})

        page = told.page(ana.account, HistoryWanted(words=words, language=language))

        assert [entry.reason for entry in page.items] == reasons

    def test_words_and_pages_go_together(self, history, ana):
        for number in range(6):
            ana.deduct(1, f"{'fox' if number % 2 else 'owl'} {number}")

        found, cursor = [], ""
        while cursor is not None:
            wanted = HistoryWanted(words="fox", limit=1, cursor=cursor)
            page = history.page(ana.account, wanted)
            found += [entry.reason for entry in page.items]
            cursor = page.next_cursor

        assert found == ["fox 5", "fox 3", "fox 1"]

    def test_a_search_stops_somewhere_and_goes_on_there(self, history, ana, monkeypatch):
        monkeypatch.setattr(credit_history, "_AT_ONCE", 2)
        monkeypatch.setattr(credit_history, "_MOST_LOOKED_AT", 4)
        for number in range(7):
            ana.deduct(1, f"d{number}")

        wanted = HistoryWanted(words="d1")
        first = history.page(ana.account, wanted)
        second = history.page(ana.account, wanted.paged(limit=50, cursor=first.next_cursor))

        assert (first.items, [entry.reason for entry in second.items]) == ([], ["d1"])

    @pytest.mark.parametrize(
        ("field", "wanted"),
        [
            ("type", {"type": "mint"}),
            ("type", {"type": "Credit"}),
            ("to", {"since": START, "until": START}),
            ("to", {"since": START, "until": START - timedelta(days=1)}),
            ("q", {"words": "x" * 201}),
            ("limit", {"limit": 0}),
            ("limit", {"limit": 101}),
            ("cursor", {"cursor": "-1"}),
            ("cursor", {"cursor": "1e3"}),
        ],
    )
    def test_what_cannot_be_wanted_is_named(self, told, field, wanted):
        with pytest.raises(InvalidInput) as raised:
            told(**wanted)

        assert raised.value.params["field"] == field


def test_all_of_it_comes_in_parts_as_it_was_when_it_began(history, ana, monkeypatch):
    monkeypatch.setattr(credit_history, "_AT_ONCE", 2)
    for number in range(4):
        ana.deduct(1, f"d{number}")

    parts = history.every(ana.account, HistoryWanted())
    found = [entry.reason for entry in next(parts)]
    ana.deduct(1, "while it is read")
    found += [entry.reason for part in parts for entry in part]

    assert found == ["d3", "d2", "d1", "d0", "plan"]

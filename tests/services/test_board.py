"""The board of health: what the engine noted, for the key that would be used now."""

from datetime import timedelta

import pytest

from tests.services.makers import ALICE, BOB, KEY, MAKERS, NOW, keyring, master_keys
from vidgenie.domain.circuit import TRIPS_AFTER
from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.engine import circuit
from vidgenie.engine.circuit import Line
from vidgenie.library import options
from vidgenie.services.board import PROBLEMS, BoardService

EARLIER, LATER = NOW - timedelta(hours=1), NOW - timedelta(minutes=1)


class Town:
    """Alice, a keyring and the board."""

    def __init__(self, master):
        self.transaction = master._transaction
        self.keyring = keyring(master, installation={"SHARED_KEY": "sk-of-the-operator"})
        self.board = BoardService(master._reading, lambda: NOW, MAKERS, self.keyring)

    def seen(self, kind="video", slug="first", account=ALICE):
        found = [r for r in self.board.view(account) if (r.kind, r.provider) == (kind, slug)]
        return found[0] if found else None

    def add_key(self, slug="shared", key=KEY):
        with self.transaction() as session:
            return self.keyring.secrets.put(session, ALICE.id, slug, key, now=NOW).id

    def note(self, *calls, holder="", key_id=""):
        """Note calls: (problem or "", when)."""
        line = Line(holder, "video", "first", key_id)
        with self.transaction() as session:
            for problem, at in calls:
                if problem:
                    circuit.failed(session, line, at, problem=problem)
                else:
                    circuit.succeeded(session, line, at, seconds=4.0)


@pytest.fixture
def town(transaction, reading, tmp_path):
    return Town(master_keys(tmp_path, transaction, reading))


@pytest.mark.parametrize(
    ("calls", "state"),
    [
        ([], "untried"),
        ([("", EARLIER)], "fine"),
        ([("unreachable", EARLIER), ("", LATER)], "fine"),
        ([("", EARLIER), ("unreachable", LATER)], "troubled"),
        ([("unreachable", NOW)] * TRIPS_AFTER, "paused"),
        ([("unreachable", EARLIER)] * TRIPS_AFTER, "troubled"),
    ],
)
def test_the_last_answers_tell_how_a_provider_is(town, calls, state):
    town.note(*calls)

    assert town.seen().state == state


def test_a_row_says_when_how_often_how_long_and_what_went_wrong(town):
    town.note(("", EARLIER), ("provider_unavailable", LATER))

    row = town.seen()

    assert (row.successes, row.failures, row.seconds) == (1, 1, 4.0)
    assert (row.last_success_at, row.last_failure_at) == (EARLIER, LATER)
    assert row.problem == "provider_unavailable"
    assert (row.title, row.holder, row.whose) == ("First", "shared", "installation")


def test_a_provider_that_is_left_alone_says_until_when(town):
    town.note(*[("unreachable", NOW)] * TRIPS_AFTER)

    assert town.seen().paused_until == NOW + timedelta(seconds=30)


def test_what_there_are_no_words_for_has_failed(town):
    town.note(("flux_capacitor", LATER))

    assert "flux_capacitor" not in PROBLEMS
    assert town.seen().problem == "failed"


def test_who_has_a_key_does_not_see_how_the_operators_is_answered(town):
    town.note(("unreachable", LATER))
    before = town.seen().state
    key_id = town.add_key()
    without = town.seen()
    town.note(("", LATER), holder=ALICE.id, key_id=key_id)

    assert (before, without.state, without.whose) == ("troubled", "untried", "own")
    assert town.seen().state == "fine"
    assert town.seen(account=BOB).state == "troubled"


def test_another_key_begins_anew(town):
    key_id = town.add_key()
    town.note(("unreachable", LATER), holder=ALICE.id, key_id=key_id)
    town.add_key(key=f"{KEY}-2")

    assert town.seen().state == "untried"


def test_a_key_that_was_refused_is_trouble_whoever_asked(town):
    key_id = town.add_key()
    town.note(("", EARLIER), holder=ALICE.id, key_id=key_id)
    with town.transaction() as session:
        secrets = town.keyring.secrets
        secrets.mark(
            session,
            ALICE.id,
            "shared",
            KeyStatus.INVALID,
            detail="no_credit",
            now=LATER,
            key_id=key_id,
        )

    row = town.seen()

    assert (row.state, row.problem, row.last_failure_at) == ("troubled", "no_credit", LATER)
    assert (row.is_ready, row.checked_at) == (False, LATER)


def test_only_what_can_be_used_or_was_is_on_the_board(town):
    before = {(row.kind, row.provider) for row in town.board.view(ALICE)}
    with town.transaction() as session:
        typed = {"address": "https://llm.example", "model": "m"}
        options.save_options(session, ALICE.id, "twin", typed, now=NOW)

    assert before == {("video", "first"), ("video", "second")}
    assert town.seen("text", "twin").whose == "own"
    assert town.seen("speech", "twin").holder == "twin"
    assert town.seen("image", "bridge") is None


def test_the_row_is_that_of_the_key_a_call_would_be_made_with(town):
    """The keyring and the board agree on whose circuit it is."""
    with town.transaction() as session:
        typed = {"address": "https://llm.example", "model": "m"}
        options.save_options(session, ALICE.id, "twin", typed, now=NOW)
    key_id = town.add_key()
    with town.transaction() as session:
        for provider in MAKERS.values():
            holder, of_key = town.keyring.key_id(session, ALICE.id, provider)
            line = Line(holder, provider.kind, provider.slug, of_key)
            circuit.succeeded(session, line, LATER, seconds=None)

    rows = town.board.view(ALICE)

    assert {row.state for row in rows} == {"fine"}
    assert len(rows) == len(MAKERS) - 1  # all but this machine's own
    assert key_id

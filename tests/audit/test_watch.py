"""Pages that ask whether the log is whole do not read all of it each time."""

from datetime import timedelta

import pytest

from tests.audit.conftest import START
from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.proof import Proof
from vidgenie.audit.watch import AGAIN, Watch

LATER = START + AGAIN


@pytest.fixture
def anchors(tmp_path):
    return AnchorFile(tmp_path / "audit-anchors.log")


@pytest.fixture
def is_whole(chain, anchors, reading):
    return Watch(chain, anchors, reading).is_whole


def test_an_empty_log_is_whole_and_so_are_its_first_lines(is_whole, append):
    assert is_whole(START)
    append()
    assert is_whole(START)
    append()
    append()
    assert is_whole(START)


def test_a_log_that_was_changed_before_is_not(is_whole, ten, tamper):
    tamper("UPDATE vg_audit SET thing = 'x' WHERE seq = 3")

    assert not is_whole(START)


def test_a_change_to_what_was_read_is_told_within_the_hour(is_whole, ten, tamper):
    assert is_whole(START)
    tamper("UPDATE vg_audit SET thing = 'x' WHERE seq = 3")

    assert is_whole(LATER - timedelta(seconds=1))
    assert not is_whole(LATER)


def test_a_clock_that_was_set_back_makes_it_read_everything(is_whole, ten, tamper):
    assert is_whole(START)
    tamper("UPDATE vg_audit SET thing = 'x' WHERE seq = 3")

    assert not is_whole(START - timedelta(days=1))


@pytest.mark.parametrize("seq", [10, 11, 12])
@pytest.mark.parametrize("change", ["UPDATE vg_audit SET thing = 'x'", "DELETE FROM vg_audit"])
def test_a_change_to_what_came_since_is_told_at_once(
    *, is_whole, ten, append, tamper, anchors, head, seq, change
):
    assert is_whole(START)
    append()
    append()
    anchors.write(head(), START)

    tamper(f"{change} WHERE seq = {seq}")

    assert not is_whole(START)


def test_a_log_that_was_emptied_is_told_at_once(is_whole, ten, tamper, anchors, head):
    anchors.write(head(), START)
    assert is_whole(START)

    tamper("DELETE FROM vg_audit")

    assert not is_whole(START)


def test_once_broken_it_is_not_read_again_until_an_hour_has_passed(is_whole, ten, tamper):
    tamper("UPDATE vg_audit SET thing = 'x' WHERE seq = 3")
    assert not is_whole(START)

    tamper("UPDATE vg_audit SET thing = 'openai' WHERE seq = 3")

    assert not is_whole(START)
    assert is_whole(LATER)


def test_only_new_lines_are_read(is_whole, ten, append, monkeypatch):
    read = []

    real = Proof.read
    monkeypatch.setattr(
        Proof, "read", lambda proof, line: (read.append(line.seq), real(proof, line))
    )
    assert is_whole(START)
    append()

    assert is_whole(START)

    assert read == [*range(1, 11), 10, 11]

"""The file of anchors: it grows only with the log, and what cannot be read in it is left out."""

import json
import stat
from datetime import UTC, datetime

import pytest

from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.line import Anchor

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE, TWO = Anchor(1, b"1" * 32), Anchor(2, b"2" * 32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "audit-anchors.log"


@pytest.fixture
def anchors(path):
    return AnchorFile(path)


def test_a_file_that_is_not_there_holds_no_anchor(anchors, path):
    assert anchors.read() == []
    assert not path.exists()


def test_what_is_written_is_read(anchors):
    assert [anchors.write(ONE, NOW), anchors.write(TWO, NOW)] == [True, True]

    assert anchors.read() == [ONE, TWO]


def test_each_is_a_line_of_json_for_the_owner_only(anchors, path):
    anchors.write(ONE, NOW)

    assert json.loads(path.read_text()) == {
        "at": "2026-11-21T12:00:00+00:00",
        "seq": 1,
        "mac": "31" * 32,
    }
    assert path.read_text().endswith("}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_did_not_move_is_not_written_again(anchors, path):
    anchors.write(ONE, NOW)
    before = path.read_bytes()

    assert anchors.write(ONE, NOW) is False
    assert AnchorFile(path).write(ONE, NOW) is False
    assert path.read_bytes() == before


def test_an_empty_log_writes_nothing(anchors, path):
    assert anchors.write(None, NOW) is False
    assert not path.exists()


@pytest.mark.parametrize("rubbish", ['{"at": "2026', "null", '{"seq": 1}', "\x00\xff", "[]"])
def test_a_line_that_was_cut_short_costs_no_other(anchors, path, rubbish, caplog):
    anchors.write(ONE, NOW)
    with path.open("a") as file:
        file.write(rubbish)

    anchors.write(TWO, NOW)

    assert anchors.read() == [ONE, TWO]
    assert f"1 lines of {path} cannot be read" in caplog.text


def test_a_long_file_is_not_read_to_write_a_line(anchors, path):
    many = [Anchor(seq, seq.to_bytes(32, "big")) for seq in range(1, 101)]

    written = [anchors.write(anchor, NOW) for anchor in many for _ in range(2)]

    assert written == [True, False] * 100
    assert anchors.read() == many
    assert 1 < len(anchors.recent()) < 100
    assert anchors.recent()[-1] == many[-1]

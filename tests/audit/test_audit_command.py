"""`vidgenie audit`: what the operator sees."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from tests.audit.conftest import START
from vidgenie import bootstrap
from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.chain import Chain
from vidgenie.cli.audit import command


@pytest.fixture
def anchors(tmp_path):
    return AnchorFile(tmp_path / "audit-anchors.log")


@pytest.fixture
def vidgenie(database, chain, anchors, monkeypatch):
    """Runs `vidgenie audit ...`: exit code and the lines it printed."""

    def run(*arguments, chain=chain):
        services = SimpleNamespace(database=database, audit_chain=chain, audit_anchors=anchors)
        monkeypatch.setattr(bootstrap, "services", lambda: services)
        result = CliRunner().invoke(command, arguments, catch_exceptions=False)
        return result.exit_code, result.output.splitlines()

    return run


def test_lines_are_listed_the_newest_first(vidgenie, append):
    append(purpose="poll")
    append("luma", account="bob", said="é")

    code, lines = vidgenie("list")

    assert code == 0
    assert lines == [
        '2\t2026-11-21 12:00:01\tana\tbob\tvault.use\tluma\t{"said": "é"}',
        '1\t2026-11-21 12:00:00\tana\tana\tvault.use\topenai\t{"purpose": "poll"}',
    ]


def test_of_one_account_and_page_by_page(vidgenie, append):
    for account in ("ana", "bob", "ana", "ana"):
        append(account=account)

    _, lines = vidgenie("list", "--account", "ana", "--before", "4", "--limit", "1")

    assert [line.split("\t")[0] for line in lines] == ["3"]


def test_a_whole_log_is_said_to_be_whole(vidgenie, ten, anchors, head):
    anchors.write(head(), START)

    assert vidgenie("verify") == (0, ["The log is whole: 10 lines, 1 anchors."])


def test_an_empty_log_is_whole(vidgenie):
    assert vidgenie("verify") == (0, ["The log is whole: 0 lines, 0 anchors."])


def test_what_was_done_to_it_is_told_line_by_line(vidgenie, ten, tamper, anchors, head):
    anchors.write(head(), START)
    tamper(
        "UPDATE vg_audit SET thing = 'x' WHERE seq = 2",
        "DELETE FROM vg_audit WHERE seq IN (4, 10)",
    )

    assert vidgenie("verify") == (
        1,
        ["line 2: edited", "line 4: missing", "line 10: truncated"],
    )


def test_when_nothing_holds_it_is_probably_the_secret(vidgenie, append):
    for _ in range(30):
        append()

    code, lines = vidgenie("verify", chain=Chain(b"x" * 32))

    assert code == 1
    assert lines[0] == "line 1: edited"
    assert lines[-2] == "and 10 more"
    assert "VIDGENIE_SECRET" in lines[-1]

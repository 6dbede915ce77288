"""`vidgenie outbox`: the same e-mails, for who runs the server."""

import pytest
from click.testing import CliRunner

from tests.services.town import PASSWORD, Clock, build, lines
from vidgenie import bootstrap
from vidgenie.cli.outbox import command
from vidgenie.errors import NotFound


@pytest.fixture
def database_kind():
    """The command does not depend on the database."""
    return "sqlite"


@pytest.fixture
def town(transaction, reading, monkeypatch):
    built = build(transaction, reading, Clock())
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    built.accounts.register("ana@example.org", PASSWORD, "Ana")
    built.recovery.forgot("ana@example.org")
    return built


def test_it_lists_what_waits_without_the_links(town):
    answer = CliRunner().invoke(command, ["list"])

    (line,) = answer.output.splitlines()
    mail_id, when, to, kind, state = line.split("\t")
    assert mail_id == town.mail.outbox().items[0].id
    assert (when, to) == ("2026-03-10T12:00:00+00:00", "ana@example.org")
    assert (kind, state) == ("reset", "waiting")


def test_it_shows_one_and_the_log_says_so(town, transaction):
    mail_id = town.mail.outbox().items[0].id
    answer = CliRunner().invoke(command, ["show", mail_id])

    assert answer.output.startswith("To: ana@example.org\nSubject: Choose a new password")
    assert "/reset#token=" in answer.output
    assert lines(transaction)[-1] == ("admin.outbox", {"kind": "reset"})


def test_what_is_not_there_is_not_found(town):
    answer = CliRunner().invoke(command, ["show", "0" * 32])

    assert isinstance(answer.exception, NotFound)

"""`vidgenie users`, for who runs the server."""

import pytest
from click.testing import CliRunner
from pyotp.totp import TOTP

from tests.services.town import PASSWORD, Clock, build, lines, rows
from vidgenie import bootstrap
from vidgenie.accounts.tables import MailRow
from vidgenie.audit.tables import AuditRow
from vidgenie.cli.users import command
from vidgenie.errors import NotFound


@pytest.fixture
def database_kind():
    """The command does not depend on the database."""
    return "sqlite"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock, monkeypatch):
    built = build(transaction, reading, clock)
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    return built


@pytest.fixture
def ana(town, clock):
    """Somebody with an authenticator app."""
    account = town.accounts.register("ana@example.org", PASSWORD).account
    secret = town.second_factor.propose(account).secret
    town.second_factor.enable(account, TOTP(secret).at(clock()))
    return account


def test_it_lists_who_has_an_account(town, ana):
    assert CliRunner().invoke(command, []).output == "ana@example.org\tenterprise\tadmin\n"


def test_who_lost_the_phone_logs_in_again(town, ana):
    answer = CliRunner().invoke(command, ["remove-second-factor", "Ana@example.org"])

    assert answer.output == "ana@example.org logs in with the password alone.\n"
    assert town.accounts.login("ana@example.org", PASSWORD).account == ana


def test_they_are_told_and_the_log_knows_who_did_it(town, ana, transaction):
    CliRunner().invoke(command, ["remove-second-factor", "ana@example.org"])

    assert ("totp_off",) in rows(transaction, MailRow.kind)
    assert lines(transaction)[-1] == ("account.totp", {"change": "off"})
    assert "operator" in [actor for (actor,) in rows(transaction, AuditRow.actor)]


@pytest.mark.parametrize("email", ["nobody@example.org", "no address", "operator@localhost"])
def test_who_is_not_there_is_not_found(town, email):
    answer = CliRunner().invoke(command, ["remove-second-factor", email])

    assert isinstance(answer.exception, NotFound)

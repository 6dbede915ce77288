"""A forgotten password, by a link in an e-mail."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyotp.totp import TOTP
from sqlalchemy import event

from tests.services.town import ORIGIN, PASSWORD, Clock, build, lines, rows
from vidgenie.accounts.tables import LinkRow, MailRow
from vidgenie.errors import (
    InvalidInput,
    LinkExpired,
    NotSignedIn,
    SecondFactorNeeded,
    TooManyAttempts,
    WrongCredentials,
)

NEW = "another horse"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def ana(town):
    return town.accounts.register("ana@example.org", PASSWORD, "Ana")


@pytest.fixture
def link(town, ana, transaction):
    """Asks for a link; its secret."""

    def ask():
        before = {body for (body,) in rows(transaction, MailRow.body)}
        town.recovery.forgot("Ana@example.org ")
        (body,) = {body for (body,) in rows(transaction, MailRow.body)} - before
        return re.search(rf"{ORIGIN}/reset#token=([\w-]{{43}})", body)[1]

    return ask


def test_the_link_sets_a_new_password(town, link):
    town.recovery.reset(link(), NEW)

    town.accounts.login("ana@example.org", NEW)
    with pytest.raises(WrongCredentials):
        town.accounts.login("ana@example.org", PASSWORD)


def test_every_session_ends(town, ana, link):
    town.recovery.reset(link(), NEW)

    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(cookie=ana.session_token)


def test_it_works_once(town, link):
    token = link()
    town.recovery.reset(token, NEW)

    with pytest.raises(LinkExpired):
        town.recovery.reset(token, "third horse")


def test_of_many_at_once_one_works(town, link):
    token = link()

    def use(number):
        try:
            town.recovery.reset(token, f"horse number {number}")
        except LinkExpired:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_it_works_for_ten_minutes(town, link, clock):
    token = link()
    clock.move(minutes=10)

    with pytest.raises(LinkExpired):
        town.recovery.reset(token, NEW)


def test_a_password_we_do_not_take_leaves_the_link_good(town, link):
    token = link()
    with pytest.raises(InvalidInput):
        town.recovery.reset(token, "short")

    town.recovery.reset(token, NEW)


def test_using_one_link_ends_the_others(town, link):
    first, second = link(), link()
    town.recovery.reset(second, NEW)

    with pytest.raises(LinkExpired):
        town.recovery.reset(first, "third horse")


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 10_000])
def test_a_made_up_link_has_expired(town, link, token):
    link()

    with pytest.raises(LinkExpired):
        town.recovery.reset(token, NEW)


def test_a_second_factor_is_still_asked_for(town, ana, link, clock):
    secret = town.second_factor.propose(ana.account).secret
    town.second_factor.enable(ana.account, TOTP(secret).at(clock()))
    town.recovery.reset(link(), NEW)

    with pytest.raises(SecondFactorNeeded):
        town.accounts.login("ana@example.org", NEW)


def test_only_a_hash_of_the_link_is_stored_where_links_are(link, transaction):
    token = link()

    assert token not in str(rows(transaction, *LinkRow.__table__.columns))


@pytest.mark.parametrize("email", ["nobody@example.org", "no address", "operator@localhost", ""])
def test_nobody_is_written_to_and_nobody_is_told(town, ana, transaction, email):
    town.accounts.operator()

    town.recovery.forgot(email)

    assert rows(transaction, MailRow.id) == []
    assert rows(transaction, LinkRow.token_hash) == []


def test_for_an_unknown_address_the_same_statements_run(town, ana, database):
    """What takes as long, by construction."""

    def statements(email):
        ran = []

        def note(_connection, _cursor, statement, *_):
            ran.append(statement)

        event.listen(database, "before_cursor_execute", note)
        town.recovery.forgot(email)
        event.remove(database, "before_cursor_execute", note)
        return ran

    assert statements("nobody@example.org") == statements("ana@example.org")


def test_five_links_an_hour_for_one_address(town, ana):
    for number in range(5):
        town.recovery.forgot("ana@example.org", ip=f"10.0.0.{number}")

    with pytest.raises(TooManyAttempts):
        town.recovery.forgot("ana@example.org", ip="10.0.0.9")


def test_five_links_an_hour_from_one_place(town):
    for number in range(5):
        town.recovery.forgot(f"user{number}@example.org", ip=f"2001:db8::{number}")

    with pytest.raises(TooManyAttempts):
        town.recovery.forgot("user9@example.org", ip="2001:db8::9")


@pytest.mark.parametrize(
    ("chosen", "shown", "expected"),
    [
        ("", "fr", "Choisissez"),
        ("", "en", "Choose"),
        ("fr", "en", "Choisissez"),
        ("", "de", "Choose"),
    ],
)
def test_the_letter_is_in_the_language_somebody_chose_else_in_that_of_the_page(
    town, transaction, chosen, shown, expected
):
    ana = town.accounts.register("ana@example.org", PASSWORD)
    town.profile.update(ana.account, locale=chosen)
    town.recovery.forgot("ana@example.org", language=shown)

    (subject,) = rows(transaction, MailRow.subject)[0]
    assert subject.startswith(expected)


def test_the_owner_is_told_and_the_log_too(town, link, transaction):
    town.recovery.reset(link(), NEW)

    assert ("password_changed",) in rows(transaction, MailRow.kind)
    assert lines(transaction) == [("account.password", {"change": "reset"})]


def test_links_that_are_too_old_are_deleted_when_somebody_signs_in(town, link, clock, transaction):
    link()
    clock.move(minutes=11)
    town.accounts.login("ana@example.org", PASSWORD)

    assert rows(transaction, LinkRow.token_hash) == []

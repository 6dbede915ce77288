"""Where somebody is signed in; saying again who one is."""

from datetime import timedelta

import pytest

from tests.services.town import PASSWORD, START, Clock, build, lines
from vidgenie.errors import NotFound, NotSignedIn, TooManyAttempts, WrongCredentials
from vidgenie.settings import Settings


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def phone(town):
    return town.accounts.register("ana@example.org", PASSWORD, user_agent="Phone", ip="10.0.0.7")


@pytest.fixture
def desk(town, phone):
    return town.accounts.login("ana@example.org", PASSWORD, user_agent="Desk", ip="10.0.0.8")


@pytest.fixture
def visit(town, desk):
    """Ana, at her desk."""
    return town.accounts.visit(cookie=desk.session_token)


def is_signed_in(town, signed_in):
    try:
        town.accounts.visit(cookie=signed_in.session_token)
    except NotSignedIn:
        return False
    return True


def test_every_browser_is_listed_and_the_one_that_asks_is_marked(town, phone, visit):
    found = {(one.user_agent, one.ip, one.current) for one in town.sessions.all(visit)}

    assert found == {("Phone", "10.0.0.7", False), ("Desk", "10.0.0.8", True)}


def test_sessions_that_have_ended_are_not_listed(town, phone, desk, clock):
    clock.move(hours=11)
    visit = town.accounts.visit(cookie=desk.session_token)
    clock.move(hours=2)

    assert [one.user_agent for one in town.sessions.all(visit)] == ["Desk"]


def test_a_list_holds_nothing_that_signs_in(town, phone, desk, visit):
    shown = str(town.sessions.all(visit))

    assert phone.session_token not in shown
    assert desk.session_token not in shown


def test_one_session_is_ended_from_another(town, phone, desk, visit):
    (other,) = [one.id for one in town.sessions.all(visit) if not one.current]
    town.sessions.revoke(visit, other)

    assert (is_signed_in(town, phone), is_signed_in(town, desk)) == (False, True)


def test_all_others_are_ended_at_once(town, phone, desk, visit):
    more = town.accounts.login("ana@example.org", PASSWORD)

    assert town.sessions.revoke_others(visit) == 2
    assert [is_signed_in(town, each) for each in (phone, desk, more)] == [False, True, False]


def test_somebody_elses_session_is_not_found_and_goes_on(town, visit):
    bob = town.accounts.register("bob@example.org", PASSWORD)
    theirs = town.accounts.visit(cookie=bob.session_token).session_id

    with pytest.raises(NotFound):
        town.sessions.revoke(visit, theirs)

    assert is_signed_in(town, bob)


def test_ending_the_others_leaves_other_people_alone(town, phone, visit):
    bob = town.accounts.register("bob@example.org", PASSWORD)

    town.sessions.revoke_others(visit)

    assert is_signed_in(town, bob)


def test_who_just_signed_in_is_confirmed_for_ten_minutes(town, desk, clock):
    clock.move(minutes=10, seconds=-1)
    before = town.accounts.visit(cookie=desk.session_token)
    clock.move(seconds=1)
    after = town.accounts.visit(cookie=desk.session_token)

    assert (before.is_confirmed, after.is_confirmed) == (True, False)


def test_who_gives_the_password_again_is_confirmed_again(town, phone, desk, clock):
    clock.move(hours=1)
    visit = town.accounts.visit(cookie=desk.session_token)
    until = town.accounts.confirm(visit, PASSWORD)

    assert until == START + timedelta(hours=1, minutes=10)
    assert town.accounts.visit(cookie=desk.session_token).is_confirmed
    assert not town.accounts.visit(cookie=phone.session_token).is_confirmed


def test_a_wrong_password_confirms_nothing(town, desk, clock):
    clock.move(hours=1)
    visit = town.accounts.visit(cookie=desk.session_token)

    with pytest.raises(WrongCredentials):
        town.accounts.confirm(visit, "wrong horse")

    assert not town.accounts.visit(cookie=desk.session_token).is_confirmed


def test_guessing_the_password_of_an_open_session_is_slowed_down_as_a_log_in(
    transaction, reading, clock
):
    town = build(transaction, reading, clock, settings=Settings(login_burst=2))
    signed_in = town.accounts.register("ana@example.org", PASSWORD)
    visit = town.accounts.visit(cookie=signed_in.session_token)
    for _ in range(2):
        with pytest.raises(WrongCredentials):
            town.accounts.confirm(visit, "wrong horse")

    with pytest.raises(TooManyAttempts):
        town.accounts.login("ana@example.org", PASSWORD)


def test_what_happens_to_sessions_is_in_the_log(town, phone, desk, visit, transaction):
    (other,) = [one.id for one in town.sessions.all(visit) if not one.current]
    town.sessions.revoke(visit, other)
    town.accounts.login("ana@example.org", PASSWORD)
    town.sessions.revoke_others(visit)
    town.accounts.logout(desk.session_token)

    assert lines(transaction, but=()) == [
        ("account.login", {"how": "registration"}),
        ("account.login", {"how": "password"}),
        ("account.session", {"change": "revoked"}),
        ("account.login", {"how": "password"}),
        ("account.session", {"change": "others_revoked", "count": 1}),
        ("account.logout", {}),
    ]


def test_a_log_out_that_ended_nothing_is_not_in_the_log(town, transaction):
    town.accounts.logout("made-up")

    assert lines(transaction) == []

"""API tokens: made, listed, revoked, expired."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.services.town import PASSWORD, START, Clock, build, lines, rows
from vidgenie.accounts.tables import TokenRow
from vidgenie.errors import InvalidInput, NotFound, NotSignedIn


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def ana(town):
    return town.accounts.register("ana@example.org", PASSWORD, "Ana").account


@pytest.fixture
def bob(town, ana):
    return town.accounts.register("bob@example.org", PASSWORD, "Bob").account


def test_a_token_signs_its_owner_in(town, bob):
    made = town.tokens.create(bob, "laptop")

    assert town.accounts.authenticate(bearer=made.token) == bob


def test_a_token_has_a_shape_that_scanners_know(town, ana):
    made = town.tokens.create(ana, "laptop")

    assert re.fullmatch(r"vg_live_[0-9a-f]{8}_[\w-]{43}", made.token)


def test_a_token_is_stored_as_a_hash(town, ana, transaction):
    made = town.tokens.create(ana, "laptop")

    stored = str(rows(transaction, *TokenRow.__table__.columns))
    # What comes last may have underlines of its own.
    *_, secret = made.token.split("_", 3)
    assert len(secret) == 43
    assert secret not in stored


def test_a_token_is_not_in_the_repr(town, ana):
    made = town.tokens.create(ana, "laptop")

    assert made.token not in repr(made)


def test_tokens_are_listed_by_their_prefix(town, ana):
    made = town.tokens.create(ana, "laptop")

    (listed,) = town.tokens.all(ana)
    assert (listed.id, listed.name, listed.prefix) == (made.id, "laptop", made.token[8:16])


def test_use_is_written_down(town, ana, clock):
    made = town.tokens.create(ana, "laptop")
    clock.move(days=3)
    town.accounts.authenticate(bearer=made.token)

    assert town.tokens.all(ana)[0].last_used_at == clock.now


def test_a_revoked_token_signs_nobody_in(town, ana):
    made = town.tokens.create(ana, "laptop")
    town.tokens.revoke(ana, made.id)

    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(bearer=made.token)


def test_another_accounts_token_is_not_found_and_still_works(town, ana, bob):
    made = town.tokens.create(ana, "laptop")

    with pytest.raises(NotFound):
        town.tokens.revoke(bob, made.id)

    assert town.accounts.authenticate(bearer=made.token) == ana


@pytest.mark.parametrize("token_id", ["", "\x00", "\ud800", "x" * 10_000])
def test_a_token_that_never_was_is_not_found(town, ana, token_id):
    with pytest.raises(NotFound):
        town.tokens.revoke(ana, token_id)


def test_another_accounts_tokens_are_not_listed(town, ana, bob):
    town.tokens.create(ana, "laptop")

    assert town.tokens.all(bob) == []


def test_a_cookie_is_no_token(town):
    signed_in = town.accounts.register("ana@example.org", PASSWORD)

    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(bearer=signed_in.session_token)


def test_a_wrong_token_is_not_saved_by_a_cookie(town):
    signed_in = town.accounts.register("ana@example.org", PASSWORD)

    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(cookie=signed_in.session_token, bearer="vg_live_nonsense")


def test_a_token_expires_after_90_days(town, ana, clock):
    made = town.tokens.create(ana, "laptop")
    clock.move(days=90, seconds=-1)
    town.accounts.authenticate(bearer=made.token)
    clock.move(seconds=1)

    assert made.expires_at == START + timedelta(days=90)
    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(bearer=made.token)


def test_a_token_expires_when_its_owner_chose(town, ana, clock):
    made = town.tokens.create(ana, "laptop", days=1)
    clock.move(days=1)

    with pytest.raises(NotSignedIn):
        town.accounts.authenticate(bearer=made.token)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_life_that_is_too_long_or_none_is_refused(town, ana, days):
    with pytest.raises(InvalidInput) as raised:
        town.tokens.create(ana, "laptop", days=days)

    assert raised.value.params["field"] == "days"


@pytest.mark.parametrize("scopes", [[], ["admin"], ["read", "write"]])
def test_scopes_that_there_are_not_are_refused(town, ana, scopes):
    with pytest.raises(InvalidInput) as raised:
        town.tokens.create(ana, "laptop", scopes=scopes)

    assert raised.value.params["field"] == "scopes"


def test_a_token_brings_the_scopes_it_was_made_with(town, ana):
    made = town.tokens.create(ana, "laptop", scopes=["run", "read"])

    assert made.scopes == ("read", "run")
    assert town.accounts.visit(bearer=made.token).scopes == {"read", "run"}


def test_a_token_from_before_there_were_scopes_may_do_everything_for_ever(
    town, ana, clock, transaction
):
    made = town.tokens.create(ana, "laptop", scopes=["read"])
    with transaction() as session:
        session.connection().execute(update(TokenRow).values(scopes="", expires_at=None))
    clock.move(days=4000)

    assert town.accounts.visit(bearer=made.token).scopes == {"read", "run", "keys"}


def test_what_happens_to_tokens_is_in_the_log(town, ana, transaction):
    made = town.tokens.create(ana, "laptop", scopes=["read"])
    town.tokens.revoke(ana, made.id)

    assert lines(transaction) == [
        ("account.token", {"change": "made", "scopes": "read"}),
        ("account.token", {"change": "revoked"}),
    ]

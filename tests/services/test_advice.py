"""What admins are told about how the installation is set, until they say that they know."""

from dataclasses import replace

import pytest

from tests.services.town import PASSWORD, Clock, build, lines
from vidgenie.errors import NotFound
from vidgenie.services.advice import FREE_CREDITS, Advice


@pytest.fixture
def town(transaction, reading):
    return build(transaction, reading, Clock())


@pytest.fixture
def join(town):
    """Another person has an account."""

    def join(name):
        return town.accounts.register(f"{name}@example.com", PASSWORD).account

    return join


@pytest.fixture
def advice(transaction, reading, town):
    return Advice(transaction, reading, Clock(), town.audit, is_rehearsal=True)


def test_who_is_alone_gives_credits_to_nobody_else(advice, town, join):
    town.accounts.operator()
    join("ada")

    assert advice.needed() == []


def test_with_two_people_an_admin_is_told_that_credits_cost_nothing(advice, join):
    join("ada")
    join("bob")

    assert advice.needed() == [FREE_CREDITS]


def test_where_money_is_taken_there_is_nothing_to_tell(advice, join):
    join("ada")
    join("bob")

    assert replace(advice, is_rehearsal=False).needed() == []


def test_what_is_dismissed_is_not_told_again(advice, join, transaction):
    ada = join("ada")
    join("bob")

    advice.dismiss(ada, FREE_CREDITS)
    advice.dismiss(ada, FREE_CREDITS)
    join("eve")

    assert advice.needed() == []
    told = [said for action, said in lines(transaction) if action == "admin.advice"]
    assert told == [{"change": "dismissed"}]


def test_there_is_no_other_advice(advice):
    with pytest.raises(NotFound):
        advice.dismiss(None, "anything")

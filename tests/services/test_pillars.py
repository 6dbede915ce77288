"""Pillars: everybody's, and one's own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.makers import ALICE, BOB, NOW
from vidgenie.accounts.tables import AccountRow
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.projects import pillars
from vidgenie.services.pillars import MOST, PillarService

ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def service(transaction, reading):
    return PillarService(transaction, reading, lambda: NOW)


def own(service, account=ALICE):
    return [(one.name, one.note) for one in service.all(account) if one.is_own]


def test_everybody_has_three(service):
    assert [one.name for one in service.all(ALICE)] == ["tips", "education", "story"]


def test_ones_own_are_kept_and_changed(service):
    service.keep(ALICE, "  Street   food ", "Stalls and markets")
    service.keep(ALICE, "street FOOD", "Stalls")

    assert own(service) == [("Street food", "Stalls")]
    assert own(service, BOB) == []


def test_who_writes_reads_the_note(service, reading):
    service.keep(ALICE, "Street food", "Stalls")

    with reading() as session:
        notes = [
            pillars.note(session, account.id, name)
            for account, name in ((ALICE, "Street food"), (BOB, "Street food"), (ALICE, "tips"))
        ]
    assert notes == ["Stalls", "", ""]


def test_a_pillar_can_be_forgotten_once(service):
    service.keep(ALICE, "Street food", "")

    with pytest.raises(NotFound):
        service.delete(BOB, "Street food")
    service.delete(ALICE, "Street food")

    assert own(service) == []
    with pytest.raises(NotFound):
        service.delete(ALICE, "Street food")


@ONE_DATABASE
def test_those_of_everybody_stay(service):
    with pytest.raises(Conflict):
        service.keep(ALICE, "Story", "mine")
    with pytest.raises(NotFound):
        service.delete(ALICE, "story")


@ONE_DATABASE
@pytest.mark.parametrize(
    ("name", "note", "field", "problem"),
    [
        (" \n", "", "name", "empty"),
        ("x" * 41, "", "name", "too_long"),
        ("a\x07b", "", "name", "malformed"),
        ("x", "y" * 1001, "note", "too_long"),
    ],
)
def test_what_is_no_pillar_is_refused(service, name, note, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.keep(ALICE, name, note)

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, problem)


def test_two_at_once_are_not_one_too_many(service, transaction):
    with transaction() as session:
        session.add(
            AccountRow(
                id=ALICE.id,
                email=ALICE.email,
                name=ALICE.name,
                password_hash="",
                plan="free",
                role="user",
                created_at=NOW,
            )
        )
    for number in range(MOST - 1):
        service.keep(ALICE, f"pillar {number}", "")

    def keep(name):
        try:
            service.keep(ALICE, name, "")
        except Conflict as error:
            return error.params["problem"]
        return ""

    with ThreadPoolExecutor(2) as pool:
        problems = sorted(pool.map(keep, ["one more", "and another"]))

    assert problems == ["", "too_many"]
    assert len(own(service)) == MOST

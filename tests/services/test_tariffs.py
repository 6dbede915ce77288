"""The price table: versions are added, what was charged stays explained, nothing lacks a price."""

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.services.town import START, Clock, lines
from vidgenie import bootstrap
from vidgenie.audit.chain import Chain
from vidgenie.domain.account import Account
from vidgenie.domain.pricing import ANY, SEED
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.ledger import store as ledger
from vidgenie.services.tariff_table import ACTIONS
from vidgenie.services.tariffs import PriceChange, Tariffs

DAY = timedelta(days=1)


@pytest.fixture
def database_kind(request):
    """But for two admins at once, the rules do not depend on the database."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def providers():
    return bootstrap.all_providers()


@pytest.fixture
def tariffs(transaction, reading, clock, providers):
    with transaction() as session:
        ledger.seed_prices(session)
    return Tariffs(transaction, reading, clock, Chain(b"a" * 32), providers)


@pytest.fixture
def admin(transaction):
    return Account(secrets.token_hex(16), "admin@example.org", "", "enterprise", "admin")


@pytest.fixture
def price(transaction, clock):
    """What an action costs now, or then."""

    def price(provider, action, at=None):
        with transaction() as session:
            return ledger.prices(session, now=at or clock()).price(provider, action)

    return price


def dearer(provider="luma", action="video.8", credits=12, **more):
    return PriceChange(provider, action, credits, **{"note": "Luma got dearer", **more})


def test_the_table_is_what_came_with_the_release(tariffs):
    tariff = tariffs.catalogue()

    assert {(one.provider, one.action): one.credits for one in tariff.items} == SEED
    assert {version.author for one in tariff.items for version in one.versions} == {""}
    assert {one.standing for item in tariff.items for one in item.versions} == {"current"}


def test_makers_can_be_priced_for_what_they_do(tariffs):
    makers = {one.slug: one.actions for one in tariffs.catalogue().makers}

    assert makers["elevenlabs"] == ("speech",)
    assert set(makers["local"]) == set(ACTIONS)


def test_a_price_counts_from_now_on_and_the_old_one_is_kept(tariffs, admin, price, clock):
    seen = tariffs.change(admin, dearer(action="video.8", provider=ANY))

    assert price("luma", "video.8") == seen.credits == 12
    assert price("luma", "video.8", at=clock() - DAY) == 10
    assert [(one.credits, one.standing) for one in seen.versions] == [
        (12, "current"),
        (10, "past"),
    ]
    assert seen.versions[0].note == "Luma got dearer"


def test_a_price_to_come_changes_nothing_until_it_begins(tariffs, admin, price, clock):
    seen = tariffs.change(admin, dearer(starts_at=clock() + DAY))

    assert (seen.credits, price("luma", "video.8")) == (None, 10)
    assert [one.standing for one in seen.versions] == ["scheduled"]
    clock.move(days=1)
    assert price("luma", "video.8") == 12
    assert price("runway", "video.8") == 10


def test_what_has_not_begun_can_be_cancelled(tariffs, admin, clock, transaction):
    seen = tariffs.change(admin, dearer(starts_at=clock() + DAY))

    tariffs.cancel(admin, seen.newest)

    item = next(one for one in tariffs.catalogue().items if one.provider == "luma")
    assert (item.credits, [one.standing for one in item.versions]) == (None, ["cancelled"])
    assert (item.versions[0].credits, item.versions[0].cancelled_at) == (12, clock())
    action, said = lines(transaction)[-1]
    assert (action, said["change"], said["credits"]) == ("admin.price", "cancelled", 12)
    with pytest.raises(NotFound):
        tariffs.cancel(admin, seen.newest)


@pytest.mark.parametrize("later", [0, 1])
def test_what_has_begun_cannot_be_cancelled(tariffs, admin, clock, later):
    seen = tariffs.change(admin, dearer(starts_at=clock() + later * DAY))
    clock.move(days=later)

    with pytest.raises(Conflict) as refused:
        tariffs.cancel(admin, seen.newest)

    assert refused.value.params["problem"] == "begun"


def test_every_change_is_in_the_log_with_its_reason(tariffs, admin, transaction, clock):
    tariffs.change(admin, dearer(provider=ANY))
    clock.move(hours=1)
    tariffs.change(None, dearer(provider=ANY, credits=9, note="  a\tmistake "))

    said = {"change": "set", "credits": 12, "before": 10, "note": "Luma got dearer"}
    assert lines(transaction) == [
        ("admin.price", {**said, "startsAt": START.isoformat()}),
        (
            "admin.price",
            {"change": "set", "credits": 9, "before": 12, "note": "a mistake"}
            | {"startsAt": clock().isoformat()},
        ),
    ]
    with transaction() as session:
        rows = session.connection().execute(text("SELECT actor, thing FROM vg_audit ORDER BY seq"))
        assert [tuple(row) for row in rows] == [
            (admin.id, "*:video.8"),
            ("operator", "*:video.8"),
        ]


def test_withdrawing_returns_to_the_less_exact_price(tariffs, admin, price, clock):
    tariffs.change(admin, dearer())
    clock.move(hours=1)

    seen = tariffs.change(admin, dearer(credits=None))

    assert seen.credits is None
    assert price("luma", "video.8") == 10


@pytest.mark.parametrize("key", [key for key in SEED if key[0] == ANY] + [("local", ANY)])
def test_an_action_is_never_without_a_price(tariffs, admin, key):
    with pytest.raises(InvalidInput) as refused:
        tariffs.change(admin, dearer(*key, credits=None))

    assert (refused.value.params["field"], refused.value.params["problem"]) == (
        "credits",
        "last_price",
    )


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"provider": "nobody"}, "provider", "unknown"),
        ({"action": "video.9"}, "action", "unknown"),
        ({"provider": ANY, "action": ANY}, "action", "unknown"),
        ({"action": "speech"}, "action", "unsupported"),
        ({"credits": -1}, "credits", "out_of_range"),
        ({"credits": 10**9 + 1}, "credits", "out_of_range"),
        ({"credits": 10**18}, "credits", "out_of_range"),
        ({"credits": None}, "credits", "no_price"),
        ({"note": " "}, "note", "missing"),
        ({"note": "x" * 201}, "note", "too_long"),
        ({"note": "a\u200bb"}, "note", "not_text"),
        ({"starts_at": START - timedelta(seconds=1)}, "startsAt", "in_the_past"),
        ({"starts_at": START.replace(tzinfo=None)}, "startsAt", "malformed"),
        ({"starts_at": START + 6 * 365 * DAY}, "startsAt", "too_late"),
    ],
)
def test_what_is_no_price_is_refused_and_nothing_changes(tariffs, admin, wrong, field, problem):
    before = tariffs.catalogue()

    with pytest.raises(InvalidInput) as refused:
        tariffs.change(admin, replace(dearer(), **wrong))

    assert (refused.value.params["field"], refused.value.params["problem"]) == (field, problem)
    assert tariffs.catalogue() == before


def test_who_has_not_seen_the_newest_version_is_told(tariffs, admin, clock):
    seen = tariffs.change(admin, dearer(seen=""))
    clock.move(seconds=1)

    with pytest.raises(Conflict) as refused:
        tariffs.change(admin, dearer(credits=13, seen=""))
    assert refused.value.params["problem"] == "edited_elsewhere"
    assert tariffs.change(admin, dearer(credits=13, seen=seen.newest)).credits == 13


@pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
@pytest.mark.parametrize("seen", ["", None])
def test_of_two_admins_at_once_one_is_told(tariffs, admin, seen):
    outcomes = []
    start = threading.Barrier(2)

    def edit(price):
        start.wait()
        try:
            outcomes.append(tariffs.change(admin, dearer(credits=price, seen=seen)).credits)
        except Conflict as refused:
            outcomes.append(refused.params["problem"])

    threads = [threading.Thread(target=edit, args=(price,)) for price in (12, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    problem = "same_instant" if seen is None else "edited_elsewhere"
    assert problem in outcomes
    assert set(outcomes) & {12, 13}


def test_a_preview_says_what_videos_cost_before_and_after_and_writes_nothing(tariffs):
    before = tariffs.catalogue()

    told = {one.video: (one.before, one.after) for one in tariffs.preview(dearer())}

    assert told == {"clip": (1 + 3 + 10, 1 + 3 + 12), "short": (1 + 60 + 1, 1 + 72 + 1)}
    assert tariffs.catalogue() == before


def test_a_preview_refuses_what_a_change_would(tariffs):
    with pytest.raises(InvalidInput):
        tariffs.preview(dearer("local", ANY, credits=None))


@dataclass(frozen=True)
class Edit:
    """An edit, some hours after the one before; `cancels`: of something to come instead."""

    after: int
    change: PriceChange
    begins_in: int
    cancels: bool


_SOME = [(ANY, "video.8"), ("luma", "video.8"), ("luma", ANY), ("local", ANY), ("local", "speech")]
EDITS = st.lists(
    st.builds(
        Edit,
        after=st.integers(0, 30),
        change=st.builds(
            lambda key, price: PriceChange(*key, price, "why"),
            st.sampled_from(_SOME),
            st.none() | st.integers(0, 50),
        ),
        begins_in=st.sampled_from([0, 0, 5, 40]),
        cancels=st.booleans(),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_whatever_is_edited_nothing_lacks_a_price_and_the_past_stays(
    tariffs, transaction, clock, edits
):
    with transaction() as session:
        session.connection().execute(text("DELETE FROM vg_price"))
        ledger.seed_prices(session)
    clock.now = START
    told = {}
    for edit in edits:
        clock.move(hours=edit.after)
        with transaction() as session:
            told[clock.now] = ledger.prices(session, now=clock.now - timedelta(microseconds=1))
        begins_at = clock.now + timedelta(hours=edit.begins_in) if edit.begins_in else None
        try:
            if edit.cancels:
                waiting = [
                    version.id
                    for item in tariffs.catalogue().items
                    for version in item.versions
                    if version.standing == "scheduled"
                ]
                tariffs.cancel(None, waiting[0] if waiting else "")
            else:
                tariffs.change(None, replace(edit.change, starts_at=begins_at))
        except (InvalidInput, Conflict, NotFound):
            pass

    with transaction() as session:
        for moment, prices in told.items():
            assert ledger.prices(session, now=moment - timedelta(microseconds=1)) == prices
        for hours in (0, 10, 50):
            prices = ledger.prices(session, now=clock.now + timedelta(hours=hours))
            for maker in tariffs.catalogue().makers:
                assert all(prices.price(maker.slug, action) >= 0 for action in maker.actions)

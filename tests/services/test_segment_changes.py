"""New words for a Segment that is made anew: kept with the Run that starts, or not at all."""

import pytest

from vidgenie.engine.tables import RunRow
from vidgenie.errors import (
    BudgetExceeded,
    InsufficientCredits,
    InvalidInput,
    MissingKey,
    NotFound,
    PriceChanged,
)
from vidgenie.ledger import store as ledger
from vidgenie.projects.tables import StepRow, TakeRow
from vidgenie.services.project_making import NewSegment

NEW = "a red fox in the snow"
PRICE = 7


@pytest.fixture
def sea(house):
    """A Project of Ana's whose clips cost 7 credits each."""
    with house.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=PRICE)
    segments = [NewSegment(text=one, prompt=f"{one} waves") for one in ("Big", "Small")]
    choices = {"voice": None, "look": None, "provider": "local"}
    return house.project(segments=segments, choices=choices)


def seen(house, project):
    """All that a change would have changed."""
    view = house.projects.get(house.ana, project.id)
    segments = [(one.prompt, one.provider, one.version) for one in view.segments]
    return view.version, segments, [house.count(table) for table in (StepRow, TakeRow, RunRow)]


def remake(house, project, **wanted):
    wanted = {"changes": {"prompt": NEW}, **wanted}
    segment = project.segments[0].id
    return house.services.production.remake(house.ana, project.id, segment, **wanted)


def too_dear(house):
    with house.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=10_000)


def on_a_budget(house):
    house.services.budgets.save(house.ana, run=1)


@pytest.mark.parametrize(
    ("before", "wanted", "refusal"),
    [
        (None, {"most": PRICE - 1}, PriceChanged),
        (too_dear, {}, InsufficientCredits),
        (on_a_budget, {}, BudgetExceeded),
        (None, {"changes": {"prompt": NEW, "provider": "luma"}}, MissingKey),
        (None, {"changes": {"prompt": NEW, "provider": "nobody"}}, InvalidInput),
        (None, {"count": 9}, InvalidInput),
    ],
    ids=["dearer", "credits", "budget", "key", "provider", "count"],
)
def test_what_is_not_started_changes_nothing(house, sea, before, wanted, refusal):
    if before:
        before(house)
    as_it_was = seen(house, sea)

    with pytest.raises(refusal):
        remake(house, sea, **wanted)

    assert seen(house, sea) == as_it_was


def test_what_is_started_is_made_of_the_new_words(house, sea):
    remake(house, sea, most=PRICE)

    first, second = house.projects.get(house.ana, sea.id).segments
    assert (first.prompt, second.prompt) == (NEW, "Small waves")
    taken = house.segments.takes(house.ana, sea.id, first.id)
    assert [take.prompt for take in taken] == [NEW]


def test_the_new_words_are_one_step_that_can_be_undone(house, sea):
    remake(house, sea, changes={"prompt": NEW, "provider": "local"})

    view = house.projects.undo(house.ana, sea.id)

    assert view.segments[0].prompt == "Big waves"


def test_asked_for_twice_it_is_started_and_changed_once(house, sea):
    first = remake(house, sea, idempotency_key="k", assembles=False)
    house.segments.update(house.ana, sea.id, sea.segments[0].id, {"prompt": "by somebody else"})

    again = remake(house, sea, idempotency_key="k", assembles=False)

    assert again.run_id == first.run_id
    assert house.projects.get(house.ana, sea.id).segments[0].prompt == "by somebody else"


def test_a_segment_that_is_not_there_is_not_found(house, sea):
    with pytest.raises(NotFound):
        house.services.production.remake(house.ana, sea.id, "f" * 32, changes={"prompt": NEW})

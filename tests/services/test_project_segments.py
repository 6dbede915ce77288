"""Segments are edited in two tabs at once, split, joined, ordered; nothing is lost."""

import secrets
import threading

import pytest

from vidgenie.domain.project import Mode, Purpose
from vidgenie.domain.project_status import SegmentStatus
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.services.project_making import NewSegment

pytestmark = pytest.mark.postgres_in_soak
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def texts(view):
    return [segment.text for segment in view.segments]


def ids(view):
    return [segment.id for segment in view.segments]


@on_sqlite
def test_a_segment_changes_and_the_others_keep_their_version(house):
    mine = house.project("one", "two")

    changed = house.segments.update(
        house.ana, mine.id, ids(mine)[1], {"text": "deux", "seconds": 7}, version=1
    )

    assert (changed.segment.text, changed.segment.seconds, changed.segment.index) == ("deux", 7, 2)
    assert (changed.segment.version, changed.version) == (2, 2)
    now = house.projects.get(house.ana, mine.id)
    assert [segment.version for segment in now.segments] == [1, 2]
    assert now.undo_label == "segment.edit"


@on_sqlite
def test_fields_two_tabs_changed_are_kept_when_they_are_not_the_same(house):
    mine = house.project("one")
    (one,) = ids(mine)
    house.segments.update(house.ana, mine.id, one, {"text": "eins"}, version=1)

    both = house.segments.update(house.ana, mine.id, one, {"prompt": "a fox"}, version=1)

    assert (both.segment.text, both.segment.prompt) == ("eins", "a fox")


@on_sqlite
def test_the_same_field_changed_in_two_tabs_is_a_conflict(house):
    mine = house.project("one")
    (one,) = ids(mine)
    house.segments.update(house.ana, mine.id, one, {"text": "eins"}, version=1)

    with pytest.raises(Conflict) as refused:
        house.segments.update(house.ana, mine.id, one, {"text": "un", "prompt": "x"}, version=1)

    assert refused.value.params["problem"] == "edited_elsewhere"
    segment = house.projects.get(house.ana, mine.id).segments[0]
    assert (segment.text, segment.prompt) == ("eins", "")
    agreed = house.segments.update(house.ana, mine.id, one, {"text": "eins"}, version=1)
    assert agreed.version == 2


@on_sqlite
def test_what_was_undone_in_another_tab_is_a_conflict_too(house):
    mine = house.project("one")
    (one,) = ids(mine)
    house.segments.update(house.ana, mine.id, one, {"text": "eins"})
    house.projects.undo(house.ana, mine.id)

    with pytest.raises(Conflict):
        house.segments.update(house.ana, mine.id, one, {"text": "un"}, version=2)


def test_two_tabs_at_the_same_moment_are_one_after_the_other(house):
    mine = house.project("0")
    (one,) = ids(mine)

    def write(number):
        house.segments.update(house.ana, mine.id, one, {"seconds": number + 1})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    now = house.projects.get(house.ana, mine.id)
    changed = 5 if now.version == 6 else 6
    assert now.version == 1 + changed
    for _ in range(changed):
        house.projects.undo(house.ana, mine.id)
    assert house.projects.get(house.ana, mine.id).segments[0].seconds == 5


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"text": "x" * 1001}, "text", "too_long"),
        ({"prompt": "x" * 1001}, "prompt", "too_long"),
        ({"seconds": 0}, "seconds", "out_of_range"),
        ({"seconds": 31}, "seconds", "out_of_range"),
        ({"seconds": 2.5}, "seconds", "int_from_float"),
        ({"seconds": "5"}, "seconds", "int_type"),
        ({"focus_x": 1.5}, "focusX", "out_of_range"),
        ({"transition_seconds": 3}, "transitionSeconds", "out_of_range"),
        ({"mode": "dance"}, "mode", "enum"),
        ({"provider": "nobody"}, "provider", "unknown"),
        ({"version": 4}, "version", "unknown"),
        ({"take": "f" * 32}, "take", "unknown"),
    ],
)
def test_what_cannot_be_is_told_with_its_field(still_house, changes, field, problem):
    house = still_house
    mine = house.project("one")

    with pytest.raises(InvalidInput) as refused:
        house.segments.update(house.ana, mine.id, ids(mine)[0], changes)

    assert (refused.value.params["field"], refused.value.params["problem"]) == (field, problem)
    assert house.projects.get(house.ana, mine.id).version == 1


@on_sqlite
def test_a_reference_is_ones_own_and_of_the_kind_the_mode_starts_from(house):
    mine = house.project("one")
    (one,) = ids(mine)
    picture, clip = house.asset(), house.asset(kind="video")
    theirs = house.asset(account=house.bob)
    update = house.segments.update

    shown = update(house.ana, mine.id, one, {"mode": "image", "reference": picture.id}).segment
    assert (shown.reference.kind, shown.reference.asset_id) == ("image", picture.id)
    assert shown.reference.url
    for mode, asset in (("image", clip), ("video", picture)):
        with pytest.raises(InvalidInput) as refused:
            update(house.ana, mine.id, one, {"mode": mode, "reference": asset.id})
        assert refused.value.params["field"] == "referenceAssetId"
    with pytest.raises(NotFound):
        update(house.ana, mine.id, one, {"mode": "own", "reference": theirs.id})

    own = update(house.ana, mine.id, one, {"mode": "own"}).segment
    assert (own.status, own.reference.asset_id) == (SegmentStatus.COMPLETED, picture.id)
    other = update(house.ana, mine.id, one, {"mode": "video"}).segment
    assert (other.mode, other.reference) == (Mode.VIDEO, None)


@on_sqlite
def test_segments_are_added_where_they_are_wanted(house):
    mine = house.project("one", "two")
    first = ids(mine)[0]
    add = house.segments.add

    add(house.ana, mine.id, NewSegment(text="between"), after=first)
    add(house.ana, mine.id, NewSegment(text="end"))
    now = add(house.ana, mine.id, NewSegment(text="start"), after="")

    assert texts(now) == ["start", "one", "between", "two", "end"]
    with pytest.raises(NotFound):
        add(house.ana, mine.id, NewSegment(), after="f" * 32)


@on_sqlite
def test_sixty_segments_are_enough(house):
    mine = house.project(*["a b"] * 60)

    for more in (
        lambda: house.segments.add(house.ana, mine.id, NewSegment()),
        lambda: house.segments.split(house.ana, mine.id, ids(mine)[0], at=1),
    ):
        with pytest.raises(InvalidInput) as refused:
            more()
        assert refused.value.params["limit"] == 60


@on_sqlite
def test_the_last_segment_stays(house):
    mine = house.project("one")

    with pytest.raises(Conflict) as refused:
        house.segments.remove(house.ana, mine.id, ids(mine)[0])

    assert refused.value.params["problem"] == "last_segment"


@on_sqlite
def test_an_order_that_misses_what_others_did_is_a_conflict(house):
    mine = house.project("one", "two", "three")
    one, two, three = ids(mine)
    reorder = house.segments.reorder
    moved = reorder(house.ana, mine.id, [three, one, two], version=1)
    assert texts(moved) == ["three", "one", "two"]

    with pytest.raises(Conflict) as refused:
        reorder(house.ana, mine.id, [two, one, three], version=1)
    assert refused.value.params["problem"] == "edited_elsewhere"
    for wrong in ([one, two], [one, two, two], [one, two, three, "f" * 32]):
        with pytest.raises(Conflict):
            reorder(house.ana, mine.id, wrong, version=moved.version)

    house.segments.update(house.ana, mine.id, one, {"text": "eins"})
    again = reorder(house.ana, mine.id, [one, two, three], version=moved.version)
    assert texts(again) == ["eins", "two", "three"]


@on_sqlite
def test_a_segment_is_cut_between_words_and_takes_stay_with_the_first(house):
    mine = house.project("Bonjour à tous les amis", "two")
    one = ids(mine)[0]
    house.segments.update(house.ana, mine.id, one, {"prompt": "a fox", "seconds": 8})
    house.run(mine, segments=[one])

    cut = house.segments.split(house.ana, mine.id, one, at=12)

    assert texts(cut) == ["Bonjour à", "tous les amis", "two"]
    assert [s.seconds for s in cut.segments] == [8, 8, 5]
    assert [s.prompt for s in cut.segments] == ["a fox", "a fox", ""]
    assert [s.take_count for s in cut.segments] == [1, 0, 0]
    back = house.projects.undo(house.ana, mine.id)
    assert texts(back) == ["Bonjour à tous les amis", "two"]
    with pytest.raises(InvalidInput) as refused:
        house.segments.split(house.ana, mine.id, ids(mine)[1], at=0)
    assert refused.value.params["field"] == "at"


@on_sqlite
def test_two_segments_become_one_step_that_is_undone_at_once(house):
    mine = house.project("one", "two", "three")
    one, two, three = ids(mine)
    house.segments.update(house.ana, mine.id, one, {"prompt": "a fox.", "seconds": 20})
    house.segments.update(house.ana, mine.id, two, {"prompt": "an owl", "seconds": 20})

    merged = house.segments.merge(house.ana, mine.id, one)

    first = merged.segments[0]
    assert (first.text, first.prompt, first.seconds) == ("one two", "a fox. an owl", 30)
    assert ids(merged) == [one, three]
    assert ids(house.projects.undo(house.ana, mine.id)) == [one, two, three]
    with pytest.raises(Conflict) as refused:
        house.segments.merge(house.ana, mine.id, three)
    assert refused.value.params["problem"] == "no_next_segment"


@on_sqlite
def test_texts_that_are_too_long_together_stay_apart(house):
    mine = house.project("x" * 600, "y" * 600)

    with pytest.raises(InvalidInput) as refused:
        house.segments.merge(house.ana, mine.id, ids(mine)[0])

    assert (refused.value.params["problem"], refused.value.params["limit"]) == ("too_long", 1000)


@on_sqlite
def test_a_take_is_chosen_removed_and_comes_back(house):
    mine = house.project("one", "two")
    one, two = ids(mine)
    for _ in range(2):
        house.run(mine, segments=[one])
    old, new = house.segments.takes(house.ana, mine.id, one)
    assert (old.is_shown, new.is_shown) == (False, True)
    assert new.sha256
    assert new.url

    chosen = house.segments.choose(house.ana, mine.id, one, old.id).segments[0]
    assert (chosen.take.id, chosen.is_pinned, chosen.take_count) == (old.id, True, 2)
    with pytest.raises(NotFound):
        house.segments.choose(house.ana, mine.id, two, old.id)

    left = house.segments.remove_take(house.ana, mine.id, old.id).segments[0]
    assert (left.take.id, left.is_pinned, left.take_count) == (new.id, False, 1)
    with pytest.raises(NotFound):
        house.segments.remove_take(house.ana, mine.id, old.id)
    back = house.projects.undo(house.ana, mine.id).segments[0]
    assert (back.take.id, back.take_count) == (old.id, 2)


@on_sqlite
def test_a_take_that_shows_nothing_cannot_be_chosen(house):
    mine = house.project("one")
    (one,) = ids(mine)
    house.run(mine, segments=[one], status=RunStatus.FAILED, nodes=NodeStatus.FAILED)
    (failed,) = house.segments.takes(house.ana, mine.id, one)

    with pytest.raises(Conflict) as refused:
        house.segments.choose(house.ana, mine.id, one, failed.id)

    assert refused.value.params["problem"] == "not_made"


@on_sqlite
def test_a_segment_says_where_it_stands(house):
    mine = house.project("a", "b", "c", "d", "e")
    draft, working, failed, stale, left_out = ids(mine)
    house.run(mine, segments=[working], status=RunStatus.RUNNING, nodes=NodeStatus.RUNNING)
    house.run(mine, segments=[failed], status=RunStatus.FAILED, nodes=NodeStatus.FAILED)
    house.run(mine, segments=[stale])
    house.segments.update(house.ana, mine.id, stale, {"prompt": "something else"})
    house.segments.update(house.ana, mine.id, left_out, {"is_included": False})

    found = {segment.id: segment for segment in house.projects.get(house.ana, mine.id).segments}

    assert found[draft].status is SegmentStatus.DRAFT
    assert (found[working].status, found[working].progress) == (SegmentStatus.PROCESSING, 50)
    assert found[failed].status is SegmentStatus.FAILED
    assert found[failed].error["code"] == "provider_rejected"
    assert (found[stale].status, found[stale].is_stale) == (SegmentStatus.COMPLETED, True)
    assert found[left_out].is_included is False


@on_sqlite
def test_progress_is_told_as_the_progress_service_tells_it(house):
    mine = house.project("a", "b", "c")
    one, two, _three = ids(mine)
    house.run(mine, segments=[one])
    house.run(mine, segments=[two], status=RunStatus.RUNNING, nodes=NodeStatus.RUNNING)

    shown = house.projects.get(house.ana, mine.id).progress

    told = house.services.progress.progress(house.ana, mine.id)
    assert (shown.status, shown.completed, shown.total) == (told.status, 1, 3)
    assert (shown.percent, shown.version, shown.takes) == (told.percent, told.version, told.takes)
    assert [run.run_id for run in shown.runs] == [run.run_id for run in told.runs]


@on_sqlite
def test_a_film_is_shown_with_its_place_in_the_library(house):
    mine = house.project("a")
    run_id = house.film(mine)
    preview = house.film(mine, Purpose.ANIMATIC)

    now = house.projects.get(house.ana, mine.id)

    assert (now.film.run_id, now.animatic.run_id) == (run_id, preview)
    assert now.film.content_id
    assert now.film.seconds == 5.0
    assert now.film.download_url.endswith("d=1")
    assert (now.film.is_stale, now.status.value) == (False, "completed")
    house.segments.update(house.ana, mine.id, ids(mine)[0], {"text": secrets.token_hex(4)})
    after = house.projects.get(house.ana, mine.id)
    assert (after.film.is_stale, after.status.value) == (True, "outdated")
    assert after.cost.spent == 10

"""Every step can be undone and done again; who missed which changes is known."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.projects.conftest import Desk, contents, new_segment
from vidgenie.errors import Conflict
from vidgenie.projects import editing, history, store
from vidgenie.projects.tables import ProjectRow, TakeRow

FIRST, SECOND = f"{0:032x}", f"{1:032x}"
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
pytestmark = pytest.mark.postgres_in_soak


def text(value, segment=FIRST):
    return lambda project: editing.change(project, segment, {"text": value})


def titled(title):
    return lambda project: replace(project, title=title)


@on_sqlite
def test_a_step_is_undone_and_done_again(desk):
    desk.do(text("new"), "segment.text", FIRST)
    assert (desk.reach().undo, desk.reach().redo) == ("segment.text", "")

    desk.undo()
    assert desk.project().segments[0].text == "text 0"
    assert (desk.reach().undo, desk.reach().redo) == ("", "segment.text")

    desk.redo()
    assert desk.project().segments[0].text == "new"


@on_sqlite
def test_versions_only_ever_rise(desk):
    seen = [desk.project().version]
    desk.do(text("new"))
    seen.append(desk.project().version)
    desk.undo()
    seen.append(desk.project().version)
    desk.redo()
    seen.append(desk.project().version)

    assert seen == [1, 2, 3, 4]
    assert [s.version for s in desk.project().segments] == [4, 1, 1]


@on_sqlite
def test_what_changes_nothing_is_no_step(desk):
    assert not desk.do(text("text 0"))

    assert desk.project().version == 1
    assert desk.steps() == []


@on_sqlite
def test_a_removed_segment_comes_back_with_all_it_had(desk):
    before = contents(desk.project())
    desk.do(lambda project: editing.remove(project, SECOND), "segment.remove")

    desk.undo()

    assert contents(desk.project()) == before
    assert desk.project().segments[1].version == 3


@on_sqlite
def test_typing_without_a_pause_is_one_step(desk):
    for letter in ("n", "ne", "new"):
        desk.do(text(letter), "segment.text", FIRST, after=9)

    desk.undo()

    assert desk.project().segments[0].text == "text 0"
    assert desk.reach().undo == ""


@on_sqlite
def test_a_pause_another_field_and_another_segment_begin_a_new_step(desk):
    desk.do(text("n"), "segment.text", FIRST)
    desk.do(text("ne"), "segment.text", FIRST, after=11)
    desk.do(text("x", SECOND), "segment.text", SECOND, after=1)
    desk.do(titled("Lake"), "project.title", after=1)

    assert len(desk.steps()) == 4


@on_sqlite
def test_switching_is_never_swallowed_as_typing(desk):
    for seconds in (6, 7):
        desk.do(
            lambda project, s=seconds: editing.change(project, FIRST, {"seconds": s}),
            "segment.seconds",
            FIRST,
            after=1,
        )

    assert len(desk.steps()) == 2


@on_sqlite
def test_a_change_after_an_undo_drops_what_was_undone(desk):
    desk.do(text("one"))
    desk.do(text("two"))
    desk.undo()
    desk.do(titled("Lake"))

    with pytest.raises(Conflict) as refused:
        desk.redo()

    assert refused.value.params["problem"] == "nothing_to_redo"
    assert desk.project().segments[0].text == "one"


@pytest.fixture
def six_steps(monkeypatch):
    assert history.MOST_STEPS == 100
    monkeypatch.setattr(history, "MOST_STEPS", 6)


@on_sqlite
def test_only_the_last_steps_are_kept(desk, six_steps):
    for number in range(11):
        desk.do(titled(f"Title {number}"))
    assert len(desk.steps()) == 6

    for _ in range(6):
        desk.undo()
    with pytest.raises(Conflict) as refused:
        desk.undo()

    assert refused.value.params["problem"] == "nothing_to_undo"
    assert desk.project().title == "Title 4"


@on_sqlite
def test_undo_leaves_alone_what_was_written_without_a_step(desk):
    """A script that was taken over meanwhile, say."""
    desk.do(titled("Lake"))
    with desk.transaction() as session:
        segment = store.segment_rows(session, desk.project_id)[0]
        segment.text = "from elsewhere"

    desk.undo()

    assert desk.project().title == "Sea"
    assert desk.project().segments[0].text == "from elsewhere"


@on_sqlite
def test_a_take_is_removed_and_comes_back(desk):
    take_id = secrets.token_hex(16)
    with desk.transaction() as session:
        session.add(
            TakeRow(
                id=take_id,
                project_id=desk.project_id,
                account_id=desk.account_id,
                segment_id=FIRST,
                run_id="r" * 32,
                node_id="clip-1",
                order={},
                recipe="x",
                created_at=desk.now,
            )
        )

    def takes():
        with desk.transaction() as session:
            return [take.id for take in store.take_rows(session, [desk.project_id]).popitem()[1]]

    desk.do(lambda project: project, "take.remove", removed={take_id: True})
    assert takes() == []
    desk.undo()
    assert takes() == [take_id]
    desk.redo()
    assert takes() == []


@on_sqlite
def test_it_is_known_which_fields_others_touched(desk):
    desk.do(text("new"))
    desk.do(lambda project: editing.change(project, FIRST, {"prompt": "a boat"}))
    desk.do(titled("Lake"))

    assert desk.since(FIRST, 1) == {"text", "prompt"}
    assert desk.since(FIRST, 2) == {"prompt"}
    assert desk.since(SECOND, 1) == frozenset()
    assert desk.since("", 3) == {"title"}
    assert desk.since(FIRST, 4) == frozenset()


@on_sqlite
def test_what_was_undone_was_touched_too(desk):
    desk.do(text("new"))
    desk.do(titled("Lake"))
    desk.undo()
    desk.undo()
    desk.do(lambda project: editing.change(project, FIRST, {"seconds": 9}))

    assert desk.since(FIRST, 3) == {"text", "seconds"}


@on_sqlite
def test_typing_is_touched_again_with_every_letter(desk):
    desk.do(text("n"), "segment.text", FIRST)
    desk.do(text("ne"), "segment.text", FIRST, after=1)

    assert desk.since(FIRST, 2) == {"text"}


@on_sqlite
def test_nothing_is_known_of_what_was_written_without_a_step(desk):
    desk.do(titled("Lake"))
    with desk.transaction() as session:
        session.get(ProjectRow, desk.project_id).version += 1

    assert desk.since(FIRST, 2) is None
    desk.do(text("new"))
    assert desk.since(FIRST, 2) is None
    assert desk.since(FIRST, 3) == {"text"}


@on_sqlite
def test_nothing_is_known_of_steps_that_were_forgotten(desk, six_steps):
    for number in range(11):
        desk.do(titled(f"Title {number}"))

    assert desk.since("", 1) is None
    assert desk.since("", 8) == {"title"}


def an_edit(data, project):
    """One edit of any kind, and what it is called."""
    ids = [segment.id for segment in project.segments]
    one = data.draw(st.sampled_from(ids))
    words = data.draw(st.text("ab ", max_size=8))
    text = editing.segment(project, one).text
    is_long = bool(text[:1].strip() and text[1:].strip())
    edits = {
        "segment.text": lambda: editing.change(project, one, {"text": words}),
        "project.title": lambda: replace(project, title=words),
        "segment.add": lambda: editing.add(project, new_segment(text=words), after=one),
        "order": lambda: editing.reorder(project, data.draw(st.permutations(ids))),
    }
    if one != ids[-1]:
        edits["segment.remove"] = lambda: editing.remove(project, one)
        edits["segment.merge"] = lambda: editing.merge(project, one)
    if is_long:
        new = secrets.token_hex(16)
        edits["segment.split"] = lambda: editing.split(project, one, at=1, new_id=new)
    label = data.draw(st.sampled_from(sorted(edits)))
    return edits[label](), label, one


@on_sqlite
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_undoing_all_is_the_beginning_and_redoing_all_the_end(transaction, data):
    desk = Desk(transaction, account_id=secrets.token_hex(16))
    desk.open(0)
    desk.do(lambda project: editing.add(project, new_segment(text="a b")))
    first = contents(desk.project())
    for _ in range(data.draw(st.integers(1, 8))):
        edited = an_edit(data, desk.project())
        desk.do(lambda _, e=edited: e[0], *edited[1:], after=data.draw(st.sampled_from([1, 60])))
        if data.draw(st.integers(0, 4)) == 0 and desk.reach().undo != "segment.edit":
            desk.undo()
    while desk.reach().redo:
        desk.redo()
    last = contents(desk.project())

    while desk.reach().undo != "segment.edit":
        desk.undo()
    assert contents(desk.project()) == first

    while desk.reach().redo:
        desk.redo()
    assert contents(desk.project()) == last


def test_it_is_the_same_on_both_databases(desk):
    desk.do(text("new"), "segment.text", FIRST)
    desk.do(lambda project: editing.remove(project, SECOND), "segment.remove")
    desk.undo()
    desk.undo()
    desk.redo()

    assert [segment.text for segment in desk.project().segments] == ["new", "text 1", "text 2"]
    assert desk.since(FIRST, 1) == {"text"}

"""Projects are made, changed, found, copied and deleted by their owners, and nobody else."""

from dataclasses import replace

import pytest

from vidgenie.domain.project import MOST_SEGMENTS, Purpose
from vidgenie.domain.project_status import ProjectStatus
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.timeline import Aspect
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.projects.tables import ProjectRow
from vidgenie.services.project_making import NewProject, NewSegment

pytestmark = pytest.mark.postgres_in_soak
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def texts(view):
    return [segment.text for segment in view.segments]


def refusal(error):
    return error.value.params["field"], error.value.params["problem"]


@on_sqlite
def test_a_theme_becomes_a_project_of_empty_segments(house):
    made = house.projects.create(house.ana, NewProject(theme="  Whales   sing ", seconds=45))

    assert (made.title, made.theme) == ("Whales sing", "Whales   sing")
    assert texts(made) == [""] * 9
    assert (made.total_seconds, made.status, made.version) == (45, ProjectStatus.DRAFT, 1)
    assert (made.can_undo, made.can_redo, made.film, made.animatic) == (False, False, None, None)
    assert made.cost.spent == 0
    assert made.cost.available == 100


@on_sqlite
def test_a_pasted_script_is_cut_by_how_long_it_takes_to_say(house):
    script = "Bonjour à tous ! Aujourd'hui, une recette. Elle est simple et bonne.\n\nÀ demain !"

    made = house.projects.create(house.ana, NewProject(title="Pain", script=script))

    assert " ".join(texts(made)) == " ".join(script.split())
    assert texts(made)[-1] == "À demain !"
    assert all(segment.spoken_seconds <= 4.6 for segment in made.segments)


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"theme": ""}, "theme", "empty"),
        ({"theme": " \n "}, "theme", "empty"),
        ({"theme": "x" * 501}, "theme", "too_long"),
        ({"theme": "x", "title": "y" * 201}, "title", "too_long"),
        ({"theme": "x", "seconds": 0}, "totalSeconds", "out_of_range"),
        ({"theme": "x", "seconds": 600}, "totalSeconds", "out_of_range"),
        ({"theme": "x", "seconds": 32}, "totalSeconds", "not_multiple"),
        ({"theme": "x", "pillar": " "}, "pillar", "empty"),
        ({"theme": "x", "pillar": "p" * 41}, "pillar", "too_long"),
        ({"theme": "x", "language": "french"}, "language", "malformed"),
        ({"segments": [NewSegment()] * 61, "title": "x"}, "segments", "too_many"),
        ({"script": "Un mot.\n\n" * 61, "title": "x"}, "segments", "too_many"),
        ({"script": "x" * 60_001, "title": "x"}, "script", "too_long"),
        ({"segments": [NewSegment(text="x" * 1001)]}, "segments.0.text", "too_long"),
        (
            {"segments": [NewSegment(), NewSegment(seconds=31)]},
            "segments.1.seconds",
            "out_of_range",
        ),
        ({"theme": "x", "choices": {"provider": "nobody"}}, "choices.provider", "unknown"),
        ({"theme": "x", "choices": {"music": {"bed": "nothing"}}}, "choices.music.bed", "unknown"),
        ({"theme": "x", "choices": {"colour": "red"}}, "choices.colour", "unknown"),
        ({"theme": "x", "choices": {"aspect": "2:1"}}, "choices.aspect", "enum"),
    ],
)
def test_what_cannot_be_is_told_with_its_field(still_house, values, field, problem):
    with pytest.raises(InvalidInput) as refused:
        still_house.projects.create(still_house.ana, NewProject(**values))

    assert refusal(refused) == (field, problem)
    assert still_house.count(ProjectRow) == 0


@on_sqlite
def test_a_theme_of_html_is_a_text_like_any_other(house):
    made = house.projects.create(house.ana, NewProject(theme="<script>alert(1)</script>"))

    assert made.theme == "<script>alert(1)</script>"


@on_sqlite
def test_nobody_uses_what_is_somebody_elses(house):
    theirs = house.asset(account=house.bob)
    with pytest.raises(NotFound):
        house.project("a", segments=[NewSegment(mode="image", reference=theirs.id)])
    with pytest.raises(NotFound):
        house.project("a", choices={"brand": "f" * 32})
    with pytest.raises(NotFound):
        house.project("a", template="no-such-template")


@on_sqlite
def test_nobody_sees_or_changes_somebody_elses(house):
    mine = house.project("one", "two")
    first = mine.segments[0].id
    projects, segments, bob = house.projects, house.segments, house.bob
    attempts = [
        lambda: projects.get(bob, mine.id),
        lambda: projects.update(bob, mine.id, {"title": "x"}),
        lambda: projects.delete(bob, mine.id),
        lambda: projects.duplicate(bob, mine.id),
        lambda: projects.undo(bob, mine.id),
        lambda: projects.redo(bob, mine.id),
        lambda: segments.add(bob, mine.id, NewSegment()),
        lambda: segments.update(bob, mine.id, first, {"text": "x"}),
        lambda: segments.remove(bob, mine.id, first),
        lambda: segments.reorder(bob, mine.id, [s.id for s in mine.segments]),
        lambda: segments.split(bob, mine.id, first, at=1),
        lambda: segments.merge(bob, mine.id, first),
        lambda: segments.takes(bob, mine.id, first),
        lambda: segments.choose(bob, mine.id, first, ""),
        lambda: segments.remove_take(bob, mine.id, "f" * 32),
    ]

    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()

    assert projects.page(bob).items == []
    assert texts(projects.get(house.ana, mine.id)) == ["one", "two"]


@on_sqlite
def test_some_choices_change_and_the_others_stay(house):
    mine = house.project("one")

    changed = house.projects.update(
        house.ana, mine.id, {"choices": {"aspect": "1:1", "voice": None}}
    )

    assert (changed.choices.aspect, changed.choices.voice) == (Aspect.SQUARE, None)
    assert changed.choices.look == mine.choices.look
    assert (changed.version, changed.undo_label) == (2, "project.choices")


@on_sqlite
def test_what_only_one_of_two_tabs_changed_is_kept(house):
    mine = house.project("one")
    house.projects.update(house.ana, mine.id, {"title": "Lake"}, version=1)

    both = house.projects.update(
        house.ana, mine.id, {"theme": "Fish", "choices": {"aspect": "1:1"}}, version=1
    )

    assert (both.title, both.theme) == ("Lake", "Fish")


@on_sqlite
def test_what_two_tabs_changed_is_a_conflict(house):
    mine = house.project("one")
    house.projects.update(house.ana, mine.id, {"title": "Lake", "choices": {"model": "a"}})

    for changes in ({"title": "River"}, {"choices": {"model": "b"}}):
        with pytest.raises(Conflict) as refused:
            house.projects.update(house.ana, mine.id, changes, version=1)
        assert refused.value.params["problem"] == "edited_elsewhere"

    same = house.projects.update(house.ana, mine.id, {"title": "Lake"}, version=1)
    assert same.version == 2


@on_sqlite
def test_changes_are_undone_and_done_again(house):
    mine = house.project("one", "two")
    house.projects.update(house.ana, mine.id, {"title": "Lake"})
    house.segments.remove(house.ana, mine.id, mine.segments[0].id)

    house.projects.undo(house.ana, mine.id)
    undone = house.projects.undo(house.ana, mine.id)
    assert (undone.title, texts(undone)) == ("Sea", ["one", "two"])
    assert (undone.can_undo, undone.redo_label) == (False, "project.title")

    house.projects.redo(house.ana, mine.id)
    done = house.projects.redo(house.ana, mine.id)
    assert (done.title, texts(done)) == ("Lake", ["two"])
    assert done.can_redo is False


@on_sqlite
def test_a_copy_has_texts_and_choices_but_no_clips(house):
    mine = house.project("one", "two", choices={"aspect": "1:1"})
    house.run(mine, segments=[mine.segments[0].id])

    copied = house.projects.duplicate(house.ana, mine.id)

    assert (copied.title, texts(copied)) == ("Sea (2)", ["one", "two"])
    assert copied.choices == mine.choices
    assert {s.id for s in copied.segments}.isdisjoint(s.id for s in mine.segments)
    assert [segment.take for segment in copied.segments] == [None, None]
    assert copied.can_undo is False


def test_a_deleted_project_is_gone(house):
    mine = house.project("one")

    house.projects.delete(house.ana, mine.id)

    with pytest.raises(NotFound):
        house.projects.get(house.ana, mine.id)
    with pytest.raises(NotFound):
        house.projects.delete(house.ana, mine.id)
    assert house.projects.page(house.ana).total == 0


@on_sqlite
def test_a_project_is_not_deleted_while_something_is_made_for_it(house):
    mine = house.project("one")
    house.run(
        mine, segments=[mine.segments[0].id], status=RunStatus.RUNNING, nodes=NodeStatus.RUNNING
    )

    with pytest.raises(Conflict) as refused:
        house.projects.delete(house.ana, mine.id)

    assert refused.value.params["problem"] == "running"
    assert texts(house.projects.get(house.ana, mine.id)) == ["one"]


@pytest.fixture
def shelf(house):
    """Projects that stand everywhere a Project can."""
    found = {
        name: house.project("one", title=name, theme="Été à la mer" if name == "ready" else "")
        for name in ("draft", "ready", "generating", "failed", "completed", "outdated", "scripting")
    }
    segment = {name: [project.segments[0].id] for name, project in found.items()}
    house.run(found["ready"], segments=segment["ready"])
    working = {"status": RunStatus.RUNNING, "nodes": NodeStatus.RUNNING}
    house.run(found["generating"], segments=segment["generating"], **working)
    house.run(found["scripting"], Purpose.SCRIPT, status=RunStatus.QUEUED)
    house.run(
        found["failed"],
        segments=segment["failed"],
        status=RunStatus.FAILED,
        nodes=NodeStatus.FAILED,
    )
    house.film(found["completed"])
    house.film(found["outdated"])
    house.segments.update(house.ana, found["outdated"].id, segment["outdated"][0], {"text": "x"})
    return found


def test_every_project_is_listed_with_where_it_stands(house, shelf):
    house.project("theirs", account=house.bob)

    page = house.projects.page(house.ana)

    assert {row.title: row.status.value for row in page.items} == {name: name for name in shelf}
    assert page.total == 7
    numbers = page.statistics
    assert (numbers.draft, numbers.generating, numbers.completed, numbers.failed) == (2, 2, 2, 1)
    assert (numbers.total, numbers.videos, numbers.seconds, numbers.credits) == (7, 2, 10.0, 30)
    assert page.items[0].title == "outdated"
    film = next(row for row in page.items if row.title == "completed")
    assert film.video_url
    assert film.thumbnail_url


@on_sqlite
@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"status": "draft"}, {"draft", "ready"}),
        ({"status": "generating"}, {"generating", "scripting"}),
        ({"status": "completed"}, {"completed", "outdated"}),
        ({"status": "outdated"}, {"outdated"}),
        ({"status": "ready"}, {"ready"}),
        ({"status": "scripting"}, {"scripting"}),
        ({"status": "failed"}, {"failed"}),
        ({"q": "ETE A"}, {"ready"}),
        ({"q": "Dra"}, {"draft"}),
        ({"pillar": "story"}, set()),
        ({"provider": "luma"}, {"draft"}),
    ],
)
def test_projects_are_found(house, shelf, wanted, titles):
    draft = shelf["draft"]
    house.segments.update(house.ana, draft.id, draft.segments[0].id, {"provider": "luma"})

    page = house.projects.page(house.ana, **wanted)

    assert {row.title for row in page.items} == titles
    assert page.statistics.total == 7


@on_sqlite
@pytest.mark.parametrize(
    ("wanted", "field"),
    [({"page": 0}, "page"), ({"page_size": 101}, "pageSize"), ({"status": "odd"}, "status")],
)
def test_a_list_that_cannot_be_is_refused(house, wanted, field):
    with pytest.raises(InvalidInput) as refused:
        house.projects.page(house.ana, **wanted)

    assert refused.value.params["field"] == field


@on_sqlite
def test_a_list_takes_as_many_queries_for_twenty_as_for_one(house):
    def add():
        project = house.project("one", "two")
        house.film(project)

    add()
    one = house.queries(lambda: house.projects.page(house.ana))
    for _ in range(19):
        add()
    twenty = house.queries(lambda: house.projects.page(house.ana))

    assert twenty == one
    assert len(house.projects.page(house.ana).items) == 20


@on_sqlite
def test_a_project_takes_as_many_queries_for_sixty_segments_as_for_one(house):
    small = house.project("one")
    large = house.project(*["one"] * MOST_SEGMENTS)
    for project in (small, large):
        house.film(project)

    counts = [
        house.queries(lambda p=project: house.projects.get(house.ana, p.id))
        for project in (small, large)
    ]

    assert counts[0] == counts[1]


@on_sqlite
def test_a_script_that_is_there_is_taken_over_before_anybody_looks(house):
    mine = house.project("one")
    with house.transaction() as session:
        session.get(ProjectRow, mine.id).script_run_id = "9" * 32
    taken = []

    def take_over(account_id, project_id):
        taken.append(project_id)
        with house.transaction() as session:
            session.get(ProjectRow, project_id).script_run_id = None
        return True

    projects = replace(house.projects, take_over=take_over)
    projects.get(house.ana, mine.id)
    projects.page(house.ana)

    assert taken == [mine.id]

"""What is left of deleted Projects goes, and nothing else does."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from vidgenie.domain.project import Purpose
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.library.assets import to_asset
from vidgenie.library.tables import AssetRow, BrandKitRow, ContentRow
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow, StepRow, TakeRow
from vidgenie.services import project_erasure
from vidgenie.services.discarding import Discarder
from vidgenie.services.project_erasure import NOBODY, ProjectErasure
from vidgenie.services.project_making import NewSegment

pytestmark = pytest.mark.postgres_in_soak
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
OF_PROJECTS = (ProjectRow, SegmentRow, TakeRow, ProjectRunRow, StepRow)


@pytest.fixture
def erasure(house):
    """It waits for nobody."""
    return ProjectErasure(house.services.engine, quiet=0.0)


def ids(view):
    return [segment.id for segment in view.segments]


def made(house, run_id):
    """Ids of what a Run made, that is still there."""
    with house.transaction() as session:
        return set(session.exec(select(AssetRow.id).where(AssetRow.run_id == run_id)))


def delete(house, *projects):
    for project in projects:
        house.projects.delete(house.ana, project.id)


def test_nothing_is_left(house, erasure):
    mine = house.project("one", "two")
    house.segments.update(house.ana, mine.id, ids(mine)[0], {"text": "eins"})
    house.run(mine, segments=ids(mine))
    house.film(mine, Purpose.ANIMATIC)
    assert house.files()

    delete(house, mine)
    assert erasure.sweep() == 1

    assert house.files() == set()
    for table in (*OF_PROJECTS, AssetRow, ContentRow, RunRow, NodeRow):
        assert house.count(table) == 0, table
    assert erasure.sweep() == 0


@on_sqlite
def test_what_was_not_deleted_stays(house, erasure):
    mine, other = house.project("one"), house.project("two")
    run_id = house.run(other, segments=ids(other))
    files = house.files()
    delete(house, mine)

    erasure.sweep()

    assert house.files() == files
    assert len(made(house, run_id)) == 1
    assert house.projects.get(house.ana, other.id).segments[0].take


def test_a_finished_video_stays_in_the_library_without_the_clips(house, erasure):
    mine = house.project("one")
    run_id = house.film(mine)
    film = house.projects.get(house.ana, mine.id).film
    delete(house, mine)

    erasure.sweep()

    kept = house.services.library.get(house.ana, film.content_id)
    assert kept.video_url
    assert kept.thumbnail_url
    assert len(made(house, run_id)) == 2
    assert len(house.files()) == 2
    assert house.services.runs.view(house.ana, run_id).status is RunStatus.SUCCEEDED
    assert house.count(TakeRow) == 0


@on_sqlite
def test_a_video_that_was_taken_out_of_the_library_goes_too(house, erasure):
    mine = house.project("one")
    house.film(mine)
    film = house.projects.get(house.ana, mine.id).film
    house.services.library.delete(house.ana, film.content_id)
    delete(house, mine)

    erasure.sweep()

    assert house.files() == set()
    assert house.count(RunRow) == 0


@on_sqlite
def test_what_something_else_shows_stays(house, erasure):
    mine = house.project("one", "two", "three", "four", "five")
    run_id = house.run(mine, segments=ids(mine))
    in_video, in_kit, in_project, in_take, _gone = made(house, run_id)
    now = datetime.now(tz=UTC)
    with house.transaction() as session:
        values = {"account_id": house.ana.id, "created_at": now, "updated_at": now}
        shown = {"type": "video", "title": "x", "prompt": "x", "status": "completed"}
        session.add(ContentRow(id="c" * 32, video_asset_id=in_video, **shown, **values))
        looks = {"name": "x", "logo_corner": "top-left", "logo_width": 0.1, "logo_opacity": 1.0}
        session.add(BrandKitRow(id="b" * 32, intro_asset_id=in_kit, **looks, **values))
    other = house.project(
        "x", segments=[NewSegment(mode="own", reference=in_project), NewSegment(text="y")]
    )
    reuse(house, other, in_take)
    delete(house, mine)

    erasure.sweep()

    assert made(house, run_id) == {in_video, in_kit, in_project, in_take}
    assert len(house.files()) == 4


@on_sqlite
def test_what_outlived_its_project_goes_with_the_last_one_that_shows_it(house, erasure):
    mine = house.project("one")
    run_id = house.run(mine, segments=ids(mine))
    (clip,) = made(house, run_id)
    shows = house.project("x", segments=[NewSegment(mode="own", reference=clip)])
    reuses = house.project("y")
    reuse(house, reuses, clip)
    for project, left in ((mine, 1), (shows, 1), (reuses, 0)):
        delete(house, project)
        erasure.sweep()
        assert len(house.files()) == left


def reuse(house, project, asset_id):
    """A Take of the Project that is an Asset another Run made."""
    with house.transaction() as session:
        asset = to_asset(session.get(AssetRow, asset_id))
    house.run(project, segments=[ids(project)[-1]], reuses=asset)


@on_sqlite
def test_the_same_file_of_somebody_else_stays(house, erasure):
    mine = house.project("one")
    run_id = house.run(mine)
    content = secrets.token_bytes(20)
    house.asset(run_id=run_id, node_id="clip-0", content=content)
    theirs = house.asset(account=house.bob, content=content)
    delete(house, mine)

    erasure.sweep()

    assert house.files() == {f"{theirs.sha256}.png"}
    assert made(house, run_id) == set()


@on_sqlite
def test_uploads_stay(house, erasure):
    picture = house.asset()
    mine = house.project("x", segments=[NewSegment(mode="own", reference=picture.id)])
    delete(house, mine)

    erasure.sweep()

    assert house.files() == {f"{picture.sha256}.png"}


@on_sqlite
def test_a_project_waits_for_its_runs(house, erasure):
    mine = house.project("one")
    run_id = house.run(mine, segments=ids(mine), status=RunStatus.RUNNING)
    house.projects.delete(house.ana, mine.id, cancels=True)
    with house.transaction() as session:
        assert session.get(RunRow, run_id).status == RunStatus.CANCELLING

    assert erasure.sweep() == 0
    assert house.count(ProjectRow) == 1
    house.end(run_id, RunStatus.CANCELLED, NodeStatus.CANCELLED)
    assert erasure.sweep() == 1

    assert house.count(ProjectRow) == 0
    assert house.files() == set()


class Crash(BaseException):
    """The process died here."""


@on_sqlite
@pytest.mark.parametrize("at", ["forget", "files", "rows"])
def test_a_crash_anywhere_is_made_up_for(house, erasure, monkeypatch, at):
    mine = house.project("one", "two")
    house.run(mine, segments=ids(mine))
    delete(house, mine)

    def die(*_args, **_kwargs):
        raise Crash

    with monkeypatch.context() as patch:
        if at == "forget":
            patch.setattr(project_erasure, "_forget_runs", die)
        elif at == "files":
            patch.setattr(Discarder, "delete", die)
        else:
            patch.setattr(project_erasure, "delete", die)
        with pytest.raises(Crash):
            erasure.sweep()
    erasure.sweep()

    assert house.files() == set()
    assert house.count(AssetRow) == 0
    assert house.count(ProjectRow) == 0


@on_sqlite
def test_what_belongs_to_nobody_is_nobodys(house, erasure, monkeypatch):
    """Not for a moment may a Run use a file that is about to go."""
    mine = house.project("one")
    run_id = house.run(mine, segments=ids(mine))
    owners = []

    def look(*_args):
        with house.transaction() as session:
            owners.extend(session.exec(select(AssetRow.account_id)))

    monkeypatch.setattr(Discarder, "delete", look)
    delete(house, mine)
    erasure.sweep()

    assert owners == [NOBODY]
    assert made(house, run_id) == set()

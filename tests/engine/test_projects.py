"""Projects on the engine: what is asked for is made once, and paid for once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.engine.camera import PLAIN, SECONDS, Film
from vidgenie.domain.project import Purpose
from vidgenie.domain.project_status import ProjectStatus
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, InsufficientCredits, InvalidInput, NotFound
from vidgenie.services.production import Plan

pytestmark = pytest.mark.postgres_in_soak
FILM = Plan(Purpose.FILM)
CLIP = 10  # credits


def balance(film: Film) -> int:
    return film.services.credits.balance(film.studio.account).credits


async def test_a_film_makes_what_is_missing_and_nothing_else(film):
    project = film.project("a fox", "an owl")
    before = balance(film)

    view = await film.make(project, FILM)

    assert view.status is RunStatus.SUCCEEDED, view.error
    assert view.result.seconds == pytest.approx(2 * SECONDS)
    assert sorted(film.camera.prompts) == ["a fox", "an owl"]
    assert before - balance(film) == 2 * CLIP
    progress = film.services.progress.progress(film.studio.account, project)
    assert (progress.status, progress.completed, progress.total) == (ProjectStatus.COMPLETED, 2, 2)
    again = await film.make(project, FILM)
    assert again.status is RunStatus.SUCCEEDED
    assert len(film.camera.requests) == 2
    assert before - balance(film) == 2 * CLIP
    assert film.studio.violations() == {}


async def test_a_segment_made_anew_is_one_submission_and_one_film(film):
    project = film.project("a fox", "an owl", "a bear")
    await film.make(project, FILM)
    before = film.shas(project)
    film.change(project, 2, prompt="a snowy owl")
    segment = film.now(project).segments[1].id

    started = await asyncio.to_thread(
        film.services.production.remake, film.studio.account, project, segment
    )
    view = await film.studio.finish(started.run_id, within=120)

    assert view.status is RunStatus.SUCCEEDED, view.error
    assert film.camera.prompts[3:] == ["a snowy owl"]
    assert [node.type for node in view.nodes].count("assemble") == 1
    after = film.shas(project)
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    assert view.charged == CLIP
    takes = film.stage(project).takes[segment]
    assert [take.order.prompt for take in takes] == ["an owl", "a snowy owl"]


@pytest.mark.soak
async def test_several_takes_are_made_at_once_and_what_was_shown_stays(film):
    project = film.project("a fox")
    await film.make(project, FILM)
    segment = film.now(project).segments[0].id
    shown = film.stage(project).shown

    view = await film.make(project, Plan(Purpose.TAKES, [segment], count=3))

    assert view.status is RunStatus.SUCCEEDED, view.error
    assert film.stage(project).shown == shown
    seeds = [take.order.seed for take in film.stage(project).takes[segment]]
    assert seeds == [0, 1, 2, 3]
    assert view.charged == 3 * CLIP


async def test_an_older_take_that_was_chosen_is_in_the_film(film):
    project = film.project("a fox")
    await film.make(project, FILM)
    first = film.shas(project)
    segment = film.now(project).segments[0].id
    await film.make(project, Plan(Purpose.TAKES, [segment]))
    assert film.shas(project) != first

    film.change(project, 1, take=film.stage(project).takes[segment][0].id)

    assert film.shas(project) == first
    assert film.stage(project).due == []


async def test_who_presses_twice_pays_once(film):
    project = film.project("a fox", "an owl")
    film.camera.held.add("a fox")
    run = await film.start(project, FILM)

    with pytest.raises(Conflict) as caught:
        await film.start(project, FILM)
    assert caught.value.params["problem"] == "running"

    film.camera.held.clear()
    await film.studio.finish(run, within=120)
    assert len(film.camera.requests) == 2


def test_who_presses_in_two_tabs_at_once_pays_once(idle_film):
    project = idle_film.project("a fox", "an owl")
    before = balance(idle_film)

    def press(_: int) -> str:
        try:
            account = idle_film.studio.account
            return idle_film.services.production.produce(account, project, FILM).run_id
        except Conflict as error:
            return str(error.params["problem"])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, range(4)))

    assert answers.count("running") == 3, answers
    assert before - balance(idle_film) == 2 * CLIP


def test_the_same_key_answers_the_run_it_started_though_nothing_is_missing_now(idle_film):
    project = idle_film.project("a fox")
    account, produce = idle_film.studio.account, idle_film.services.production.produce

    first = produce(account, project, FILM, idempotency_key="k")

    assert produce(account, project, FILM, idempotency_key="k") == first
    with pytest.raises(Conflict) as caught:
        produce(account, project, Plan(Purpose.ANIMATIC), idempotency_key="k")
    assert caught.value.params["problem"] == "idempotency_key_reused"


async def test_a_clip_that_was_refused_is_asked_for_again_and_the_others_are_kept(film):
    project = film.project("a fox", "an owl")
    film.camera.refused.add("an owl")
    before = balance(film)
    failed = await film.make(project, FILM)
    assert failed.status is RunStatus.FAILED
    assert before - balance(film) == CLIP
    progress = film.services.progress.progress(film.studio.account, project)
    assert progress.status is ProjectStatus.FAILED
    assert [take.status for take in progress.takes] == ["completed", "failed"]

    film.camera.refused.clear()
    view = await film.make(project, FILM)

    assert view.status is RunStatus.SUCCEEDED, view.error
    assert sorted(film.camera.prompts) == ["a fox", "an owl"]
    assert before - balance(film) == 2 * CLIP


async def test_a_clip_in_doubt_is_not_ordered_again_until_its_time_is_over(film):
    project = film.project("a fox")
    film.camera.lost.add("a fox")
    before = balance(film)
    doubtful = await film.make(project, FILM)
    assert doubtful.status is RunStatus.UNKNOWN
    assert film.stage(project).due == []
    with pytest.raises(Conflict) as caught:
        await film.start(project, FILM)
    assert caught.value.params["problem"] == "in_doubt"
    film.camera.lost.clear()

    with film.services.engine.transaction() as session:
        session.get(RunRow, doubtful.id).doubt_until = datetime(2026, 1, 1, tzinfo=UTC)
    assert film.services.engine.settle_doubts() == [doubtful.id]

    view = await film.make(project, FILM)
    assert view.status is RunStatus.SUCCEEDED, view.error
    assert before - balance(film) == CLIP


@pytest.mark.soak
async def test_a_segment_that_is_left_out_gets_a_clip_and_no_film(film):
    project = film.project("a fox", "an owl")
    film.change(project, 2, is_included=False)
    await film.make(project, FILM)
    segment = film.now(project).segments[1].id

    with pytest.raises(InvalidInput) as caught:
        await film.start(project, Plan(Purpose.FILM, [segment]))
    assert caught.value.params["problem"] == "left_out"
    started = await asyncio.to_thread(
        film.services.production.remake, film.studio.account, project, segment
    )

    view = await film.studio.finish(started.run_id, within=120)
    assert view.status is RunStatus.SUCCEEDED, view.error
    assert film.camera.prompts == ["a fox", "an owl"]
    assert "assemble" not in {node.type for node in view.nodes}


async def test_a_segment_that_is_left_out_is_neither_made_nor_paid(film):
    project = film.project("a fox", "an owl")
    film.change(project, 2, is_included=False)

    view = await film.make(project, FILM)

    assert view.result.seconds == pytest.approx(SECONDS)
    assert film.camera.prompts == ["a fox"]


async def test_a_preview_costs_nothing_whoever_makes_the_clips(film):
    project = film.project("a fox on a hill", "an owl at night")
    before = balance(film)

    view = await film.make(project, Plan(Purpose.ANIMATIC))

    assert view.status is RunStatus.SUCCEEDED, view.error
    assert (view.held, view.charged) == (0, 0)
    assert balance(film) == before
    assert film.camera.requests == []
    assert view.result.seconds == pytest.approx(2 * SECONDS)
    assert film.services.library.page(film.studio.account).total == 0


async def test_script_and_film_are_one_run(film):
    choices = replace(PLAIN, text_provider="pen")
    project = film.project("", "", choices=choices, title="")

    view = await film.make(project, Plan(Purpose.QUICK))

    assert view.status is RunStatus.SUCCEEDED, view.error
    stage = film.stage(project)
    texts = [segment.prompt for segment in stage.project.segments]
    assert all(texts)
    assert sorted(film.camera.prompts) == sorted(texts)
    assert stage.project.script_by == "pen"
    assert stage.project.title
    assert stage.due == []
    progress = film.services.progress.progress(film.studio.account, project)
    assert progress.status is ProjectStatus.COMPLETED
    assert view.charged == 2 * CLIP + 1


async def test_a_script_is_taken_over_once_and_can_be_undone(film):
    project = film.project("old one", "old two", choices=replace(PLAIN, text_provider="pen"))

    await film.make(project, Plan(Purpose.SCRIPT))

    written = film.now(project)
    assert all(segment.text for segment in written.segments)
    assert film.now(project) == written
    film.services.projects.undo(film.studio.account, project)
    assert [segment.prompt for segment in film.now(project).segments] == ["old one", "old two"]


async def test_a_script_that_failed_leaves_the_texts_and_can_be_asked_for_again(film):
    project = film.project("old", choices=replace(PLAIN, text_provider="pen"))
    film.studio.pen.scripts += ["nonsense", "nonsense"]

    failed = await film.make(project, Plan(Purpose.SCRIPT))

    assert failed.status is RunStatus.FAILED
    assert failed.charged == 0
    assert film.now(project).segments[0].prompt == "old"
    again = await film.make(project, Plan(Purpose.SCRIPT))
    assert again.status is RunStatus.SUCCEEDED


async def test_two_scripts_are_not_written_at_once(idle_film):
    project = idle_film.project("", choices=replace(PLAIN, text_provider="pen"))
    account, production = idle_film.studio.account, idle_film.services.production
    production.script(account, project)

    with pytest.raises(Conflict) as caught:
        production.script(account, project)

    assert caught.value.params["problem"] == "being_written"


@pytest.mark.soak
async def test_clips_are_made_one_after_the_other_when_that_is_wanted(film):
    project = film.project("a fox", "an owl", "a bear")
    film.camera.held.add("a fox")

    run = await film.start(project, Plan(Purpose.FILM, in_turn=True))
    await film.studio.until(run, "clip-1")

    assert film.camera.prompts in ([], ["a fox"])
    film.camera.held.clear()
    view = await film.studio.finish(run, within=120)
    assert view.status is RunStatus.SUCCEEDED, view.error
    assert film.camera.prompts == ["a fox", "an owl", "a bear"]


@pytest.mark.soak
async def test_providers_are_compared_and_the_film_stays_what_it_was(film):
    project = film.project("a fox")
    await film.make(project, FILM)
    shown = film.stage(project).shown

    started = await asyncio.to_thread(
        film.services.production.compare,
        film.studio.account,
        project,
        [("camera", ""), ("local", "")],
    )
    for one in started:
        view = await film.studio.finish(one.run_id, within=120)
        assert view.status is RunStatus.SUCCEEDED, view.error

    segment = film.now(project).segments[0].id
    takes = film.stage(project).takes[segment]
    assert [take.provider for take in takes] == ["camera", "camera", "local"]
    assert film.stage(project).shown == shown


def test_what_cannot_be_paid_starts_nothing_at_all(idle_film):
    projects = [idle_film.project(*"abcdef") for _ in range(2)]
    before = balance(idle_film)
    assert 6 * CLIP < before < 12 * CLIP

    with pytest.raises(InsufficientCredits):
        idle_film.services.production.admit(idle_film.studio.account, projects)

    assert balance(idle_film) == before
    assert idle_film.stage(projects[0]).runs == []
    assert idle_film.studio.open_holds() == 0


async def test_cancelling_stops_every_run_of_the_project_and_gives_the_credits_back(film):
    project = film.project("a fox", "an owl")
    film.camera.held |= {"a fox", "an owl"}
    before = balance(film)
    run = await film.start(project, FILM)
    await film.studio.until(run, "clip-1")

    await asyncio.to_thread(film.services.progress.cancel, film.studio.account, project)
    view = await film.studio.finish(run)

    assert view.status is RunStatus.CANCELLED
    assert balance(film) == before
    assert {take.status for takes in film.stage(project).takes.values() for take in takes} == {
        NodeStatus.CANCELLED
    }
    assert sorted(film.stage(project).due) == sorted(
        film.stage(project).project.segments[i].id for i in (0, 1)
    )


def test_nobody_makes_anything_of_somebody_elses_project(idle_film):
    project = idle_film.project("a fox")
    accounts = idle_film.services.accounts
    stranger = accounts.register("stranger@example.com", "correct horse battery").account

    for work in (
        lambda: idle_film.services.production.produce(stranger, project, FILM),
        lambda: idle_film.services.production.quote(stranger, project, FILM),
        lambda: idle_film.services.production.script(stranger, project),
        lambda: idle_film.services.progress.progress(stranger, project),
        lambda: idle_film.services.progress.cancel(stranger, project),
    ):
        with pytest.raises(NotFound):
            work()


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"is_included": False}, "segments", "empty"),
        ({"mode": "video"}, "segments.1.reference", "missing"),
        ({"seconds": 30}, "seconds", "unsupported"),
        ({"mode": "own"}, "segments.1", "no_clip"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is_paid(idle_film, values, field, problem):
    project = idle_film.project("a fox")
    idle_film.change(project, 1, **values)

    with pytest.raises(InvalidInput) as caught:
        idle_film.services.production.produce(idle_film.studio.account, project, FILM)

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, problem)

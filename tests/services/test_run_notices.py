"""What owners of Runs are told when these end."""

import secrets
from datetime import UTC, datetime

import pytest

from vidgenie.domain.project import Purpose
from vidgenie.domain.run import RunStatus
from vidgenie.engine.ports import Ended, Lapsed
from vidgenie.projects.tables import ProjectRow, ProjectRunRow
from vidgenie.services.run_notices import RunBell, shortened

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
RUN, ANA = "a" * 32, "b" * 32


@pytest.fixture
def database_kind():
    """What is told does not depend on the database."""
    return "sqlite"


@pytest.fixture
def ring(transaction):
    """Ends a Run; (kind, what came with it) of what was told."""

    def rung(status=RunStatus.SUCCEEDED, **more):
        told = []

        def tell(session, account_id, kind, **given):
            told.append((account_id, kind, given))
            return True

        given = {
            "run_id": RUN,
            "account_id": ANA,
            "status": status,
            "resumed": 0,
            "source": "graph",
            "prompt": "A fox in the snow",
            "charged": 12,
            "error": None,
            "doubt_until": None,
        }
        with transaction() as session:
            RunBell(tell, {"luma": "Luma"}).ring(session, Ended(**given | more))
        return told

    return rung


@pytest.fixture
def work_for_project(transaction):
    """Has the Run work for a Project."""

    def work(purpose):
        project = ProjectRow(
            id=secrets.token_hex(16),
            account_id=ANA,
            title="Foxes",
            choices={},
            created_at=NOW,
            updated_at=NOW,
        )
        with transaction() as session:
            session.add(project)
            session.flush()
            session.add(
                ProjectRunRow(
                    run_id=RUN,
                    project_id=project.id,
                    account_id=ANA,
                    purpose=purpose,
                    created_at=NOW,
                )
            )

    return work


def test_a_run_that_is_finished(ring):
    ((account_id, kind, given),) = ring()

    assert (account_id, kind, given["href"]) == (ANA, "run_finished", f"/runs/{RUN}")
    assert given["params"] == {"title": "A fox in the snow", "credits": 12}


def test_a_run_that_failed_says_by_what_and_what_came_back(ring):
    ((_, kind, given),) = ring(
        RunStatus.FAILED,
        error={"code": "provider_rejected", "provider": "luma"},
        charged=0,
        refunded=7,
    )

    assert (kind, given["params"]["error"]["provider"]) == ("run_failed", "Luma")
    assert (given["params"]["credits"], given["params"]["refunded"]) == (0, 7)


def test_a_run_in_doubt_says_until_when_its_owner_can_decide(ring):
    ((_, kind, given),) = ring(RunStatus.UNKNOWN, doubt_until=NOW)

    assert (kind, given["params"]["until"]) == ("run_doubt", "2026-03-10T12:00:00+00:00")


@pytest.fixture
def lapse(transaction):
    """A Run in doubt about which nobody decided; what is told of it."""

    def lapsed(**more):
        told = []

        def tell(session, account_id, kind, **given):
            told.append((account_id, kind, given))
            return True

        given = {
            "run_id": RUN,
            "account_id": ANA,
            "resumed": 0,
            "source": "graph",
            "prompt": "A fox in the snow",
            "released": 7,
        }
        with transaction() as session:
            RunBell(tell, {}).lapse(session, Lapsed(**given | more))
        return told

    return lapsed


def test_who_did_not_decide_is_told_what_came_back(lapse):
    ((account_id, kind, given),) = lapse()

    assert (account_id, kind, given["href"]) == (ANA, "run_undecided", f"/runs/{RUN}")
    assert given["params"] == {"title": "A fox in the snow", "credits": 7}


def test_each_doubt_of_a_run_is_an_event_of_its_own(lapse, ring):
    keys = [given["key"] for again in (0, 0, 1) for _, _, given in lapse(resumed=again)]
    ((_, _, doubt),) = ring(RunStatus.UNKNOWN, doubt_until=NOW)

    assert len({*keys, doubt["key"]}) == 3


def test_a_doubt_about_a_project_is_called_after_it(lapse, work_for_project):
    work_for_project(Purpose.SCRIPT)

    ((_, _, given),) = lapse(source="project")

    assert given["params"]["title"] == "Foxes"


@pytest.mark.parametrize("status", [RunStatus.CANCELLED, RunStatus.UNKNOWN])
def test_who_cancelled_is_told_nothing(ring, status):
    assert ring(status) == []


def test_a_run_that_was_taken_up_again_is_told_again_under_another_key(ring):
    keys = {given["key"] for again in (0, 0, 1) for _, _, given in ring(resumed=again)}

    assert len(keys) == 2


@pytest.mark.parametrize(
    ("purpose", "status", "kinds"),
    [
        (Purpose.FILM, RunStatus.SUCCEEDED, ["run_finished"]),
        (Purpose.QUICK, RunStatus.SUCCEEDED, ["run_finished"]),
        (Purpose.TAKES, RunStatus.FAILED, ["run_failed"]),
        (Purpose.SCRIPT, RunStatus.SUCCEEDED, []),
        (Purpose.ANIMATIC, RunStatus.FAILED, []),
        (Purpose.SCRIPT, RunStatus.UNKNOWN, ["run_doubt"]),
    ],
)
def test_of_a_project_what_takes_long_or_asks_for_a_decision(
    ring, work_for_project, purpose, status, kinds
):
    work_for_project(purpose)

    told = ring(status, source="project", doubt_until=NOW)

    assert [kind for _, kind, _ in told] == kinds
    assert {given["params"]["title"] for _, _, given in told} <= {"Foxes"}


@pytest.mark.parametrize(
    ("text", "title"),
    [("", ""), ("  two\r\nlines ", "two lines"), ("x" * 60, "x" * 60), ("x" * 61, f"{'x' * 59}…")],
)
def test_a_title_is_one_short_line(text, title):
    assert shortened(text) == title

"""kill -9 at every boundary of a provider call: one order each, or a doubt its owner settles."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.boundaries import (
    COMFY,
    LOCAL,
    LUMA,
    OPENAI,
    REMOTE,
    RUNWAY,
    STABILITY,
    Job,
    Scene,
    until,
)
from tests.support.fake_services import FakeServices
from tests.support.gates import Stage
from tests.support.server import Client, Server
from vidgenie import db
from vidgenie.settings import Settings

pytestmark = [pytest.mark.crash, pytest.mark.postgres_in_soak, pytest.mark.timeout(240)]
# Those whose work comes in files of its own, after the answer to the order.
FETCHED = (RUNWAY, LUMA, COMFY)
FALLBACK = ("stability", "openai", "comfyui")
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@contextmanager
def installation(home: Path, database_url: str) -> Iterator[Scene]:
    """A server to kill, and services it knows no others than."""
    with FakeServices(polls=1) as services:
        server = Server(home, database_url, extra=services.env())
        server.start(within=300)
        database = db.open_engine(Settings(home=home, database_url=database_url).database)
        Client.register(server, "admin@example.com")
        try:
            yield Scene(server, services, database)
        finally:
            database.dispose()
            server.stop()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One on SQLite: each test takes it as the one before left it, killed and started again."""
    with installation(tmp_path_factory.mktemp("providers") / "home", "") as scene:
        yield scene


@pytest.fixture
def scene(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """The one on SQLite, or one on an empty PostgreSQL."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("lasting")
        return
    with installation(tmp_path / "home", request.getfixturevalue("database_url")) as found:
        yield found


@on_sqlite
@pytest.mark.parametrize(
    ("makers", "boundary", "stage"),
    [
        pytest.param(
            REMOTE, "question", Stage.ASKED, id="before the order", marks=pytest.mark.soak
        ),
        pytest.param(FETCHED, "poll", Stage.ASKED, id="during a poll", marks=pytest.mark.soak),
        pytest.param(
            FETCHED, "download", Stage.HALF, id="during the download", marks=pytest.mark.soak
        ),
        pytest.param(FETCHED, "download", Stage.WHOLE, id="before the capture"),
    ],
)
def test_where_nothing_is_in_doubt_the_run_goes_on(scene, makers, boundary, stage):
    person = scene.person()
    gates = [scene.services.stop(m.slug, getattr(m, boundary), stage) for m in makers]
    jobs = [person.start(maker) for maker in makers]

    scene.kill(gates)
    scene.restart()

    ended = {job.maker.slug: person.finished(job)["status"] for job in jobs}
    assert ended == {maker.slug: "COMPLETED" for maker in makers}
    assert all(scene.paid_once(job) for job in jobs)
    assert scene.is_sound(jobs)
    assert person.credits() == (100 - sum(maker.price for maker in makers), 0)


def test_an_order_without_an_answer_is_found_or_asked_about(scene):
    person = scene.person()
    drawing = person.start(LOCAL)
    gates = [scene.services.stop(m.slug, m.order, Stage.TAKEN) for m in REMOTE]
    clip, found, drawn, picture, text = (person.start(maker) for maker in REMOTE)

    scene.kill(gates)
    scene.restart()

    assert [person.finished(job)["status"] for job in (found, drawn, drawing)] == ["COMPLETED"] * 3
    assert scene.paid_once(found)
    assert scene.paid_once(drawn)
    assert scene.paid_once(drawing, orders=0)
    assert all(person.is_asked(job) for job in (clip, picture, text))
    assert [scene.orders(job) for job in (clip, picture, text)] == [1, 1, 1]
    assert person.credits() == (100 - 26, 14)

    assert person.decide(clip, "give_up") == 200
    assert [person.decide(clip, word) for word in ("give_up", "again", "look")] == [409] * 3
    assert (person.decide(picture, "again"), person.decide(text, "again")) == (200, 200)

    assert [person.finished(job)["status"] for job in (clip, picture, text)] == [
        "FAILED",
        "COMPLETED",
        "COMPLETED",
    ]
    assert scene.given_back(clip)
    assert scene.paid_once(picture, orders=2)
    assert scene.paid_once(text, orders=2)
    assert scene.is_sound([clip, found, drawn, picture, text])
    assert person.credits() == (100 - 16, 0)


@on_sqlite
@pytest.mark.soak
def test_an_order_that_never_arrived_is_made_once_more_if_that_is_sure(scene):
    person = scene.person()
    makers = (RUNWAY, LUMA, COMFY)
    gates = [scene.services.stop(m.slug, m.order, Stage.ASKED) for m in makers]
    clip, missed, drawn = (person.start(maker) for maker in makers)

    scene.kill(gates)
    scene.restart()

    assert person.finished(drawn)["status"] == "COMPLETED"
    assert scene.paid_once(drawn)
    assert person.is_asked(clip)
    # It is not on the service's list, where it might be missing for other reasons.
    assert person.is_asked(missed, can_look=True)
    assert (scene.orders(clip), scene.orders(missed)) == (0, 0)

    assert (person.decide(clip, "again"), person.decide(missed, "look")) == (200, 200)

    assert person.finished(clip)["status"] == "COMPLETED"
    assert scene.paid_once(clip)
    assert person.is_asked(missed, can_look=True)
    assert person.decide(missed, "give_up") == 200
    assert scene.given_back(missed, orders=0)
    assert scene.is_sound([clip, missed, drawn])


@pytest.mark.soak
def test_half_an_answer_is_none_and_killing_the_second_order_asks_again(scene):
    person = scene.person()
    makers = (STABILITY, OPENAI)
    gates = [scene.services.stop(m.slug, m.order, Stage.HALF) for m in makers]
    picture, text = (person.start(maker) for maker in makers)

    scene.kill(gates)
    scene.restart()

    assert person.is_asked(picture)
    assert person.is_asked(text)
    gate = scene.services.stop(STABILITY.slug, STABILITY.order, Stage.TAKEN)
    assert (person.decide(picture, "again"), person.decide(text, "give_up")) == (200, 200)
    scene.kill([gate])
    scene.restart()

    assert person.is_asked(picture)
    assert scene.orders(picture) == 2
    assert person.decide(picture, "again") == 200
    scene.server.kill()  # while that is being done
    scene.restart()

    assert person.insists(picture) == "COMPLETED"
    assert person.finished(text)["status"] == "FAILED"
    assert scene.orders(picture) in (3, 4)
    assert scene.paid_once(picture, orders=scene.orders(picture))
    assert scene.given_back(text)
    assert scene.is_sound([picture, text])


@on_sqlite
@pytest.mark.parametrize("decision", ["again", pytest.param("give_up", marks=pytest.mark.soak)])
def test_a_decision_that_was_answered_is_carried_out(scene, decision):
    person = scene.person()
    scene.services.behave(STABILITY.slug, "lost")
    picture = person.start(STABILITY)
    assert person.is_asked(picture)

    assert person.decide(picture, decision) == 200
    scene.server.kill()
    scene.restart()

    if decision == "give_up":
        assert person.finished(picture)["status"] == "FAILED"
        assert scene.given_back(picture)
    else:
        assert person.insists(picture) == "COMPLETED"
        assert scene.orders(picture) in (2, 3)
        assert scene.paid_once(picture, orders=scene.orders(picture))
    assert scene.is_sound([picture])


@on_sqlite
@pytest.mark.soak
def test_a_wait_for_a_busy_service_goes_on_after_a_restart(scene):
    person = scene.person()
    scene.services.retry_after = 20
    scene.services.behave(STABILITY.slug, "busy")
    try:
        picture = person.start(STABILITY)
        shown = until(lambda: person.made(picture)["waitsUntil"])
        begun = time.monotonic()
        scene.server.kill()
        scene.restart()
        assert person.made(picture)["waitsUntil"] == shown
        assert person.finished(picture)["status"] == "COMPLETED"
        waited = time.monotonic() - begun
    finally:
        scene.services.retry_after = 1

    assert 18.0 < waited < 20.0 + scene.server.ready_after + 8.0
    assert scene.paid_once(picture)
    assert scene.is_sound([picture])


@on_sqlite
@pytest.mark.parametrize("is_killed", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_run_that_was_taken_up_again_can_be_cancelled(scene, is_killed):
    person = scene.person()
    scene.services.behave(STABILITY.slug, "lost")
    picture = person.start(STABILITY)
    assert person.is_asked(picture)
    gate = scene.services.stop(STABILITY.slug, STABILITY.order, Stage.TAKEN)
    assert person.decide(picture, "again") == 200
    assert gate.reached.wait(60.0)

    person.cancel(picture)
    if is_killed:
        scene.server.kill()
        scene.restart()
    gate.opened.set()

    assert person.finished(picture)["status"] == "CANCELLED"
    assert scene.given_back(picture, orders=2)
    assert person.decide(picture, "again") == 409
    assert scene.is_sound([picture])
    assert person.credits() == (100, 0)


@on_sqlite
def test_two_runs_of_one_idea_never_share_what_one_of_them_ordered(scene):
    person = scene.person()
    arrives = scene.services.stop(LUMA.slug, LUMA.order, Stage.TAKEN)
    first = person.start(LUMA)
    assert arrives.reached.wait(60.0)
    is_lost = scene.services.stop(LUMA.slug, LUMA.order, Stage.ASKED)
    second = person.start(LUMA)

    scene.kill([is_lost, arrives])
    scene.restart()

    # Nobody can tell whose the one clip is; it is nobody else's as well.
    ended = sorted(person.finished(job)["status"] for job in (first, second))
    assert ended == ["COMPLETED", "UNKNOWN"]
    charges = [scene.moves(job).get("capture", []) for job in (first, second)]
    assert sorted(charges) == [[], [10]]
    assert scene.orders(first) == 1
    asked = first if person.api.status(first.run_id)["status"] == "UNKNOWN" else second
    assert person.decide(asked, "give_up") == 200
    assert scene.given_back(asked)
    assert scene.is_sound([first, second])


@on_sqlite
@pytest.mark.parametrize("moment", ["answered", pytest.param("captured", marks=pytest.mark.soak)])
def test_what_was_written_down_is_not_done_again(scene, moment):
    person = scene.person()
    jobs = [person.start(maker) for maker in (STABILITY, OPENAI)]

    def has_come(job: Job) -> bool:
        if moment == "answered":
            return scene.calls(job) == [(1, "sent")]
        return "capture" in scene.moves(job)

    until(lambda: any(has_come(job) for job in jobs))
    scene.server.kill()
    scene.restart()

    # The other one may have been anywhere.
    assert [person.insists(job) for job in jobs] == ["COMPLETED"] * 2
    assert all(scene.paid_once(job, orders=scene.orders(job)) for job in jobs)
    assert min(scene.orders(job) for job in jobs) == 1
    assert scene.is_sound(jobs)


@pytest.mark.soak
def test_a_kill_is_no_proof_that_a_provider_failed(scene):
    person = scene.person()
    # The first one has failed for sure, so the second may take over; of that one nobody knows.
    scene.services.behave(STABILITY.slug, "nocredit")
    gate = scene.services.stop(OPENAI.slug, "POST /images/generations", Stage.TAKEN)
    picture = person.start(STABILITY, fallback=["openai", "comfyui"])

    scene.kill([gate])
    scene.restart()

    assert person.is_asked(picture)
    assert person.made(picture)["insteadOf"] == "stability"
    assert person.decide(picture, "again") == 200
    assert person.finished(picture)["status"] == "COMPLETED"
    assert person.made(picture)["provider"] == "openai"
    orders = [scene.services.count(service=s, prompt=picture.prompt) for s in FALLBACK]
    assert orders == [0, 2, 0]
    assert scene.moves(picture) == {"hold": [3], "capture": [3]}
    assert scene.calls(picture) == [(1, "refused"), (2, "sent")]
    assert scene.is_sound([picture])


@on_sqlite
@pytest.mark.soak
def test_a_key_that_is_gone_does_not_settle_a_doubt(scene):
    person = scene.person()
    gates = [scene.services.stop(m.slug, m.order, Stage.TAKEN) for m in (STABILITY, COMFY)]
    jobs = [person.start(maker, fallback=["openai"]) for maker in (STABILITY, COMFY)]
    for gate in gates:
        assert gate.reached.wait(60.0)
    for job in jobs:
        person.forget_key(job.maker.slug)

    scene.kill(gates)
    scene.restart()

    # Nobody else takes over what may have been ordered; a server without a lock needs no key.
    picture, drawn = jobs
    assert person.is_asked(picture)
    assert person.finished(drawn)["status"] == "COMPLETED"
    assert scene.paid_once(drawn)
    assert scene.services.count(service="openai", prompt=person.name) == 0
    assert person.decide(picture, "give_up") == 200
    assert scene.given_back(picture)
    assert scene.is_sound(jobs)

"""Batches on the engine: all of a table starts or nothing, and what is missing can be resumed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.engine.camera import Film
from vidgenie.domain.project_status import ProjectStatus
from vidgenie.errors import PriceChanged
from vidgenie.services.batch_checking import Table
from vidgenie.services.batch_csv import read_csv

pytestmark = pytest.mark.postgres_in_soak
PLAIN = {
    "aspect": "1:1",
    "profile": "draft",
    "voice": None,
    "look": None,
    "provider": "camera",
    "resolution": "720p",
}
CLIP = 10  # credits
TWO = "theme,duration\nTides,5\nThe moon,10\n"
TABLES = ("vg_batch", "vg_project", "vg_run", "vg_hold")


def table(csv: str) -> Table:
    return Table(read_csv(csv), PLAIN)


class Desk:
    """Somebody with tables."""

    def __init__(self, film: Film) -> None:
        self.film, self.account = film, film.studio.account
        self.batches = film.services.batches

    def start(self, csv: str, key: str = "", batches=None):
        service = batches or self.batches
        return service.start(self.account, table(csv), title="Mine", idempotency_key=key)

    def resume(self, batch_id: str):
        return self.batches.resume(self.account, batch_id)

    def view(self, batch_id: str):
        return self.batches.standing.view(self.account, batch_id)

    def balance(self):
        return self.film.services.credits.balance(self.account).credits

    def count(self) -> list[int]:
        with self.film.services.engine.reading() as session:
            return [
                session.connection().execute(text(f"SELECT count(*) FROM {name}")).scalar()
                for name in TABLES
            ]


@pytest.fixture
def desk(idle_film: Film) -> Desk:
    return Desk(idle_film)


@pytest.fixture
def working_desk(film: Film) -> Desk:
    return Desk(film)


def ids(started):
    return [(row.row, row.project_id, row.run_id) for row in started.rows]


def test_asked_for_by_several_at_once_it_is_one_batch(desk):
    with ThreadPoolExecutor(3) as pool:
        started = list(pool.map(lambda _: desk.start(TWO, "once"), range(3)))

    assert len({one.id for one in started}) == 1
    assert [ids(one) for one in started] == [ids(started[0])] * 3
    assert desk.count() == [1, 2, 2, 2]
    assert desk.film.studio.violations() == {}


class Crash(BaseException):
    """The process is gone."""


class Dying:
    """Does not live to see a batch admitted."""

    def admit(self, account, project_ids, *, idempotency_key="", most=None):
        raise Crash


@pytest.mark.parametrize("how", ["the same request", "resume"])
def test_a_crash_before_it_was_admitted_charges_nothing_and_can_be_gone_on_with(desk, how):
    before = desk.balance()
    dying = replace(desk.batches, production=Dying())
    with pytest.raises(Crash):
        desk.start(TWO, "once", dying)
    (left,) = desk.batches.standing.all(desk.account)
    assert (left.total, desk.balance()) == (2, before)
    assert {row.status for row in desk.view(left.id).rows} == {ProjectStatus.DRAFT}

    started = desk.start(TWO, "once") if how == "the same request" else desk.resume(left.id)

    assert (started.id, len(started.rows)) == (left.id, 2)
    assert before - desk.balance() == 3 * CLIP


def test_what_was_left_is_resumed_for_the_price_that_was_told_or_not_at_all(desk):
    before = desk.balance()
    with pytest.raises(Crash):
        desk.start(TWO, "once", replace(desk.batches, production=Dying()))
    (left,) = desk.batches.standing.all(desk.account)

    told = desk.batches.price(desk.account, left.id)
    with pytest.raises(PriceChanged) as refused:
        desk.batches.resume(desk.account, left.id, most=told.total - 1)
    assert (refused.value.params["required"], desk.balance()) == (told.total, before)
    desk.batches.resume(desk.account, left.id, most=told.total)

    assert before - desk.balance() == told.total == 3 * CLIP
    assert desk.batches.price(desk.account, left.id).total == 0


async def test_only_what_is_missing_is_resumed(working_desk):
    desk, camera = working_desk, working_desk.film.camera
    camera.refused.add("An owl.")
    csv = "theme,script\nFoxes,A fox.\nOwls,An owl.\n"

    async def rows():
        return (await asyncio.to_thread(desk.view, started.id)).rows

    async def over():
        for row in started.rows:
            await desk.film.studio.finish(row.run_id, within=120)

    started = await asyncio.to_thread(desk.start, csv)
    await over()
    fox, owl = await rows()
    assert (fox.status, owl.status) == (ProjectStatus.COMPLETED, ProjectStatus.FAILED)
    assert fox.video_url
    assert owl.error["code"] == "provider_rejected"
    camera.refused.clear()
    before = desk.balance()

    resumed = await asyncio.gather(*(asyncio.to_thread(desk.resume, started.id) for _ in range(2)))
    first = started
    started = resumed[0]
    await over()

    assert [row.row for row in started.rows] == [2]
    assert ids(resumed[1]) == ids(started)
    assert started.rows[0].run_id != first.rows[1].run_id
    assert [row.status for row in await rows()] == [ProjectStatus.COMPLETED] * 2
    assert camera.prompts == ["A fox.", "An owl."]
    assert before - desk.balance() == CLIP
    assert (await asyncio.to_thread(desk.resume, first.id)).rows == ()
    assert desk.film.studio.violations() == {}

"""A Project that is deleted while it is filmed: the Run stops, the credits come back."""

import asyncio

import pytest
from sqlmodel import select

from tests.engine.camera import open_set
from tests.engine.studio import executing
from vidgenie.domain.project import Purpose
from vidgenie.errors import Conflict
from vidgenie.library.tables import AssetRow, ContentRow
from vidgenie.projects.tables import ProjectRow, TakeRow
from vidgenie.services.planning import Plan
from vidgenie.services.project_erasure import ProjectErasure
from vidgenie.settings import Settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
async def film(tmp_path, database_url, database):
    home = tmp_path / "home"
    settings = Settings(home=home, database_url=database_url, heartbeat=0.3, executor_ttl=1.5)
    film = open_set(settings, tmp_path)
    async with executing(film.studio):
        yield film


async def test_nothing_is_left_and_nothing_is_charged_for_what_was_not_made(film):
    services, account = film.services, film.studio.account
    before = services.credits.balance(account).credits
    film.camera.held.add("an owl")
    project = film.project("a fox", "an owl")
    run_id = await film.start(project, Plan(Purpose.FILM))
    while "an owl" not in film.camera.prompts:
        await asyncio.sleep(0.02)
    with pytest.raises(Conflict):
        await asyncio.to_thread(services.projects.delete, account, project)

    await asyncio.to_thread(lambda: services.projects.delete(account, project, cancels=True))
    await film.studio.finish(run_id)
    erasure = ProjectErasure(services.engine, quiet=0.0)
    assert await asyncio.to_thread(erasure.sweep) == 1

    with services.engine.reading() as session:
        for table in (ProjectRow, TakeRow, AssetRow, ContentRow):
            assert session.exec(select(table)).all() == []
    kept = [path for path in services.engine.storage.root.rglob("*") if path.is_file()]
    assert kept == []
    assert film.studio.open_holds() == 0
    assert film.studio.violations() == {}
    assert services.credits.balance(account).credits >= before - 10

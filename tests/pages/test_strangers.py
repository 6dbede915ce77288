"""Somebody else's things are not found and not changed, whatever handler is given their ids."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image
from reflex_base.utils.format import json_dumps
from sqlmodel import SQLModel

from tests.pages.test_handlers import SIGNED_IN, WATCHING, reachable
from tests.pages.test_stolen import payload
from vidgenie.pages.library.state import LibraryState
from vidgenie.pages.project.state import ProjectState
from vidgenie.ui.toast import ToastState

SECRET = "Bobs-secret-prompt"


@dataclass(frozen=True)
class Things:
    """Ids of what Bob has."""

    account: str
    run: str
    content: str
    asset: str

    @property
    def all(self):
        return [self.account, self.run, self.content, self.asset]


@pytest.fixture
def theirs(services, bob, tmp_path):
    """One of everything, Bob's."""
    path = tmp_path / "mine.png"
    Image.new("RGB", (64, 64), "teal").save(path)
    asset = services.assets.upload(bob.account, path, name="mine.png").id
    graph = services.graphs.default(prompt=SECRET)
    run = services.runs.start(bob.account, graph).run_id
    content = services.library.page(bob.account).items[0].id
    return Things(bob.account.id, run, content, asset)


@pytest.fixture
def rows(database, theirs) -> Callable[[], str]:
    """Every row that is Bob's or about a thing of his, as text."""

    def read():
        found = {}
        with database.connect() as connection:
            for name, table in SQLModel.metadata.tables.items():
                every = [
                    [str(value) for value in row] for row in connection.execute(table.select())
                ]
                found[name] = sorted(row for row in every if _is_theirs(row, theirs))
        return json.dumps(found, indent=1)

    return read


def _is_theirs(row, theirs):
    return not set(theirs.all).isdisjoint(row)


async def try_to_show(tab, theirs):
    """Bob's entry, then what can be done with an entry that is open."""
    await tab.fire(LibraryState.show, content=theirs.content)
    assert tab.value(ToastState, "error")["code"] == "not_found"
    await tab.fire(LibraryState.ask)
    await tab.fire(LibraryState.delete)


async def try_to_draw(tab, theirs):
    """The Graph of a Run of Bob's."""
    await tab.fire(ProjectState.show, run=theirs.run)
    assert tab.value(ToastState, "error")["code"] == "not_found"
    assert tab.value(ProjectState, "graph")["nodes"] == []


async def try_to_decide(tab, theirs):
    """A Run of Bob's, whatever is decided about it."""
    for decision in ("again", "look", "give_up"):
        await tab.fire(LibraryState.decide, run=theirs.run, node="video", decision=decision)
        assert tab.value(ToastState, "error")["code"] == "not_found"


# Handlers that take ids on purpose, and how somebody else's are tried.
ATTEMPTS = {
    "library_state.decide": try_to_decide,
    "library_state.show": try_to_show,
    "project_state.show": try_to_draw,
}


def test_every_handler_that_names_things_is_tried():
    naming = {name for name, things in SIGNED_IN.items() if things}

    assert naming == ATTEMPTS.keys()


def test_handlers_that_name_nothing_take_no_ids():
    """A text that is as long as an id may be one; these are the texts that are not."""
    words = {
        "library_state.search": "is looked for in the caller's own library",
        "library_state.filter": "one of five words",
        "library_state.turn": "one page on or back",
    }
    with_arguments = {name for name in SIGNED_IN if payload(reachable()[name])}

    assert with_arguments == ATTEMPTS.keys() | words.keys()


@pytest.mark.parametrize("name", ATTEMPTS)
async def test_what_is_somebody_elses_is_not_found_and_not_changed(tab, theirs, rows, name):
    before = rows()

    await ATTEMPTS[name](tab, theirs)

    assert rows() == before
    seen = json_dumps(tab.shown)
    assert not [thing for thing in [SECRET, *theirs.all] if thing in seen]


async def test_with_somebody_elses_ids_in_every_place_nothing_happens(tab, theirs, rows):
    """Generated: each id of Bob's as each argument, of whatever type it should have been."""
    before = rows()
    for name in sorted(SIGNED_IN.keys() | WATCHING.keys()):
        await _try_ids(tab, theirs, name)

        assert rows() == before, name
        assert SECRET not in json_dumps(tab.shown), name


async def _try_ids(tab, theirs, name):
    handler = reachable()[name]
    for thing in theirs.all:
        for value in (thing, [thing], {"id": thing}, [{"id": thing, "x": 0.0, "y": 0.0}]):
            given = dict.fromkeys(payload(handler), value)
            future = await tab.start(handler, **given)
            waiting = asyncio.ensure_future(future.wait_all())
            done, _ = await asyncio.wait([waiting], timeout=0.2 if name in WATCHING else 10)
            if not done:
                future.cancel()
                await asyncio.wait([waiting], timeout=5)
            if not given:
                return

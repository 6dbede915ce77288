"""The dashboard and the library."""

import pytest

from vidgenie.pages.dashboard.state import DashboardState
from vidgenie.pages.library.state import PAGE_SIZE, LibraryState
from vidgenie.ui.toast import ToastState


def make(services, person, *prompts):
    """One Run a prompt; what the library calls them, oldest first."""
    for prompt in prompts:
        services.runs.start(person.account, services.graphs.default(prompt=prompt))
    return [item.id for item in reversed(services.library.page(person.account).items)]


async def test_the_dashboard_shows_the_latest_works(tab, services, ada):
    make(services, ada, "one", "two", "three", "four", "five", "six")

    await tab.fire(DashboardState.load)

    assert [item.title for item in tab.value(DashboardState, "contents")] == [
        "six",
        "five",
        "four",
        "three",
        "two",
    ]
    assert tab.value(DashboardState, "total") == 6


async def test_a_first_visit_finds_an_empty_dashboard(tab):
    await tab.fire(DashboardState.load)

    assert tab.value(DashboardState, "is_loaded")
    assert tab.value(DashboardState, "total") == 0


async def test_the_library_finds_words_whatever_their_accents(tab, services, ada):
    make(services, ada, "Un phare dans la tempête", "A neon city")

    await tab.fire(LibraryState.search, query="TEMPETE")

    assert [item.prompt for item in tab.value(LibraryState, "contents")] == [
        "Un phare dans la tempête"
    ]


async def test_the_library_has_pages(tab, services, ada):
    make(services, ada, *(f"idea {n}" for n in range(PAGE_SIZE + 1)))
    await tab.fire(LibraryState.load)

    await tab.fire(LibraryState.turn, pages=1)
    await tab.fire(LibraryState.turn, pages=1)

    assert tab.value(LibraryState, "page") == tab.value(LibraryState, "pages") == 2
    assert len(tab.value(LibraryState, "contents")) == 1


async def test_deleting_needs_a_second_click(tab, services, ada):
    entry = make(services, ada, "one")[0]
    await tab.fire(LibraryState.show, content=entry)

    await tab.fire(LibraryState.delete)
    kept = services.library.page(ada.account).total
    await tab.fire(LibraryState.ask)
    await tab.fire(LibraryState.delete)

    assert kept == 1
    assert services.library.page(ada.account).total == 0
    assert tab.value(ToastState, "done") == "deleted"


async def test_somebody_elses_entry_is_not_found(tab, services, bob):
    entry = make(services, bob, "secret")[0]

    await tab.fire(LibraryState.show, content=entry)

    assert tab.value(ToastState, "error")["code"] == "not_found"
    assert not tab.value(LibraryState, "is_open")


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("show", {"content": "../../etc/passwd"}),
        ("show", {"content": {"$ne": ""}}),
        ("turn", {"pages": 1000000}),
        ("turn", {"pages": "1"}),
        ("filter", {"status": "' OR 1=1"}),
        ("search", {"query": "x" * 201}),
        ("search", {"query": None}),
    ],
)
async def test_wrong_payloads_change_nothing_and_are_told(tab, handler, payload):
    await tab.fire(LibraryState.load)
    before = dict(tab.shown[LibraryState.get_full_name()])

    await tab.fire(getattr(LibraryState, handler), **payload)

    assert tab.shown[LibraryState.get_full_name()] == before
    assert tab.value(ToastState, "error")["code"] == "invalid_input"

"""Whatever a State shows to the browser as a handler can be called by anybody who is online."""

import inspect

import pytest
import reflex as rx
from reflex.state import State
from reflex_base.registry import RegistrationContext

from vidgenie import pages

pages.discover()

# Handlers of the framework, and why anybody may call them.
FRAMEWORK = {
    "state.hydrate": "sends the caller's own State, emptied when the cookie is another",
    "state.hydrate_and_load": "the same, and what the page loads: handlers of this list",
    "state.set_is_hydrated": "a flag of the caller's own tab",
    "on_load_internal_state.on_load_internal": "queues what the page loads: handlers of this list",
    "on_load_internal_state.set_is_hydrated": "a flag of the caller's own tab",
    "update_vars_internal_state.update_vars_internal": "writes what browsers store: nothing",
    "frontend_event_exception_state.handle_frontend_exception": "logs what a browser says",
}
# Handlers that need no Account: they change nothing but the caller's own tab.
OPEN = {
    "session_state.enter": "finds the Account itself, or leads to the log-in page",
    "session_state.refresh": "the same, without following it",
    "session_state.skip_when_signed_in": "looks whether there is an Account",
    "toast_state.dismiss": "takes the caller's own message away",
    "toast_state.show_crash": "shows the caller a message without details",
    "library_state.close": "closes the caller's own dialog",
    "library_state.ask": "asks the caller's own question",
}
# Background handlers: they find the Account themselves, as they do not hold the State,
# and ask again, under its lock, before each thing they write to it.
WATCHING = {
    "session_state.watch": "the Account's own credits and how much it was told",
    "dashboard_state.watch": "the Account's own Runs",
    "library_state.watch": "the Account's own Runs",
}
# Handlers for Accounts, and which things their arguments may name. Those that name some
# are tried with somebody else's: tests/pages/test_strangers.py.
SIGNED_IN = {
    "dashboard_state.load": (),
    "library_state.load": (),
    "library_state.search": (),
    "library_state.filter": (),
    "library_state.turn": (),
    "library_state.show": ("content",),
    "library_state.delete": (),
    "library_state.decide": ("run",),
    "project_state.show": ("run",),
}
KNOWN = FRAMEWORK.keys() | OPEN.keys() | WATCHING.keys() | SIGNED_IN.keys()


def every_state():
    """All State classes a socket can reach, wherever they come from."""
    return set(RegistrationContext.get().base_states.values())


def reachable():
    """state.handler -> EventHandler, of all that a socket can call, but for `setvar`."""
    found = {}
    for state in every_state():
        for name, handler in state.event_handlers.items():
            if name != "setvar":
                found[f"{state.get_name().rpartition('____')[2]}.{name}"] = handler
    return found


def test_every_handler_is_known():
    assert set(reachable()) == KNOWN


def test_no_state_class_is_left_out():
    """What the registry holds is every class there is, but for those to be mixed in."""

    def below(root):
        return {root} | {found for sub in root.__subclasses__() for found in below(sub)}

    there = {state for state in below(State) if not state.__name__.startswith("Newcomer")}
    assert {state for state in there if not state._mixin} <= every_state()


def test_the_registry_that_sockets_ask_knows_no_other():
    registered = {
        name for name in RegistrationContext.get().event_handlers if not name.endswith(".setvar")
    }
    classes = {
        f"{state.get_full_name()}.{name}"
        for state in every_state()
        for name in state.event_handlers
        if name != "setvar"
    }

    assert registered == classes


def test_every_handler_for_accounts_is_guarded():
    guarded = {name for name, one in reachable().items() if hasattr(one.fn, "__wrapped__")}

    assert guarded == SIGNED_IN.keys()


def test_background_handlers_are_those_that_watch():
    background = {name for name, one in reachable().items() if one.is_background}

    assert background == WATCHING.keys()


def test_a_handler_that_watches_asks_again_before_it_writes():
    for name in WATCHING:
        source = inspect.getsource(reachable()[name].fn)
        assert source.count("async with self:") == source.count("is_still(self, account)"), name


def test_setvar_has_nothing_to_set():
    """`setvar` calls set_<name>: a State must not have any, not even a private one."""
    setters = {
        f"{state.__name__}.{name}"
        for state in every_state()
        for name in dir(state)
        if name.startswith("set_") and name != "set_is_hydrated"
    }

    assert not setters


def test_no_state_keeps_anything_in_the_browser():
    """Cookie, LocalStorage and SessionStorage fields are written by whoever asks for it."""
    stored = {
        f"{state.__name__}.{name}"
        for state in every_state()
        for name in state.get_fields()
        if state._is_client_storage(name)
    }

    assert not stored


def test_no_handler_answers_with_a_file_of_the_browsers():
    """Uploads go through the API, which bounds them; Reflex's own route is not there."""
    uploads = {
        name
        for name, one in reachable().items()
        if any("UploadFile" in str(kind) for kind in inspect.get_annotations(one.fn).values())
    }

    assert not uploads


@pytest.fixture
def newcomer():
    """A State as a careless change, or a package, would bring it; gone after the test."""
    with RegistrationContext.get().fork():

        class MixedIn(rx.State, mixin=True):
            @rx.event
            def inherited(self) -> None: ...

        class NewcomerState(MixedIn, rx.State):
            name: rx.Field[str] = rx.field("")

            @rx.event
            def plain(self) -> None: ...

            @rx.event(background=True)
            async def background(self) -> None: ...

            def undecorated(self) -> None: ...

            def _private(self) -> None: ...

        class NewcomerChildState(NewcomerState):
            @rx.event
            async def of_a_child(self) -> None: ...

        yield NewcomerState, NewcomerChildState


def test_a_new_handler_without_an_entry_is_found(newcomer):
    """Without Reflex's own, which every State inherits under its own name too."""
    assert set(reachable()) - KNOWN == {
        "newcomer_state.plain",
        "newcomer_state.background",
        "newcomer_state.undecorated",
        "newcomer_state.inherited",
        "newcomer_child_state.of_a_child",
    }

"""Whatever a State shows to the browser as a handler can be called by anybody who is online."""

from reflex_base.registry import RegistrationContext

from vidgenie import pages

pages.discover()
# Handlers that need no Account: they change nothing but the caller's own tab.
OPEN = {
    "session_state.enter",
    "session_state.skip_when_signed_in",
    "toast_state.dismiss",
    "toast_state.show_crash",
    "create_state.dismiss",
    "library_state.close",
    "library_state.ask",
}
# Handlers that find the Account themselves, as they do not hold the State.
WATCHING = {"live_state.watch", "dashboard_state.watch", "library_state.watch"}
SIGNED_IN = {
    "create_state.load",
    "create_state.edit",
    "create_state.move",
    "create_state.start_over",
    "create_state.use_demo",
    "create_state.run",
    "create_state.cancel",
    "credits_state.load",
    "credits_state.more",
    "dashboard_state.load",
    "library_state.load",
    "library_state.search",
    "library_state.filter",
    "library_state.turn",
    "library_state.show",
    "library_state.delete",
}


def test_every_handler_is_known():
    assert set(_handlers()) == OPEN | WATCHING | SIGNED_IN


def test_every_handler_for_accounts_is_guarded():
    guarded = {name for name, fn in _handlers().items() if hasattr(fn, "__wrapped__")}

    assert guarded == SIGNED_IN


def _handlers():
    """state.handler -> function; what Reflex gives every State is left out."""
    found = RegistrationContext.get().event_handlers
    ours = {name: one for name, one in found.items() if "vidgenie___" in name}
    return {
        name.rpartition("____")[2]: one.handler.fn
        for name, one in ours.items()
        if not name.endswith(".setvar")
    }

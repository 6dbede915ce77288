"""Every page builds: typos in Vars, triggers, props and texts are found without a browser."""

import pytest
from reflex_base.registry import RegistrationContext

from vidgenie import pages

pages.discover()
PAGES = list(RegistrationContext.ensure_context().decorated_pages)


@pytest.mark.parametrize(("build", "options"), PAGES, ids=[page[1]["route"] for page in PAGES])
def test_a_page_builds_and_has_a_title(build, options):
    rendered = build().render()

    assert rendered
    assert options["title"] is not None


def test_every_folder_is_a_page():
    names = pages.discover()

    assert names == sorted(names)
    assert {"create", "credits", "dashboard", "home", "library", "login", "register"} <= set(names)


def test_pages_for_accounts_are_guarded_before_they_load():
    guarded = {options["route"]: options.get("on_load", []) for _, options in PAGES}
    open_to_all = {"/", "/login", "/register"}
    # Links from e-mails lead there, whoever is signed in; and an address that leads nowhere.
    for route in ("/reset", "/confirm-email", "404"):
        assert guarded.pop(route) == []

    for route, handlers in guarded.items():
        first = handlers[0] if isinstance(handlers, list) else handlers
        name = "skip_when_signed_in" if route in open_to_all else "enter"
        assert first.fn.__name__ == name, route

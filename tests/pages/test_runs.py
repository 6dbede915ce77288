"""The pages of Runs."""

import pytest
from reflex_base.registry import RegistrationContext

from vidgenie import pages
from vidgenie.ui.nav import NAVIGATION

pages.discover()
BUILDS = {
    options["route"]: build
    for build, options in RegistrationContext.ensure_context().decorated_pages
}


def test_runs_are_in_the_navigation_before_the_library():
    routes = [item.route for item in NAVIGATION.items()]

    assert routes.index("/create") < routes.index("/runs") < routes.index("/library")


@pytest.mark.parametrize(("route", "component"), [("/runs", "Runs"), ("/runs/[run]", "Run")])
def test_the_inside_of_each_is_one_component_that_talks_rest(route, component):
    rendered = str(BUILDS[route]().render())

    assert component in rendered

"""The pages of Projects."""

import pytest
from reflex_base.registry import RegistrationContext

from vidgenie import pages
from vidgenie.ui.nav import NAVIGATION

pages.discover()
BUILDS = {
    options["route"]: build
    for build, options in RegistrationContext.ensure_context().decorated_pages
}


def test_projects_are_in_the_navigation_before_the_canvas():
    routes = [item.route for item in NAVIGATION.items()]

    assert routes.index("/dashboard") < routes.index("/projects") < routes.index("/create")


@pytest.mark.parametrize(
    ("route", "component"),
    [("/projects", "Projects"), ("/projects/new", "Wizard"), ("/generate", "QuickVideo")],
)
def test_the_inside_of_each_is_one_component_that_talks_rest(route, component):
    rendered = str(BUILDS[route]().render())

    assert component in rendered


def test_the_dashboard_leads_to_both_ways_to_make_a_short():
    rendered = str(BUILDS["/dashboard"]().render())

    assert "/projects" in rendered
    assert "/generate" in rendered

"""The page of the cutting room."""

from reflex_base.registry import RegistrationContext

from vidgenie import pages
from vidgenie.ui.nav import NAVIGATION

pages.discover()


def test_it_is_in_the_navigation_between_making_and_looking():
    routes = [item.route for item in NAVIGATION.items()]

    assert routes.index("/create") < routes.index("/cut") < routes.index("/library")


def test_its_inside_is_one_component_that_talks_rest():
    pages_by_route = {
        options["route"]: build
        for build, options in RegistrationContext.ensure_context().decorated_pages
    }

    rendered = str(pages_by_route["/cut"]().render())

    assert "CuttingRoom" in rendered

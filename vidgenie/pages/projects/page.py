"""Layout of the dashboard of Projects."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.projects import projects_list
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/projects"
NAVIGATION.add(NavItem(ROUTE, "nav.projects", "folder-kanban", order=15))


@rx.page(route=ROUTE, title=t("projects.window"), on_load=SessionState.enter)
def projects() -> rx.Component:
    """Every video in the making, and what became of it."""
    return shell(projects_list(), active=ROUTE)

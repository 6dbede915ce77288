"""Layout of the editor of Graphs."""

import reflex as rx

from vidgenie.ui.flow import graph_editor
from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/create"
NAVIGATION.add(NavItem(ROUTE, "nav.create", "sparkles", order=20))


@rx.page(route=ROUTE, title=t("page.create"), on_load=SessionState.enter)
def create() -> rx.Component:
    """The Graph that was open last."""
    return shell(graph_editor(), active=ROUTE, bleed=True)


@rx.page(route=f"{ROUTE}/[graph]", title=t("page.create"), on_load=SessionState.enter)
def graph() -> rx.Component:
    """The Graph in the address."""
    return shell(graph_editor(), active=ROUTE, bleed=True)

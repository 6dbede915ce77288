"""Layout of the list of Runs."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.runs import runs_list
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/runs"
NAVIGATION.add(NavItem(ROUTE, "nav.runs", "history", order=27, is_seldom=True))


@rx.page(route=ROUTE, title=t("runs.window"), on_load=SessionState.enter)
def runs() -> rx.Component:
    """Everything that was made, or was not, and what it cost."""
    return shell(runs_list(), active=ROUTE)

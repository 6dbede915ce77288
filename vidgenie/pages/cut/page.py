"""Layout of the cutting room."""

import reflex as rx

from vidgenie.ui.cut import cutting_room
from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/cut"
NAVIGATION.add(NavItem(ROUTE, "nav.cut", "scissors", order=25))


@rx.page(route=ROUTE, title=t("cut.page"), on_load=SessionState.enter)
def cut() -> rx.Component:
    """One's own clips and pictures become a finished short."""
    return shell(cutting_room(), active=ROUTE, bleed=True)

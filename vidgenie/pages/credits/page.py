"""Layout of the credits page."""

import reflex as rx

from vidgenie.ui.credits import credits_page
from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/credits"
NAVIGATION.add(NavItem(ROUTE, "nav.credits", "coins", order=40, is_seldom=True))


@rx.page(route=ROUTE, title=t("page.credits"), on_load=SessionState.enter)
def credits_layout() -> rx.Component:
    """What is left, what can be bought, and where the rest went."""
    return shell(credits_page(), active=ROUTE)

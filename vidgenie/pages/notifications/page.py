"""Layout of the page of notifications; the bell of every page leads to it."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.notifications import notifications
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/notifications"


@rx.page(route=ROUTE, title=t("notification.window"), on_load=SessionState.enter)
def notifications_page() -> rx.Component:
    """What the Account was told, and how it wants to be told."""
    return shell(notifications(email=SessionState.email, news=SessionState.news), active=ROUTE)

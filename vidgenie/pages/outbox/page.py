"""Layout of the outbox page; the API tells who is no admin."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.outbox import outbox
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/admin/outbox"


@rx.page(route=ROUTE, title=t("outbox.page"), on_load=SessionState.enter)
def outbox_page() -> rx.Component:
    """E-mails that wait, and those that were sent."""
    return shell(kit.heading(t("outbox.title"), t("outbox.text")), outbox(), active=ROUTE)

"""Layout of the page of admins: the pages that are for them alone."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.admin import admin_advice, places
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/admin"


@rx.page(route=ROUTE, title=t("admin.page"), on_load=SessionState.enter)
def admin_page() -> rx.Component:
    """Links; the API of each page tells who is no admin."""
    return shell(
        kit.heading(t("admin.heading"), t("admin.heading_text")),
        admin_advice(),
        places(),
        active=ROUTE,
    )

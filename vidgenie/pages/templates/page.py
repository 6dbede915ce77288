"""Layout of the gallery of Templates."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell
from vidgenie.ui.templates import template_gallery

ROUTE = "/templates"


@rx.page(route=ROUTE, title=t("templates.window"), on_load=SessionState.enter)
def templates() -> rx.Component:
    """What a Graph or a Project can start from."""
    return shell(template_gallery(), active=ROUTE)

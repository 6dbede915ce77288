"""Layout of one Run."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.runs import run_page
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/runs/[run]"
PARENT = "/runs"


@rx.page(route=ROUTE, title=t("runs.window_one"), on_load=SessionState.enter)
def run() -> rx.Component:
    """How something was made."""
    return shell(run_page(), active=PARENT, bleed=True)

"""Layout of the board of one Project."""

import reflex as rx

from vidgenie.ui.board import project_board
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/projects/[project]"
PARENT = "/projects"


@rx.page(route=ROUTE, title=t("board.page"), on_load=SessionState.enter)
def project() -> rx.Component:
    """From a script to a finished short."""
    return shell(project_board(on_spent=SessionState.enter), active=PARENT, bleed=True)

"""Layout of the board of one Project."""

import reflex as rx

from vidgenie.pages.project.state import ProjectState
from vidgenie.ui.board import project_board
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/projects/[project]"
PARENT = "/projects"


@rx.page(route=ROUTE, title=t("board.page"), on_load=SessionState.enter)
def project() -> rx.Component:
    """From a script to a finished short."""
    board = project_board(graph=ProjectState.graph, on_graph=ProjectState.show)
    return shell(board, active=PARENT, bleed=True)

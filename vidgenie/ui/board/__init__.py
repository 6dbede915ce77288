"""The board of one Project; what it shows and does goes over the REST API, never through a State."""

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "board.jsx")


class ProjectBoard(rx.Component):
    """The Segments of the Project in the address, their Takes, its video and its choices.

    on_spent: a Run has begun or is over: the Account may have other credits now.
    """

    library = _JSX
    tag = "ProjectBoard"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


project_board = ProjectBoard.create

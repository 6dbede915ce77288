"""The board of one Project; what it shows and does goes over the REST API, not through a State."""

from typing import Any

import reflex as rx
from reflex_base.components.component import field

from vidgenie.ui.modules import module

_JSX = module(__file__, "board.jsx")


def _react_flow() -> list[str]:
    return ["@xyflow/react@12.12.1"]


def _run(run: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (run,)


class ProjectBoard(rx.Component):
    """The Segments of the Project in the address, their Takes, its video and its choices.

    graph: of the Run that was asked for last, see `pages.project.state`; on_graph(run id)
        asks for one. The canvas alone needs them.
    """

    library = _JSX
    tag = "ProjectBoard"
    lib_dependencies: list[str] = field(default_factory=_react_flow)

    graph: rx.Var[dict[str, Any]]

    on_graph: rx.EventHandler[_run]


project_board = ProjectBoard.create

"""Runs: all of them, and one in full. What they show and do goes over the REST API."""

import reflex as rx
from reflex_base.components.component import field

from vidgenie.ui.modules import module

_LIST = module(__file__, "runs.jsx")
_RUN = module(__file__, "run.jsx")


def _react_flow() -> list[str]:
    return ["@xyflow/react@12.12.1"]


class RunsList(rx.Component):
    """The Account's Runs."""

    library = _LIST
    tag = "Runs"


class RunPage(rx.Component):
    """The Run in the address: its Graph, its log, what it made."""

    library = _RUN
    tag = "Run"
    lib_dependencies: list[str] = field(default_factory=_react_flow)


runs_list = RunsList.create
run_page = RunPage.create

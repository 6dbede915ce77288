"""Runs: all of them, and one in full. What they show and do goes over the REST API."""

import reflex as rx
from reflex_base.components.component import field

from vidgenie.ui.modules import module

_LIST = module(__file__, "runs.jsx")
_RUN = module(__file__, "run.jsx")


def _react_flow() -> list[str]:
    return ["@xyflow/react@12.12.1"]


class RunsList(rx.Component):
    """The Account's Runs. on_spent: one has begun or is over: there may be other credits now."""

    library = _LIST
    tag = "Runs"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


class RunPage(rx.Component):
    """The Run in the address: its Graph, its log, what it made. on_spent: as for `RunsList`."""

    library = _RUN
    tag = "Run"
    lib_dependencies: list[str] = field(default_factory=_react_flow)

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


runs_list = RunsList.create
run_page = RunPage.create

"""The canvas: a Graph drawn with React Flow; what is inside a Node is written in Python."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.components.component import field

from vidgenie.ui.i18n import t
from vidgenie.ui.modules import module

_JSX = module(__file__, "flow.jsx")
_FIELDS = module(__file__, "fields.jsx")
_WAIT = module(__file__, "wait.jsx")


def _moved(items: rx.Var[list[dict[str, Any]]]) -> tuple[rx.Var[list[dict[str, Any]]]]:
    return (items,)


def _edited(name: rx.Var[str], value: rx.Var[Any]) -> tuple[rx.Var[str], rx.Var[Any]]:
    return (name, value)


def _react_flow() -> list[str]:
    return ["@xyflow/react@12.12.1"]


class NodeFields(rx.Component):
    """The form of a Node: `rows.FieldRow` as JSON; on_edit(name, value) at each choice."""

    library = _FIELDS
    tag = "NodeFields"

    rows: rx.Var[list[dict[str, Any]]]
    locked: rx.Var[bool]

    on_edit: rx.EventHandler[_edited]


node_fields = NodeFields.create


class Wait(rx.Component):
    """How long until a busy Provider is asked again, second by second, then that it is.

    provider: its name. until: epoch ms, which wait it is. left: ms to go when that was sent.
    is_short: beside other words, and not for screen readers.
    """

    library = _WAIT
    tag = "Wait"

    provider: rx.Var[str]
    until: rx.Var[int]
    left: rx.Var[int]
    is_short: rx.Var[bool]
    test_id: rx.Var[str]


wait = Wait.create


class FlowCanvas(rx.NoSSRComponent):
    """A Graph, live.

    nodes: `rows.Palette.rows`; edges: {source, sourceHandle, target, targetHandle}.
    live: Node id -> {s: status, p: progress 0-100, b: begun in epoch ms, d: took in ms};
        while its Provider is busy also {u: asked again at, epoch ms, l: ms until then};
        q: 1 while its owner is asked what to do.
    more: Node id -> what it made, or why it failed; changes rarely.
    clock: the server's time of the last change, epoch ms.
    bodies: node type -> component; "other" draws the types that are not there.
    on_move: [{id, x, y}] once a drag has ended. on_run: Ctrl+Enter anywhere.
    """

    library = _JSX
    tag = "FlowCanvas"
    lib_dependencies: list[str] = field(default_factory=_react_flow)

    nodes: rx.Var[list[dict[str, Any]]]
    edges: rx.Var[list[dict[str, Any]]]
    live: rx.Var[dict[str, Any]]
    more: rx.Var[dict[str, Any]]
    clock: rx.Var[int]
    bodies: rx.Var[dict[str, Any]]
    color_mode: rx.Var[str]
    locked: rx.Var[bool]
    labels: rx.Var[dict[str, str]]

    on_move: rx.EventHandler[_moved]
    on_run: rx.EventHandler[rx.event.no_args_event_spec]


def flow_canvas(*, bodies: Mapping[str, object], **props: object) -> rx.Component:
    """The canvas, labelled in the reader's language and in the page's colours."""
    labels = {
        "canvas": t("flow.canvas"),
        "map": t("flow.map"),
        "zoomIn": t("flow.zoom_in"),
        "zoomOut": t("flow.zoom_out"),
        "fit": t("flow.fit"),
        "progress": t("flow.progress"),
    }
    return FlowCanvas.create(
        bodies=rx.Var.create(dict(bodies)), labels=labels, color_mode=rx.color_mode, **props
    )

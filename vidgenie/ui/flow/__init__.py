"""The editor of Graphs; what it shows and does goes over the REST API, not through a State."""

import reflex as rx
from reflex_base.components.component import field

from vidgenie.ui.modules import module

_JSX = module(__file__, "editor.jsx")


def _packages() -> list[str]:
    return ["@xyflow/react@12.12.1", "@dagrejs/dagre@3.1.3"]


class GraphEditor(rx.NoSSRComponent):
    """The Graph in the address, else the one that was open last: its canvas, Runs and versions."""

    library = _JSX
    tag = "GraphEditor"
    lib_dependencies: list[str] = field(default_factory=_packages)


graph_editor = GraphEditor.create

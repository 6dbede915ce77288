"""State of the board: the Graph of the Run that is looked at on its canvas."""

import asyncio
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.ui.session import signed_in

_Id = Annotated[str, Field(max_length=64)]


def _nothing() -> dict[str, Any]:
    return {"run": "", "nodes": [], "edges": []}


class ProjectState(rx.State):
    """Backs the canvas of /projects/[project]; everything else there goes over REST.

    graph: {run, nodes: [{id, type, x, y}], edges: [[source, target]]}, in canvas units; how
        far each Node is, the page reads by itself.
    """

    graph: rx.Field[dict[str, Any]] = rx.field(default_factory=_nothing)

    @rx.event
    @signed_in
    async def show(self, account: Account, run: _Id) -> None:
        """Show the Graph of a Run of the Account."""
        view = await asyncio.to_thread(bootstrap.services().runs.view, account, run)
        self.graph = {"run": run, **_drawn(view.graph)}


def _drawn(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": [
            {"id": node.id, "type": node.type, "x": node.position[0], "y": node.position[1]}
            for node in graph.nodes
        ],
        "edges": [[edge.source, edge.target] for edge in graph.edges],
    }

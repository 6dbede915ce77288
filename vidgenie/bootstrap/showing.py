"""Services about Templates of all kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from vidgenie.bootstrap.drawing import Drawing
from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.bootstrap.projecting import Projecting
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.graphs import store
from vidgenie.ledger import store as ledger
from vidgenie.services.gallery import Gallery
from vidgenie.services.graph_templates import GraphTemplateService
from vidgenie.services.project_making import NewProject
from vidgenie.services.template_views import Viewer


@dataclass(frozen=True)
class Showing:
    """Those services."""

    graph_templates: GraphTemplateService
    gallery: Gallery


def showing(ground: Ground, made: Making, drawn: Drawing, projected: Projecting) -> Showing:
    """Wire them."""
    graphs = GraphTemplateService(
        ground.transaction,
        ground.reading,
        now,
        Viewer(ground.node_types, ground.providers),
        ledger.prices,
        _read,
    )

    def create_graph(account: Account, name: str, graph: Mapping[str, Any]) -> str:
        drawing = graph_json.from_json(graph)
        return drawn.graph_book.create(account, name=name, graph=drawing).id

    def create_project(account: Account, new: NewProject) -> str:
        return projected.projects.create(account, new).id

    return Showing(graphs, Gallery(made.templates, graphs, create_graph, create_project))


def _read(session: Session, account_id: str, graph_id: str) -> tuple[str, Graph]:
    row = store.row(session, account_id, graph_id)
    return row.name, graph_json.from_json(row.graph)

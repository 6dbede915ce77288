"""Services about Graphs people draw."""

from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.engine.engine import Engine
from vidgenie.services.graph_book import GraphBook
from vidgenie.services.graph_runs import GraphRunService
from vidgenie.services.plan_views import StandingMaker


@dataclass(frozen=True)
class Drawing:
    """Those services."""

    graph_book: GraphBook
    graph_runs: GraphRunService


def drawing(ground: Ground, engine: Engine, made: Making) -> Drawing:
    """Wire them."""
    runs = made.runs
    return Drawing(
        graph_book=GraphBook(
            ground.transaction,
            ground.reading,
            now,
            made.graphs.default,
            made.library.assets.signed_url,
        ),
        graph_runs=GraphRunService(
            engine,
            ground.reading,
            ground.node_types,
            runs.planner,
            StandingMaker(ground.node_types, runs.views),
            runs.admission,
            runs,
        ),
    )

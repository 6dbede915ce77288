"""Services about Graphs people draw, and what became of their Runs."""

from dataclasses import dataclass
from datetime import timedelta

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.engine.clock import Chore
from vidgenie.engine.engine import Engine
from vidgenie.services.cheaper import CheaperService
from vidgenie.services.graph_book import GraphBook
from vidgenie.services.graph_import import GraphImport
from vidgenie.services.graph_runs import GraphRunService
from vidgenie.services.graph_versions import GraphVersions
from vidgenie.services.plan_views import StandingMaker
from vidgenie.services.run_again import RunAgain
from vidgenie.services.run_list import RunList
from vidgenie.services.run_log import RunLog


@dataclass(frozen=True)
class Drawing:
    """Those services."""

    graph_book: GraphBook
    graph_versions: GraphVersions
    graph_import: GraphImport
    graph_runs: GraphRunService
    cheaper: CheaperService
    run_again: RunAgain
    run_list: RunList
    run_log: RunLog


def drawing(ground: Ground, engine: Engine, made: Making) -> Drawing:
    """Wire them."""
    runs, sign = made.runs, made.library.assets.signed_url
    again = RunAgain(ground.reading, runs.admission)
    book = GraphBook(ground.transaction, ground.reading, now, made.graphs.default, sign)
    emptying = Chore("graphs in the bin", timedelta(minutes=10), book.empty_bin)
    engine.chores = (*engine.chores, emptying)
    return Drawing(
        graph_book=book,
        graph_versions=GraphVersions(ground.transaction, ground.reading, now),
        graph_import=GraphImport(
            ground.reading, ground.node_types, ground.providers, made.catalog.ready_for
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
        cheaper=CheaperService(ground.reading, runs, again),
        run_again=again,
        run_list=RunList(ground.reading, sign),
        run_log=RunLog(ground.reading, sign),
    )

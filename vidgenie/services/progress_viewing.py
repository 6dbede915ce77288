"""How far Projects are, as people see it."""

from collections.abc import Sequence

from vidgenie.domain.project_status import take_status
from vidgenie.domain.run import NodeStatus, percent, remaining
from vidgenie.engine.store import now
from vidgenie.services.progress_views import ProgressView, RunProgress, TakeProgress
from vidgenie.services.project_files import thumbnail_url
from vidgenie.services.project_reading import Facts, NodeMark, ProjectRun
from vidgenie.services.views import Link


def progress_view(found: Facts, link: Link) -> ProgressView:
    """How far the Project is."""
    runs = runs_under_way(found)
    newest = (takes[-1] for takes in found.takes.values())
    return ProgressView(
        status=found.status,
        completed=found.completed,
        total=len(found.project.included),
        percent=percent_of(found, runs),
        runs=runs,
        takes=tuple(
            TakeProgress(
                take.segment,
                take.id,
                take_status(take.status),
                int(100 * take.progress),
                take.error,
                thumbnail_url(link, take.file),
            )
            for take in newest
        ),
        version=found.row.version,
    )


def runs_under_way(found: Facts) -> tuple[RunProgress, ...]:
    """The Runs that work for the Project."""
    return tuple(_run(run, found.nodes.get(run.id, [])) for run in found.working)


def percent_of(found: Facts, runs: Sequence[RunProgress]) -> int:
    """0 to 100, of the Runs under way, else of the clips."""
    if runs:
        return sum(run.percent for run in runs) // len(runs)
    total = len(found.project.included)
    return 100 * found.completed // total if total else 0


def _run(run: ProjectRun, nodes: Sequence[NodeMark]) -> RunProgress:
    current = next((node.id for node in nodes if node.status is NodeStatus.RUNNING), None)
    return RunProgress(
        run_id=run.id,
        purpose=run.purpose,
        status=run.status,
        percent=percent((node.expected, node.progress) for node in nodes),
        current_step=current,
        remaining_seconds=remaining(
            (
                (node.expected, node.progress, node.started_at)
                for node in nodes
                if not node.status.is_over
            ),
            now=now(),
        ),
    )

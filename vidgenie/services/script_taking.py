"""A script that was written goes into the Segments of its Project, once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from sqlmodel import Session, col, select

from vidgenie.db import Transaction
from vidgenie.domain.project import LONGEST_PROMPT, LONGEST_TEXT, Project
from vidgenie.domain.project_graph import digest
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import order_for
from vidgenie.engine import store as runs
from vidgenie.engine.tables import NodeRow
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow, TakeRow

SCRIPT = "script"
"""Id of the Node that writes."""


class Noting(Protocol):
    """Writes down how a Project was before a change, so that it can be undone."""

    def __call__(self, session: Session, row: ProjectRow, *, label: str) -> None:
        """The change comes next."""
        ...


@dataclass(frozen=True, slots=True)
class ScriptTaking:
    """Looks whether a script is there, whenever its Project is read.

    What was written is in the Node, safe from any crash; here it is copied, once.
    """

    transaction: Transaction
    noting: Noting

    def take_over(self, account_id: str, project_id: str) -> bool:
        """Write a finished script into the Project; whether anything changed.

        A Project without a script in the making stays as it is. Raises NotFound.
        """
        with self.transaction() as session:
            row = store.row(session, account_id, project_id, lock=True)
            if row.script_run_id is None:
                return False
            run = runs.run(session, row.script_run_id)
            node = session.get(NodeRow, (row.script_run_id, SCRIPT))
            if node is not None and node.status == NodeStatus.SUCCEEDED:
                self._write(session, row, node)
            elif run is not None and not RunStatus(run.status).is_over:
                return False
            row.script_run_id = None
            session.add(row)
            session.flush()
            return True

    def _write(self, session: Session, row: ProjectRow, node: NodeRow) -> None:
        output = cast("Mapping[str, Mapping[str, str]]", node.output)
        script = cast("dict[str, Any]", json.loads(output["script"]["text"]))
        self.noting(session, row, label="script")
        row.title = row.title or str(script["title"])[:200]
        row.hook, row.call_to_action = str(script["hook"]), str(script["callToAction"])
        row.script_by = node.provider
        row.version += 1
        row.updated_at = datetime.now(tz=UTC)
        lines = cast("list[dict[str, str]]", script["segments"])
        rows = [one for one in store.segment_rows(session, row.id) if one.is_included]
        for segment, line in zip(rows, lines, strict=False):
            segment.text = line["text"][:LONGEST_TEXT]
            segment.prompt = line["prompt"][:LONGEST_PROMPT]
            segment.version += 1
        session.add_all(rows)
        session.flush()
        project = store.to_project(row, store.segment_rows(session, row.id))
        _agree(session, project, node.run_id, rows)


def _agree(session: Session, project: Project, run_id: str, filled: list[SegmentRow]) -> None:
    """The Takes of the same Run were asked for by these very prompts, and its film shows them."""
    segments = {segment.id: segment for segment in project.segments}
    takes = session.exec(select(TakeRow).where(TakeRow.run_id == run_id)).all()
    for take in takes:
        segment = segments.get(take.segment_id)
        if segment is not None:
            order = order_for(project, segment)
            take.order, take.recipe = store.order_json(order), order.recipe
    session.add_all(takes)
    shown = {take.segment_id: take.id for take in takes}
    shown |= {row.id: row.reference for row in filled if row.id not in shown}
    run = session.exec(select(ProjectRunRow).where(col(ProjectRunRow.run_id) == run_id)).one()
    if run.shows:
        run.shows = digest(project, shown)
        session.add(run)
    session.flush()

"""A script that was written goes into the Segments of its Project, once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from vidgenie.db import Transaction
from vidgenie.domain.project import LONGEST_PROMPT, LONGEST_TEXT, Mode, Project, Segment
from vidgenie.domain.project_graph import digest
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import order_for
from vidgenie.engine import store as runs
from vidgenie.engine.tables import NodeRow
from vidgenie.projects import history, store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, TakeRow

SCRIPT = "script"
"""Id of the Node that writes."""
_LONGEST_TITLE = 200  # characters
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class ScriptTaking:
    """Looks whether a script is there, whenever its Project is read.

    What was written is in the Node, safe from any crash; here it is copied, once.
    """

    transaction: Transaction
    now: Callable[[], datetime]

    def take_over(self, account_id: str, project_id: str) -> bool:
        """Write a finished script into the Project; whether anything changed.

        Raises NotFound.
        """
        with self.transaction() as session:
            return self.take_into(session, store.row(session, account_id, project_id, lock=True))

    def take_into(self, session: Session, row: ProjectRow) -> bool:
        """The same in the transaction of who has locked the Project's row.

        A Project without a script in the making stays as it is.
        """
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
        segments = store.segment_rows(session, row.id)
        before = store.to_project(row, segments)
        after = replace(
            before,
            title=_title(before, str(script["title"])),
            hook=str(script["hook"]),
            call_to_action=str(script["callToAction"]),
            script_by=node.provider[:_LONGEST_SLUG],
            segments=_filled(before, cast("list[dict[str, str]]", script["segments"])),
        )
        history.change(session, row, segments, after, label="script", now=self.now())
        _agree(session, store.to_project(row, segments), node.run_id)


def _title(project: Project, written: str) -> str:
    """What somebody called it, unless that is only what it is about."""
    is_given = project.title not in {"", project.theme[: len(project.title)]}
    return project.title if is_given else written[:_LONGEST_TITLE]


def _filled(project: Project, lines: list[dict[str, str]]) -> tuple[Segment, ...]:
    """The Segments with what the script says, in order; those that are left out stay."""
    coming = iter(lines)
    filled = list[Segment]()
    for segment in project.segments:
        line = next(coming, None) if segment.is_included else None
        if line is None:
            filled.append(segment)
            continue
        text, prompt = line["text"][:LONGEST_TEXT], line["prompt"][:LONGEST_PROMPT]
        filled.append(replace(segment, text=text, prompt=prompt))
    return tuple(filled)


def _agree(session: Session, project: Project, run_id: str) -> None:
    """The Takes of the same Run were asked for by these very prompts, and its film shows them."""
    segments = {segment.id: segment for segment in project.segments}
    takes = session.exec(select(TakeRow).where(TakeRow.run_id == run_id)).all()
    for take in takes:
        segment = segments.get(take.segment_id)
        if segment is not None:
            before = store.order(take)
            order = replace(before, prompt=order_for(project, segment).prompt)
            take.order, take.recipe = store.order_json(order), order.recipe
    session.add_all(takes)
    shown = {one.id: one.reference for one in project.included if one.mode is Mode.OWN}
    shown |= {take.segment_id: take.id for take in takes}
    run = session.exec(select(ProjectRunRow).where(col(ProjectRunRow.run_id) == run_id)).one()
    if run.shows:
        run.shows = digest(project, shown)
        session.add(run)
    session.flush()

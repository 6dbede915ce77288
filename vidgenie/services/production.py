"""Use cases that make something of a Project: script, preview, clips, film."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, update

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.project import Mode, Purpose
from vidgenie.domain.project_graph import Drawn, digest, script_values
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.projects import store
from vidgenie.projects.store import NewTake
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow
from vidgenie.services.orders import Order, QuoteView, Started
from vidgenie.services.planning import Plan, drawn
from vidgenie.services.runs import RunService
from vidgenie.services.segment_changes import SegmentChange, SegmentChanges
from vidgenie.services.stages import Edit, Stage, Stages

__all__ = ["Plan", "ProductionService"]

MOST_PROVIDERS = 4
"""That are compared at once."""
_TRIES = 5
_WRITES = {Purpose.SCRIPT, Purpose.QUICK}
_FILMS = {Purpose.FILM, Purpose.QUICK}


@dataclass(frozen=True, slots=True)
class ProductionService:
    """Compiles Projects to Runs.

    stages: reads a Project with all that was made for it. note: (session, account id,
    pillar) -> what an own pillar is about. changes: takes in what a Segment is changed with.
    """

    transaction: Transaction
    reading: Transaction
    runs: RunService
    stages: Stages
    note: Callable[[Session, str, str], str]
    changes: SegmentChanges

    def quote(self, account: Account, project_id: str, plan: Plan) -> QuoteView:
        """What it would cost; starts nothing. Raises NotFound, InvalidInput and Conflict."""
        stage = self.stages.read(account, project_id)
        return self.runs.quote(account, self._draw(account, stage, plan).graph)

    def to_come(self, account: Account, stage: Stage) -> int | None:
        """Credits that the finished video still costs; None while it cannot be told."""
        try:
            graph = self._draw(account, stage, Plan(Purpose.FILM)).graph
            return self.runs.quote(account, graph).total
        except (Conflict, InvalidInput, NotFound):
            return None

    def produce(
        self,
        account: Account,
        project_id: str,
        plan: Plan,
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Start the Run; see `Admission.start` for what it raises, and for `most`.

        Raises Conflict (being_written, running) while that very thing is being made.
        """
        return self._start(account, [(project_id, plan)], [idempotency_key], most=most)[0]

    def script(
        self,
        account: Account,
        project_id: str,
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Have the texts and prompts of the included Segments written, anew if need be."""
        plan = Plan(Purpose.SCRIPT)
        return self.produce(account, project_id, plan, idempotency_key=idempotency_key, most=most)

    def quick(
        self,
        account: Account,
        project_id: str,
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Script and film in one Run."""
        plan = Plan(Purpose.QUICK)
        return self.produce(account, project_id, plan, idempotency_key=idempotency_key, most=most)

    def remake(  # noqa: PLR0913  # what may be wanted of it
        self,
        account: Account,
        project_id: str,
        segment_id: str,
        *,
        changes: Mapping[str, Any] | None = None,
        count: int = 1,
        assembles: bool = True,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """One Segment anew: one clip and the film, all others as they are.

        Without the film when it is not wanted, when several Takes are to be chosen from,
        when the Segment is left out of it, or when others have no clip yet: nobody pays for
        what was not asked for.
        changes: new values of the Segment; they are kept with the Run, and not without it.
        """
        stage = self.stages.read(account, project_id)
        included = {one.id for one in stage.project.included}
        is_whole = segment_id in included and included - {segment_id} <= stage.footage.keys()
        has_film = assembles and count == 1 and is_whole
        purpose = Purpose.FILM if has_film else Purpose.TAKES
        change = SegmentChange(segment_id, changes) if changes else None
        plan = Plan(purpose, [segment_id], count=count, change=change)
        return self.produce(account, project_id, plan, idempotency_key=idempotency_key, most=most)

    def rest(self, account: Account, project_ids: Sequence[str]) -> int:
        """Credits of what `admit` would start of these Projects; raises as `quote` does."""
        stages = [self.stages.read(account, project_id) for project_id in project_ids]
        graphs = [self._draw(account, stage, _rest(stage)).graph for stage in stages]
        return sum(self.runs.quote(account, graph).total for graph in graphs)

    def admit(
        self,
        account: Account,
        project_ids: Sequence[str],
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> list[Started]:
        """What every Project still needs, in one Run each: all of them start, or none.

        Those whose texts are there already get the film, the others the script too.
        """
        wanted = [
            (project_id, _rest(self.stages.read(account, project_id))) for project_id in project_ids
        ]
        keys = [f"{idempotency_key}:{one}" if idempotency_key else "" for one in project_ids]
        return self._start(account, wanted, keys, most=most)

    def compare(
        self,
        account: Account,
        project_id: str,
        providers: Sequence[tuple[str, str]],
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> list[Started]:
        """Takes of every included Segment by each (Provider, model), in a Run for each.

        What the Segments show stays as it is. Raises InvalidInput (field providers).
        """
        if not 2 <= len(set(providers)) == len(providers) <= MOST_PROVIDERS:
            raise InvalidInput(
                f"Two to {MOST_PROVIDERS} different providers can be compared.",
                field="providers",
                problem="out_of_range",
                limit=MOST_PROVIDERS,
            )
        wanted = [(project_id, Plan(Purpose.TAKES, "all", *provider)) for provider in providers]
        keys = [
            f"{idempotency_key}:{number}" if idempotency_key else ""
            for number in range(len(providers))
        ]
        return self._start(account, wanted, keys, comparison=secrets.token_hex(16), most=most)

    def _start(
        self,
        account: Account,
        wanted: Sequence[tuple[str, Plan]],
        keys: Sequence[str],
        *,
        comparison: str = "",
        most: int | None = None,
    ) -> list[Started]:
        """Start the Runs, of the Projects as they are at that very moment."""
        for left in reversed(range(_TRIES)):
            if known := self._known(account, wanted, keys):
                return known
            orders = list[Order]()
            for (project_id, plan), key in zip(wanted, keys, strict=True):
                stage = self.stages.read(account, project_id, self._edit(account, plan))
                orders.append(self._order(account, stage, plan, key, comparison))
            try:
                return self.runs.admission.start(account, orders, most=most)
            except Conflict as error:
                if not left or error.params.get("problem") not in _MEANWHILE:
                    raise
        raise AssertionError  # the last try returns or raises

    def _edit(self, account: Account, plan: Plan) -> Edit | None:
        """What the plan changes of its Project."""
        change = plan.change
        if change is None:
            return None
        return lambda session, project: self.changes.made(session, account.id, project, change)

    def _known(
        self, account: Account, wanted: Sequence[tuple[str, Plan]], keys: Sequence[str]
    ) -> list[Started]:
        """The Runs that these keys have started before, [] when there are none.

        What is missing now is not what was missing then, so the Graphs need not be equal.
        """
        if not all(keys):
            return []
        known = [self.runs.admission.known(account, key) for key in keys]
        with self.reading() as session:
            for (project_id, plan), started in zip(wanted, known, strict=True):
                row = session.get(ProjectRunRow, started.run_id) if started else None
                if started and (
                    row is None or (row.project_id, row.purpose) != (project_id, plan.purpose)
                ):
                    raise Conflict(
                        "This Idempotency-Key was used for another request.",
                        problem="idempotency_key_reused",
                    )
        return [one for one in known if one] if all(known) else []

    def _order(
        self, account: Account, stage: Stage, plan: Plan, key: str, comparison: str
    ) -> Order:
        result = self._draw(account, stage, plan)
        project = stage.project
        new = [NewTake(node, order) for node, order in result.orders]
        shown = {**stage.shown, **{one.order.segment: one.id for one in new}}
        has_film = plan.purpose in _FILMS
        shows = digest(project, shown) if has_film else ""
        if plan.purpose is Purpose.ANIMATIC:
            shows = digest(project, stage.own)
        pins = plan.purpose is Purpose.TAKES and (plan.count > 1 or bool(plan.provider))

        def also(session: Session, run_id: str) -> None:
            row = store.row(session, account.id, project.id, lock=True)
            _check_unchanged(session, row, stage, comparison)
            if plan.change is not None:
                self.changes.keep(session, row, plan.change)
            if plan.purpose in _WRITES:
                if row.script_run_id is not None:
                    raise Conflict("The script is being written.", problem="being_written")
                row.script_run_id = run_id
                session.add(row)
            store.add_run(
                session,
                account_id=account.id,
                project_id=project.id,
                run_id=run_id,
                purpose=plan.purpose,
                orders=new,
                shows=shows,
                comparison=comparison,
            )
            _show(session, stage, new, pins=pins)

        return Order(result.graph, key, also, is_listed=has_film, source="project")

    def _draw(self, account: Account, stage: Stage, plan: Plan) -> Drawn:
        written = self._written(account, stage) if plan.purpose in _WRITES else None
        return drawn(stage, plan, written or {})

    def _written(self, account: Account, stage: Stage) -> Mapping[str, object]:
        """The values of the `script` Node."""
        project = stage.project
        if not project.theme.strip():
            raise InvalidInput("A script needs a theme.", field="theme", problem="missing")
        if not project.included:
            raise InvalidInput("No segment is included.", field="segments", problem="empty")
        with self.reading() as session:
            note = self.note(session, account.id, project.pillar)
        return script_values(project, note=note, seed=stage.scripts)


def _rest(stage: Stage) -> Plan:
    """What a Project still needs for its video."""
    is_written = all(one.text or one.prompt for one in stage.project.included)
    return Plan(Purpose.FILM if is_written else Purpose.QUICK)


# Somebody else was faster: what is missing now has to be looked at anew.
_MEANWHILE = {"changed_meanwhile", "idempotency_key_reused"}


def _check_unchanged(session: Session, row: ProjectRow, stage: Stage, comparison: str) -> None:
    """Nothing is paid for twice because two people pressed at the same moment."""
    runs = [
        run.run_id
        for run in store.run_rows(session, [row.id])[row.id]
        if not comparison or run.comparison != comparison
    ]
    if row.version != stage.project.version or runs != [run.run_id for run in stage.runs]:
        raise Conflict("The project was changed meanwhile.", problem="changed_meanwhile")


def _show(session: Session, stage: Stage, new: Sequence[NewTake], *, pins: bool) -> None:
    """Have the Segments show the new Takes once they are made, or go on showing what they do."""
    own = {one.id for one in stage.project.segments if one.mode is Mode.OWN}
    for segment_id in {one.order.segment for one in new} - own:
        take = stage.shown.get(segment_id, "") if pins else ""
        session.exec(update(SegmentRow).where(col(SegmentRow.id) == segment_id).values(take=take))

"""Use cases on Projects: made, listed, changed, undone, copied, deleted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from vidgenie.accounts import store as accounts
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict
from vidgenie.projects import history, listing, store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow
from vidgenie.services import project_list
from vidgenie.services.project_list import Wanted
from vidgenie.services.project_making import NewProject, ProjectMaker
from vidgenie.services.project_rules import Rules
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.project_views import ProjectPage, ProjectView

_OVER = [status.value for status in RunStatus if status.is_over]


@dataclass(frozen=True, slots=True)
class ProjectService:
    """Projects as their owners see and change them.

    clock: the present instant, aware, UTC. take_over: writes a script that is there into
        (account id, Project); whether there was one.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    engine: Engine
    rules: Rules
    maker: ProjectMaker
    viewer: ProjectViewer
    take_over: Callable[[str, str], bool]

    def create(self, account: Account, new: NewProject) -> ProjectView:
        """Make a Project.

        Raises InvalidInput that names the field, and NotFound for a Template, an Asset or a
        brand kit that is not there.
        """
        choices = self.maker.chosen(account)
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            row = self.maker.add(session, account, new, choices)
            view = self.viewer.project(session, account, row)
        return view()

    def page(  # noqa: PLR0913  # one for each filter
        self,
        account: Account,
        *,
        page: int = 1,
        page_size: int = 20,
        status: str = "",
        q: str = "",
        pillar: str = "",
        provider: str = "",
    ) -> ProjectPage:
        """One page of the Account's Projects, the one that changed last first.

        See `project_list.Wanted`. Raises InvalidInput.
        """
        wanted = Wanted(page, page_size, status, q, pillar, provider)
        wanted.check()
        with self.reading() as session:
            found = listing.entries(session, account.id)
        for entry in found:
            if entry.script_run_id:
                self.take_over(account.id, entry.id)
        with self.reading() as session:
            return project_list.page(session, account, wanted, self.viewer)

    def get(self, account: Account, project_id: str) -> ProjectView:
        """One of them. Raises NotFound, also when it is somebody else's."""
        with self.reading() as session:
            row = store.row(session, account.id, project_id)
            view = None if row.script_run_id else self.viewer.project(session, account, row)
        if view is None:
            self.take_over(account.id, project_id)
            with self.reading() as session:
                row = store.row(session, account.id, project_id)
                view = self.viewer.project(session, account, row)
        return view()

    def update(
        self,
        account: Account,
        project_id: str,
        changes: Mapping[str, Any],
        *,
        version: int | None = None,
    ) -> ProjectView:
        """Change title, theme, pillar, language, hook, call_to_action or some of the choices.

        version: of the Project the caller has seen, None = whatever it is. What others have
        changed since, and the caller too, is a Conflict (edited_elsewhere); what only one of
        both has changed is kept. Raises NotFound and InvalidInput.
        """
        with self.transaction() as session:
            row = store.row(session, account.id, project_id, lock=True)
            segments = store.segment_rows(session, project_id)
            before = store.to_project(row, segments)
            after = self.rules.project(before, changes)
            self.rules.check_choices(session, account.id, after.choices)
            if version is not None:
                names = _touched(changes)
                values = (_values(before), _values(after))
                check_seen(
                    session, row, "", version, {n: tuple(v[n] for v in values) for n in names}
                )
            history.change(
                session,
                row,
                segments,
                after,
                label=_label("project", list(changes)),
                now=self.clock(),
            )
            view = self.viewer.project(session, account, row)
        return view()

    def delete(self, account: Account, project_id: str, *, cancels: bool = False) -> None:
        """Delete a Project; its clips go as soon as its Runs have ended.

        cancels: stop those under way; else they are a Conflict (running).
        Finished videos stay in the library: they are the person's own. Raises NotFound.
        """
        with self.transaction() as session:
            row = store.row(session, account.id, project_id, lock=True)
            working = _under_way(session, project_id)
            if working and not cancels:
                raise Conflict("Something is being made for this project.", problem="running")
            stopping = [run_id for run_id in working if self.engine.cancel(session, run_id)]
            row.deleted_at = self.clock()
            row.version += 1
        for run_id in stopping:
            self.engine.interrupt(run_id)

    def duplicate(self, account: Account, project_id: str) -> ProjectView:
        """A copy of its texts and choices, without the clips. Raises NotFound."""
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            row = store.row(session, account.id, project_id)
            copied = self.maker.copy(session, account, row)
            view = self.viewer.project(session, account, copied)
        return view()

    def undo(self, account: Account, project_id: str) -> ProjectView:
        """Take the last change back. Raises NotFound and Conflict (nothing_to_undo)."""
        return self._step(account, project_id, history.undo)

    def redo(self, account: Account, project_id: str) -> ProjectView:
        """Do again what was undone. Raises NotFound and Conflict (nothing_to_redo)."""
        return self._step(account, project_id, history.redo)

    def _step(self, account: Account, project_id: str, go: Callable[..., None]) -> ProjectView:
        with self.transaction() as session:
            row = store.row(session, account.id, project_id, lock=True)
            go(session, row, store.segment_rows(session, project_id), now=self.clock())
            view = self.viewer.project(session, account, row)
        return view()


def check_seen(
    session: Session,
    row: ProjectRow,
    subject: str,
    version: int,
    values: Mapping[str, tuple[Any, ...]],
) -> None:
    """Refuse to change what others have changed since the caller looked.

    subject: a Segment, "" = the Project. version: of it, as the caller has seen it.
    values: field -> (as it is, as it is wanted). Raises Conflict (edited_elsewhere).
    """
    since = history.changed_since(session, row, subject, version)
    lost = [
        name
        for name, (now, wanted) in values.items()
        if now != wanted and (since is None or name in since)
    ]
    if lost:
        raise Conflict(
            "This was changed somewhere else in the meantime.", problem="edited_elsewhere"
        )


def _touched(changes: Mapping[str, Any]) -> list[str]:
    """The fields as `history` calls them."""
    plain = [name for name in changes if name != "choices"]
    return plain + [f"choices.{name}" for name in changes.get("choices", ())]


def _values(project: Any) -> dict[str, Any]:  # noqa: ANN401  # a Project
    choices = store.choices_json(project.choices)
    plain = ("title", "theme", "pillar", "language", "hook", "call_to_action")
    found = {name: getattr(project, name) for name in plain}
    return found | {f"choices.{name}": value for name, value in choices.items()}


def _label(kind: str, names: list[str]) -> str:
    return f"{kind}.{names[0]}" if len(names) == 1 else f"{kind}.edit"


def _under_way(session: Session, project_id: str) -> list[str]:
    wanted = (
        select(ProjectRunRow.run_id)
        .join(RunRow, col(RunRow.id) == col(ProjectRunRow.run_id))
        .where(ProjectRunRow.project_id == project_id, col(RunRow.status).not_in(_OVER))
    )
    return list(session.exec(wanted))

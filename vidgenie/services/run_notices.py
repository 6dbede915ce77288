"""What owners of Runs are told when these end."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.domain.project import Purpose
from vidgenie.domain.run import RunStatus
from vidgenie.engine.ports import Ended, Lapsed
from vidgenie.projects.tables import ProjectRow, ProjectRunRow
from vidgenie.services.telling import Tells

_LONGEST_TITLE = 60
_KINDS = {
    RunStatus.SUCCEEDED: "run_finished",
    RunStatus.FAILED: "run_failed",
    RunStatus.UNKNOWN: "run_doubt",
}
# They take seconds, and whoever asked for them looks on.
_UNTOLD = frozenset({Purpose.SCRIPT, Purpose.ANIMATIC})


@dataclass(frozen=True, slots=True)
class RunBell:
    """Tells the owner of a Run that it has ended, but not who ended it: see `engine.ports.Bell`.

    titles: slug of a Provider -> what it is called.
    """

    tell: Tells
    titles: Mapping[str, str]

    def ring(self, session: Session, ended: Ended) -> None:
        """Tell it once; a Run that is taken up again and ends again is told again."""
        kind = _KINDS.get(ended.status)
        if kind is None or (kind == "run_doubt" and ended.doubt_until is None):
            return
        project = _project(session, ended) if ended.source == "project" else None
        if project and project.purpose in _UNTOLD and kind != "run_doubt":
            return
        title = project.title if project else ""
        params: dict[str, object] = {
            "title": shortened(title or ended.prompt),
            "credits": ended.charged,
        }
        if kind == "run_failed":
            error = dict(ended.error or {})
            slug = str(error.get("provider", ""))
            params["code"] = str(error.get("code", ""))
            name = self.titles.get(slug, slug)
            params["error"] = {"title": name} | error | {"provider": name}
            params["refunded"] = ended.refunded
        if ended.doubt_until:
            params["until"] = ended.doubt_until.isoformat()
        self.tell(
            session,
            ended.account_id,
            kind,
            key=f"run:{ended.run_id}:{ended.status.value}:{ended.resumed}",
            params=params,
            href=f"/runs/{ended.run_id}",
        )

    def lapse(self, session: Session, lapsed: Lapsed) -> None:
        """Tell it once, of whatever Project: the question was told of every one, too.

        It is no run_failed, whose credits were charged and which says what went wrong, and
        no run_refunded: nothing had been charged that could be given back.
        """
        project = _project(session, lapsed) if lapsed.source == "project" else None
        title = project.title if project else ""
        self.tell(
            session,
            lapsed.account_id,
            "run_undecided",
            key=f"run:{lapsed.run_id}:undecided:{lapsed.resumed}",
            params={"title": shortened(title or lapsed.prompt), "credits": lapsed.released},
            href=f"/runs/{lapsed.run_id}",
        )


def shortened(text: str) -> str:
    """A title of one line."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_TITLE:
        return line
    return f"{line[: _LONGEST_TITLE - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Project:
    title: str
    purpose: str


def _project(session: Session, ended: Ended | Lapsed) -> _Project | None:
    """The Project a Run works for, and what the Run is for there."""
    joined = col(ProjectRow.id) == col(ProjectRunRow.project_id)
    query = select(col(ProjectRow.title), col(ProjectRunRow.purpose)).where(
        joined, col(ProjectRunRow.run_id) == ended.run_id
    )
    row = session.connection().execute(query).first()
    return _Project(*row) if row else None

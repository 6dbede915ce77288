"""Projects in lists: found, counted and shown a page at a time, in a constant number of queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.domain.account import Account
from vidgenie.domain.project_status import FILMS, GROUPS, ProjectStatus, project_status
from vidgenie.domain.run import RunStatus
from vidgenie.engine.tables import RunRow
from vidgenie.errors import InvalidInput
from vidgenie.library.tables import fold
from vidgenie.projects import listing
from vidgenie.projects.listing import Entry
from vidgenie.projects.tables import ProjectRow, ProjectRunRow
from vidgenie.services.project_reading import ProjectRun, facts, marks, runs_of, spent
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.project_views import ProjectPage, Statistics

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which Projects are wanted; "" = all.

    status: draft, generating, completed and failed as they are counted; scripting, ready and
        outdated as they are shown. q: text in title or theme; neither case nor accents
        count. provider: of the Project, or of one of its Segments.
    """

    page: int = 1
    page_size: int = 20
    status: str = ""
    q: str = ""
    pillar: str = ""
    provider: str = ""

    def check(self) -> None:
        """Refuse what is no page, or no status. Raises InvalidInput."""
        if not 1 <= self.page <= 1_000_000:
            raise InvalidInput("Pages are counted from 1.", field="page", problem="out_of_range")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            message = f"A page holds 1 to {MAX_PAGE_SIZE} projects."
            raise InvalidInput(
                message, field="pageSize", problem="out_of_range", limit=MAX_PAGE_SIZE
            )
        if self.status and self.status not in set(ProjectStatus):
            message = f"status is one of {', '.join(ProjectStatus)}."
            raise InvalidInput(message, field="status", problem="unknown")


def page(session: Session, account: Account, wanted: Wanted, viewer: ProjectViewer) -> ProjectPage:
    """One page, the Project that changed last first."""
    mine = col(ProjectRunRow.project_id).in_(
        select(col(ProjectRow.id)).where(
            col(ProjectRow.account_id) == account.id, col(ProjectRow.deleted_at).is_(None)
        )
    )
    entries = listing.entries(session, account.id)
    runs = runs_of(session, mine)
    money = spent(session, mine)
    groups = {each.id: _group(each, runs.get(each.id, [])) for each in entries}
    users = listing.using(session, account.id, wanted.provider) if wanted.provider else set[str]()
    found = [each for each in entries if _suits(each, wanted, users)]
    if wanted.status:
        found = _with_status(session, found, ProjectStatus(wanted.status), groups)
    first = (wanted.page - 1) * wanted.page_size
    shown = [each.id for each in found[first : first + wanted.page_size]]
    films = {
        project_id: film for project_id, mine_ in runs.items() if (film := _film(mine_)) is not None
    }
    count = Counter(groups.values())
    return ProjectPage(
        items=viewer.rows(session, facts(session, listing.rows(session, shown))),
        page=wanted.page,
        page_size=wanted.page_size,
        total=len(found),
        statistics=Statistics(
            total=len(entries),
            draft=count[ProjectStatus.DRAFT],
            generating=count[ProjectStatus.GENERATING],
            completed=count[ProjectStatus.COMPLETED],
            failed=count[ProjectStatus.FAILED],
            videos=len(films),
            seconds=_seconds(session, [run.id for run in films.values()]),
            credits=sum(money.values()),
        ),
    )


def _group(entry: Entry, runs: Sequence[ProjectRun]) -> ProjectStatus:
    """What the Project is counted as: that much is known without its Segments."""
    has_film = False if _film(runs) else None
    known = marks(entry.script_run_id, runs)
    return GROUPS[project_status(known, is_stale=has_film, has_all_clips=False)]


def _film(runs: Sequence[ProjectRun]) -> ProjectRun | None:
    made = (r for r in reversed(runs) if r.purpose in FILMS and r.status is RunStatus.SUCCEEDED)
    return next(made, None)


def _suits(entry: Entry, wanted: Wanted, users: set[str]) -> bool:
    if wanted.pillar and entry.pillar != wanted.pillar:
        return False
    if wanted.provider and entry.provider != wanted.provider and entry.id not in users:
        return False
    return fold(wanted.q.strip()) in fold(f"{entry.title}\n{entry.theme}")


def _with_status(
    session: Session,
    entries: Sequence[Entry],
    status: ProjectStatus,
    groups: Mapping[str, ProjectStatus],
) -> list[Entry]:
    near = [each for each in entries if groups[each.id] is GROUPS[status]]
    if status is GROUPS[status]:
        return near
    rows = listing.rows(session, [each.id for each in near])
    exact = {each.row.id for each in facts(session, rows) if each.status is status}
    return [each for each in near if each.id in exact]


def _seconds(session: Session, run_ids: Sequence[str]) -> float:
    """How long the videos of these Runs are together."""
    seconds = col(RunRow.result)["seconds"].as_float()
    wanted = select(seconds).where(col(RunRow.id).in_(run_ids))
    return round(sum(found or 0.0 for found in session.scalars(wanted)), 1)

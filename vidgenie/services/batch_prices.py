"""What the video of a row will cost, before there is a Project."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.project import Project
from vidgenie.domain.project_graph import film, quick, script_values
from vidgenie.domain.take import order_for
from vidgenie.services.runs import RunService


@dataclass(frozen=True, slots=True)
class BatchPrices:
    """Quotes Projects that are not kept yet; starts nothing.

    check_key: raises MissingKey or KeyRefused for (session, account id, Provider).
    note: (session, account id, pillar) -> what an own pillar is about.
    """

    reading: Transaction
    runs: RunService
    providers: Mapping[tuple[str, str], Provider]
    check_key: Callable[[Session, str, Provider], None]
    note: Callable[[Session, str, str], str]

    def price(self, account: Account, project: Project) -> int:
        """Credits of script and film, or of the film alone when the texts are there.

        Raises what starting it would: InvalidInput, MissingKey, KeyRefused, NotSetUp.
        """
        with self.reading() as session:
            for maker in self._makers(project):
                self.check_key(session, account.id, maker)
            note = self.note(session, account.id, project.pillar)
        return self.runs.quote(account, _graph(project, note)).total

    def _makers(self, project: Project) -> list[Provider]:
        choices = project.choices
        wanted = [(Kind.VIDEO, choices.provider)]
        if _is_unwritten(project):
            wanted.append((Kind.TEXT, choices.text_provider))
        if choices.voice:
            wanted.append((Kind.SPEECH, choices.voice.provider))
        return [self.providers[place] for place in wanted if place in self.providers]


def _graph(project: Project, note: str) -> Graph:
    """The Graph that ProductionService.admit would start for it."""
    orders = {segment.id: order_for(project, segment) for segment in project.included}
    if not _is_unwritten(project):
        return film(project, {}, orders).graph
    blank = {name: replace(order, prompt="") for name, order in orders.items()}
    return quick(project, blank, script_values(project, note=note, seed=0)).graph


def _is_unwritten(project: Project) -> bool:
    return not all(segment.text or segment.prompt for segment in project.included)

"""Use case: begin with a Template, whatever it is a Template of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput
from vidgenie.services.graph_templates import GraphTemplateService
from vidgenie.services.project_making import NewProject
from vidgenie.services.template_rules import LONGEST_THEME
from vidgenie.services.templates import TemplateService

GRAPH, PROJECT = "graph", "project"


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made of a Template: a Graph or a Project, and its page."""

    kind: str
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """Both kinds of Templates together.

    create_graph: (Account, name, Graph as JSON) -> its id. create_project: its id.
    """

    projects: TemplateService
    graphs: GraphTemplateService
    create_graph: Callable[[Account, str, Mapping[str, Any]], str]
    create_project: Callable[[Account, NewProject], str]

    def kind(self, account: Account, slug: str) -> str:
        """What it is a Template of; of a Project when there is no such Template at all."""
        return GRAPH if self.graphs.knows(account, slug) else PROJECT

    def use(
        self,
        account: Account,
        slug: str,
        *,
        values: Mapping[str, str],
        assets: Mapping[str, str],
        language: str,
    ) -> Begun:
        """Make a Graph or a Project of it; values, assets: hole -> text, id of an Asset.

        Raises NotFound, and InvalidInput that names the hole.
        """
        if self.kind(account, slug) == GRAPH:
            title, graph = self.graphs.filled(
                account, slug, values=values, assets=assets, language=language
            )
            made = self.create_graph(account, title, graph)
            return Begun(GRAPH, made, f"/create/{made}")
        found = self.projects.get(account, slug, language=language)
        theme = values.get("theme", found.view.theme)
        _check_theme(theme, [*values, *assets])
        new = NewProject(theme=theme, template=slug, language=language)
        made = self.create_project(account, new)
        return Begun(PROJECT, made, f"/projects/{made}")


def _check_theme(theme: str, given: list[str]) -> None:
    """Raise InvalidInput: a Project has one hole, its theme."""
    stray = next((name for name in given if name != "theme"), "")
    if stray:
        raise InvalidInput("There is no such hole.", field=f"values.{stray}", problem="unknown")
    if len(theme) > LONGEST_THEME:
        message = f"At most {LONGEST_THEME} characters."
        raise InvalidInput(message, field="values.theme", problem="too_long", max=LONGEST_THEME)
    if not theme.strip():
        raise InvalidInput("Say what it is about.", field="values.theme", problem="empty")

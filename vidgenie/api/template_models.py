"""Templates as they come in and go out."""

from typing import Annotated, Any, Literal

from pydantic import Field

from vidgenie.api.models import Answer, Body, Id
from vidgenie.services.graph_templates import HoleWords, SavedTemplate
from vidgenie.services.project_template_views import TemplateDetail, TemplateView
from vidgenie.services.template_holes import (
    LONGEST_HOLE,
    LONGEST_LABEL,
    MOST_HOLES,
    Name,
    Wanted,
)
from vidgenie.services.template_rules import LONGEST_DESCRIPTION, LONGEST_THEME, LONGEST_TITLE
from vidgenie.services.template_views import GraphTemplateDetail, HoleView

Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE * 2)]
Description = Annotated[str, Field(max_length=LONGEST_DESCRIPTION * 2)]
Spoken = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
_Key = Annotated[str, Field(max_length=64)]
# Longer than the services take, which say how long it may be.
_Text = Annotated[str, Field(max_length=LONGEST_HOLE * 2)]


class NeedAnswer(Answer):
    """A Provider other than this server."""

    kind: str
    provider: str
    title: str


class HoleAnswer(Answer):
    """A text to be typed in (`kind` text), or a file to be chosen (image, video, audio).

    `node`: where it goes first. A Project has one, `theme`, which every language calls its own.
    """

    name: str
    kind: str
    label: str
    example: str
    longest: int
    required: bool
    node: str


class _Facts(Answer):
    """What a Template is.

    `credits`: with the Providers it names, null when it cannot run as it is; `isFree`: no
    credits and no key. `uses`: voice, captions, music, picture, clip, sound, script.
    """

    slug: str
    title: str
    description: str
    language: str
    seconds: int
    poster_url: str
    preview_url: str | None
    is_own: bool
    is_free: bool
    credits: int | None
    needs: list[NeedAnswer]
    uses: list[str]
    holes: list[HoleAnswer]


class ProjectTemplateAnswer(_Facts):
    """A Template of a Project in one language. `segments`: how many; `theme`: an example."""

    kind: Literal["project"] = "project"
    theme: str
    pillar: str
    segments: int


class GraphTemplateAnswer(_Facts):
    """A Template of a Graph in one language. `nodes`: how many a Run has."""

    kind: Literal["graph"] = "graph"
    nodes: int


class TemplatesAnswer(Answer):
    """Those that come with VidGenie, then the Account's own, the newest first."""

    items: list[ProjectTemplateAnswer | GraphTemplateAnswer]


class PartAnswer(Answer):
    """One Segment of a Template; `text` and `prompt` have `{theme}` where it goes."""

    role: str
    text: str
    prompt: str
    seconds: int
    mode: str
    transition: str


class ProjectDetailAnswer(_Facts):
    """A Template with its Segments and how its video looks.

    `captions`: style, `music`: bed; null where there are none.
    """

    kind: Literal["project"] = "project"
    theme: str
    pillar: str
    segments: list[PartAnswer]
    aspect: str
    captions: str | None
    music: str | None


class GraphDetailAnswer(GraphTemplateAnswer):
    """A Template with its Graph; the examples are in its holes, and no file is chosen."""

    graph: dict[str, Any]


class RemovedAnswer(Answer):
    """What did not go into a Template: asset, pin, brand, edits, node, edge."""

    what: str
    node: str
    title: str


class SavedGraphAnswer(GraphTemplateAnswer):
    """A Template that was saved, and what did not go into it."""

    removed: list[RemovedAnswer]


class SavedProjectAnswer(ProjectTemplateAnswer):
    """The same of a Project, of which nothing is told."""

    removed: list[RemovedAnswer] = Field(default_factory=list[RemovedAnswer])


class BegunAnswer(Answer):
    """What was made of a Template, and where it can be worked on."""

    kind: str
    graph_id: str | None
    project_id: str | None
    url: str


class WantedBody(Body):
    """A text that becomes a hole: value `param` of a Node."""

    node: _Key
    param: _Key
    name: Name | None = None
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] = ""
    example: _Text | None = None

    @property
    def wanted(self) -> Wanted:
        """What the service takes."""
        return Wanted(self.node, self.param, self.name or "", self.label, self.example)


class TemplateBody(Body):
    """A Project or a Graph to be saved as a Template; `holes`: of a Graph."""

    project_id: Id | None = None
    graph_id: Id | None = None
    title: Title
    description: Description = ""
    holes: Annotated[list[WantedBody], Field(max_length=MOST_HOLES)] = Field(
        default_factory=list[WantedBody]
    )
    language: Spoken | None = None


class HoleBody(Body):
    """What a hole is called from now on, and its example."""

    name: Name
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] | None = None
    example: _Text | None = None

    @property
    def words(self) -> HoleWords:
        """What the service takes."""
        return HoleWords(self.name, self.label, self.example)


class ChangeBody(Body):
    """What is to be other than it was. `holes`: all that stay; the others are closed."""

    title: Title | None = None
    description: Description | None = None
    holes: Annotated[list[HoleBody], Field(max_length=MOST_HOLES)] | None = None
    language: Spoken | None = None


class UseBody(Body):
    """What goes into the holes; what is not said is as in the example, or stays open."""

    values: Annotated[dict[Name, _Text], Field(max_length=MOST_HOLES)] = Field(
        default_factory=dict[str, str]
    )
    assets: Annotated[dict[Name, Id], Field(max_length=MOST_HOLES)] = Field(
        default_factory=dict[str, str]
    )
    language: Spoken | None = None


class ImportBody(Body):
    """What is in a file."""

    data: dict[str, Any]


def project_of(view: TemplateView) -> ProjectTemplateAnswer:
    """A Template of a Project."""
    return ProjectTemplateAnswer(**_facts(view), segments=view.segments)


def saved_project(view: TemplateView) -> SavedProjectAnswer:
    """One that was saved."""
    return SavedProjectAnswer(**_facts(view), segments=view.segments)


def project_detail(found: TemplateDetail) -> ProjectDetailAnswer:
    """A Template of a Project with its Segments."""
    choices = found.choices
    bed = (choices.music or {}).get("bed")
    return ProjectDetailAnswer(
        **_facts(found.view),
        segments=[PartAnswer.model_validate(part) for part in found.parts],
        aspect=choices.aspect.value,
        captions=choices.look.style if choices.look else None,
        music=bed if isinstance(bed, str) else None,
    )


def graph_detail(found: GraphTemplateDetail) -> GraphDetailAnswer:
    """A Template of a Graph with its Graph."""
    view = GraphTemplateAnswer.model_validate(found.view)
    return GraphDetailAnswer(**view.model_dump(), graph=dict(found.graph))


def saved_graph(saved: SavedTemplate) -> SavedGraphAnswer:
    """One that was saved, and what did not go into it."""
    view = GraphTemplateAnswer.model_validate(saved.view)
    removed = [RemovedAnswer.model_validate(one) for one in saved.removed]
    return SavedGraphAnswer(**view.model_dump(), removed=removed)


def _facts(view: TemplateView) -> dict[str, Any]:
    theme = HoleView("theme", "text", "", view.theme, LONGEST_THEME, required=True)
    return {
        "slug": view.slug,
        "title": view.title,
        "description": view.description,
        "theme": view.theme,
        "pillar": view.pillar,
        "language": view.language,
        "seconds": view.seconds,
        "poster_url": view.poster_url,
        "preview_url": view.preview_url,
        "is_own": view.is_own,
        "is_free": view.is_free,
        "credits": view.credits,
        "needs": [NeedAnswer.model_validate(need) for need in view.needs],
        "uses": list(view.uses),
        "holes": [HoleAnswer.model_validate(theme)],
    }

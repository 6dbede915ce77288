"""Templates of Projects: those that come with VidGenie, and one's own."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.session import language as spoken
from vidgenie.services.templates import LONGEST_DESCRIPTION, LONGEST_TITLE, TemplateDetail

router = APIRouter(prefix="/api/templates", tags=["projects"], responses=problems(401, 403))

Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$")]
Language = Annotated[str | None, Query(pattern=r"^[a-z]{2}$")]


class _Facts(Answer):
    """What a Template is. `theme`: an example; `needs`: Providers whose keys it takes."""

    slug: str
    title: str
    description: str
    theme: str
    pillar: str
    language: str
    seconds: int
    poster_url: str
    is_own: bool
    needs: list[str]


class TemplateAnswer(_Facts):
    """A Template in one language. `segments`: how many."""

    segments: int


class TemplatesAnswer(Answer):
    """Those that come with VidGenie, then the Account's own, the newest first."""

    items: list[TemplateAnswer]


class PartAnswer(Answer):
    """One Segment of a Template; `text` and `prompt` have `{theme}` where it goes."""

    role: str
    text: str
    prompt: str
    seconds: int
    mode: str
    transition: str


class TemplateDetailAnswer(_Facts):
    """A Template with its Segments and how its video looks.

    `captions`: style, `music`: bed; null where there are none.
    """

    segments: list[PartAnswer]
    aspect: str
    captions: str | None
    music: str | None


class TemplateBody(Body):
    """A Project to be saved as a Template."""

    project_id: Id
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE * 2)]
    description: Annotated[str, Field(max_length=LONGEST_DESCRIPTION * 2)] = ""


@router.get("")
def templates(
    request: Request,
    account: Me,
    kind: Literal["project"] = "project",
    language: Language = None,
) -> TemplatesAnswer:
    """What a Project can start from, in the language asked for, else the browser's."""
    del kind  # there is no other one yet
    chosen = language or spoken(request)
    found = bootstrap.services().templates.all(account, language=chosen)
    return TemplatesAnswer(items=[TemplateAnswer.model_validate(one) for one in found])


@router.get("/{slug}", responses=problems(404))
def template(
    slug: Slug, request: Request, account: Me, language: Language = None
) -> TemplateDetailAnswer:
    """One Template with its Segments."""
    chosen = language or spoken(request)
    return _detail(bootstrap.services().templates.get(account, slug, language=chosen))


@router.post("", status_code=201, responses=problems(400, 404, 409, 413, 415, 422))
def save_template(body: TemplateBody, account: Me) -> TemplateAnswer:
    """Save a Project as a Template: texts, prompts and choices, not what was made of them."""
    saved = bootstrap.services().templates.save(
        account, body.project_id, title=body.title, description=body.description
    )
    return TemplateAnswer.model_validate(saved)


@router.delete("/{slug}", responses=problems(404))
def delete_template(slug: Slug, account: Me) -> Done:
    """Forget one of your own; Projects made of it stay."""
    bootstrap.services().templates.delete(account, slug)
    return Done()


def _detail(found: TemplateDetail) -> TemplateDetailAnswer:
    view, choices = found.view, found.choices
    bed = (choices.music or {}).get("bed")
    return TemplateDetailAnswer(
        slug=view.slug,
        title=view.title,
        description=view.description,
        theme=view.theme,
        pillar=view.pillar,
        language=view.language,
        seconds=view.seconds,
        poster_url=view.poster_url,
        is_own=view.is_own,
        needs=list(view.needs),
        segments=[PartAnswer.model_validate(part) for part in found.parts],
        aspect=choices.aspect.value,
        captions=choices.look.style if choices.look else None,
        music=bed if isinstance(bed, str) else None,
    )

"""Templates of Graphs and Projects: those that come with VidGenie, and one's own."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from vidgenie import bootstrap
from vidgenie.api.models import Done, problems
from vidgenie.api.session import Me
from vidgenie.api.session import language as spoken
from vidgenie.api.template_models import (
    BegunAnswer,
    ChangeBody,
    GraphDetailAnswer,
    GraphTemplateAnswer,
    ImportBody,
    ProjectDetailAnswer,
    ProjectTemplateAnswer,
    SavedGraphAnswer,
    SavedProjectAnswer,
    TemplateBody,
    TemplatesAnswer,
    UseBody,
    graph_detail,
    project_detail,
    project_of,
    saved_graph,
    saved_project,
)
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput
from vidgenie.services.gallery import GRAPH

router = APIRouter(prefix="/api/templates", tags=["templates"], responses=problems(401, 403))

Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$")]
Language = Annotated[str | None, Query(pattern=r"^[a-z]{2}$")]
_CHANGES = problems(400, 404, 409, 413, 415, 422)


@router.get("")
def templates(
    request: Request,
    account: Me,
    kind: Literal["project", "graph", "all"] = "project",
    language: Language = None,
) -> TemplatesAnswer:
    """What a Project or a Graph can start from, in the language asked for, else the browser's."""
    chosen, services = language or spoken(request), bootstrap.services()
    items: list[ProjectTemplateAnswer | GraphTemplateAnswer] = []
    if kind != "project":
        found = services.graph_templates.all(account, language=chosen)
        items += [GraphTemplateAnswer.model_validate(one) for one in found]
    if kind != GRAPH:
        items += [project_of(one) for one in services.templates.all(account, language=chosen)]
    # sorted() is stable: those that come along first, each kind in its own order.
    return TemplatesAnswer(items=sorted(items, key=lambda one: one.is_own))


@router.get("/{slug}", responses=problems(404))
def template(
    slug: Slug, request: Request, account: Me, language: Language = None
) -> ProjectDetailAnswer | GraphDetailAnswer:
    """One Template with its Segments, or with its Graph."""
    chosen, services = language or spoken(request), bootstrap.services()
    if _is_graph(account, slug):
        return graph_detail(services.graph_templates.get(account, slug, language=chosen))
    return project_detail(services.templates.get(account, slug, language=chosen))


@router.post("", status_code=201, responses=_CHANGES)
def save_template(
    body: TemplateBody, request: Request, account: Me
) -> SavedProjectAnswer | SavedGraphAnswer:
    """Save a Project or a Graph as a Template, without what was made, chosen or pinned.

    Texts named in `holes` become holes, and so does every Asset; `removed` tells what did not
    go into it.
    """
    services = bootstrap.services()
    if body.graph_id:
        saved = services.graph_templates.save(
            account,
            body.graph_id,
            title=body.title,
            description=body.description,
            wanted=[one.wanted for one in body.holes],
            language=body.language or spoken(request),
        )
        return saved_graph(saved)
    if not body.project_id:
        message = "Say what it is to be made of: a graph, or a project."
        raise InvalidInput(message, field="graphId", problem="missing")
    made = services.templates.save(
        account, body.project_id, title=body.title, description=body.description
    )
    return saved_project(made)


@router.post("/import", status_code=201, responses=_CHANGES)
def import_template(body: ImportBody, account: Me) -> SavedProjectAnswer | SavedGraphAnswer:
    """Keep a Template of a file as `export` gives it; `removed` tells what was left out."""
    services = bootstrap.services()
    if body.data.get("kind") == GRAPH:
        return saved_graph(services.graph_templates.imported(account, body.data))
    return saved_project(services.templates.imported(account, body.data))


@router.put("/{slug}", responses=_CHANGES)
def change_template(
    slug: Slug, body: ChangeBody, request: Request, account: Me
) -> ProjectTemplateAnswer | GraphTemplateAnswer:
    """Change one of your own. `holes`: all that stay; a Project has the one for its theme."""
    services, language = bootstrap.services(), body.language or spoken(request)
    if _is_graph(account, slug):
        changed = services.graph_templates.change(
            account,
            slug,
            title=body.title,
            description=body.description,
            told=None if body.holes is None else [one.words for one in body.holes],
            language=language,
        )
        return GraphTemplateAnswer.model_validate(changed)
    theme = next((hole.example for hole in body.holes or [] if hole.name == "theme"), None)
    view = services.templates.change(
        account,
        slug,
        title=body.title,
        description=body.description,
        theme=theme,
        language=language,
    )
    return project_of(view)


@router.delete("/{slug}", responses=problems(404))
def delete_template(slug: Slug, account: Me) -> Done:
    """Forget one of your own; what was made of it stays."""
    services = bootstrap.services()
    owner = services.graph_templates if _is_graph(account, slug) else services.templates
    owner.delete(account, slug)
    return Done()


@router.get("/{slug}/export", responses=problems(404))
def export_template(slug: Slug, account: Me) -> Response:
    """The Template as a JSON file, for `import` here or elsewhere."""
    services = bootstrap.services()
    owner = services.graph_templates if _is_graph(account, slug) else services.templates
    name = f"vidgenie-template-{slug}.json"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return JSONResponse(owner.exported(account, slug), headers=headers)


@router.post("/{slug}/use", status_code=201, responses=_CHANGES)
def use_template(slug: Slug, body: UseBody, request: Request, account: Me) -> BegunAnswer:
    """Make a Graph or a Project of it, with these texts and files in its holes."""
    begun = bootstrap.services().gallery.use(
        account,
        slug,
        values=body.values,
        assets=body.assets,
        language=body.language or spoken(request),
    )
    is_graph = begun.kind == GRAPH
    return BegunAnswer(
        kind=begun.kind,
        graph_id=begun.id if is_graph else None,
        project_id=None if is_graph else begun.id,
        url=begun.url,
    )


def _is_graph(account: Account, slug: str) -> bool:
    return bootstrap.services().gallery.kind(account, slug) == GRAPH

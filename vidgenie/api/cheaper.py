"""Ways out when a Run costs more credits than there are."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from vidgenie import bootstrap
from vidgenie.api.graph_runs import WishBody
from vidgenie.api.models import Answer, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import Submission, graph_of
from vidgenie.services.cheaper import ChangeView, WaysOut
from vidgenie.services.config import WorkflowConfig

router = APIRouter(prefix="/api/workflow", tags=["workflows"], responses=problems(401))


class CheaperBody(WishBody):
    """What was to be made: `config`, `nodes` and `edges`, or `graphId` and which part of it.

    Or `runId`: a Run that is started again; anew: with what it made already.
    """

    config: WorkflowConfig | None = None
    nodes: list[dict[str, object]] | None = None
    edges: list[dict[str, object]] | None = None
    initial_prompt: Annotated[str, Field(max_length=1000)] | None = None
    graph_id: Id | None = None
    run_id: Id | None = None
    anew: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> "CheaperBody":
        named = (self.config, self.nodes, self.graph_id, self.run_id)
        if sum(one is not None for one in named) != 1:
            message = "Send either config, nodes and edges, graphId, or runId."
            raise PydanticCustomError("missing", message)
        return self


class Changed(Answer):
    """Other values for a Node. params: all it has then; credits: what it costs then.

    from, to: of the fields that change, as they count, typed in or not.
    """

    node_id: str
    type: str
    title: str
    params: dict[str, object]
    before: Annotated[dict[str, object], Field(serialization_alias="from")]
    after: Annotated[dict[str, object], Field(serialization_alias="to")]
    credits: int


class WayOut(Answer):
    """kind: cheaper (other settings) or demo (what this server makes itself).

    total: credits of the Run with these changes.
    """

    kind: str
    total: int
    changes: list[Changed]


class WaysAnswer(Answer):
    """What the Run costs and what there is, in credits, and the ways to make it with that.

    There are none when it can be paid as it is.
    """

    required: int
    available: int
    unlimited: bool
    ways: list[WayOut]


@router.post("/cheaper", responses=problems(400, 403, 404, 409, 413, 415))
def cheaper(body: CheaperBody, account: Me) -> WaysAnswer:
    """How a Run that costs too much could be made with the credits there are; changes nothing."""
    service = bootstrap.services().cheaper
    if body.graph_id is not None:
        return _answer(service.of_saved(account, body.graph_id, body.wish))
    if body.run_id is not None:
        return _answer(service.of_run(account, body.run_id, anew=body.anew))
    sent = Submission.model_construct(
        config=body.config,
        nodes=body.nodes,
        edges=body.edges,
        initial_prompt=body.initial_prompt,
    )
    return _answer(service.of_graph(account, graph_of(account, sent)))


def _answer(found: WaysOut) -> WaysAnswer:
    return WaysAnswer(
        required=found.required,
        available=found.available,
        unlimited=found.unlimited,
        ways=[
            WayOut(
                kind=way.kind,
                total=way.total,
                changes=[_change(change) for change in way.changes],
            )
            for way in found.ways
        ],
    )


def _change(view: ChangeView) -> Changed:
    return Changed(
        node_id=view.node.id,
        type=view.node.type,
        title=view.node.title,
        params=dict(view.node.params),
        before=dict(view.change.before),
        after=dict(view.change.after),
        credits=view.credits,
    )

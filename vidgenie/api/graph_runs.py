"""Runs of a Graph: what one would make and cost, and start one."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.budget import BudgetAnswer
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import Accepted, IdempotencyKey, MaxCredits
from vidgenie.services.run_planning import Scope, Wish

router = APIRouter(prefix="/api/graphs", tags=["graphs"], responses=problems(401, 403, 404))

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class WishBody(Body):
    """Which part of a Graph is run.

    scope: missing (what has no output, or one of something else), all (everything, anew),
    from (`node` and what is below it, anew) or only (`node`, anew). again: Nodes that are
    made anew in any case.
    """

    scope: Scope = Scope.MISSING
    node: NodeId | None = None
    again: Annotated[list[NodeId], Field(max_length=500)] = Field(default_factory=list)

    @property
    def wish(self) -> Wish:
        """In the service's words."""
        return Wish(self.scope, self.node or "", frozenset(self.again))


class PlanBody(WishBody):
    """What is asked about."""


class RunBody(WishBody):
    """What is to be run. revision: of the Graph, as it was seen; front: before other Runs."""

    revision: Annotated[int, Field(ge=1)]
    front: bool = False
    max_credits: MaxCredits = None


class Because(Answer):
    """Why what a Node has is not what it would make now.

    kind: value (name: of a field), input (of a port), upstream (of a Node that is not fresh),
    type, pin, or problem (of a field that cannot be used).
    """

    kind: str
    name: str


class Standing(Answer):
    """What a Node has; state: fresh, stale, missing, pinned, disabled, note or unknown.

    credits: what making it costs. runId, output: where what it has comes from, and that.
    """

    state: str
    because: list[Because]
    credits: int | None
    run_id: str | None
    output: dict[str, object] | None
    demo: bool


class PlanLine(Answer):
    """One Node of the Run; does: make, reuse or pinned."""

    node_id: str
    type: str
    title: str
    provider: str
    credits: int
    provider_cost_usd: float | None
    does: str


class Plan(Answer):
    """Where a Graph stands, and what the Run would do; credits; seconds.

    problem: why it cannot be started.
    """

    revision: int
    total: int
    available: int
    unlimited: bool
    estimated_seconds: int
    lines: list[PlanLine]
    nodes: dict[str, Standing]
    problem: dict[str, object] | None
    budget: BudgetAnswer | None


class Prices(Answer):
    """What Runs cost. prices: scope -> credits, null when it cannot be told."""

    revision: int
    prices: dict[Scope, int | None]


@router.get("/{graph_id}/prices", responses=problems(422))
def prices(graph_id: Id, account: Me, node: Annotated[NodeId | None, Query()] = None) -> Prices:
    """What a Run of each scope would cost; `node`: with it, from there on and only that one."""
    found = bootstrap.services().graph_runs.prices(account, graph_id, node or "")
    return Prices(revision=found.revision, prices=dict(found.credits))


@router.post("/{graph_id}/plan", responses=problems(400, 409, 413, 415, 422))
def plan(graph_id: Id, body: PlanBody, account: Me) -> Plan:
    """What a Run would make, reuse and cost, Node by Node; starts nothing."""
    found = bootstrap.services().graph_runs.plan(account, graph_id, body.wish)
    nodes = {
        node: Standing(
            state=one.state,
            because=[Because(kind=change.kind, name=change.name) for change in one.because],
            credits=one.credits,
            run_id=one.run_id or None,
            output=None if one.output is None else dict(one.output),
            demo=one.demo,
        )
        for node, one in found.nodes.items()
    }
    return Plan(
        revision=found.revision,
        total=found.total,
        available=found.available,
        unlimited=found.unlimited,
        estimated_seconds=found.estimated_seconds,
        lines=[PlanLine.model_validate(line) for line in found.lines],
        nodes=nodes,
        problem=None if found.problem is None else dict(found.problem),
        budget=None if found.budget is None else BudgetAnswer.model_validate(found.budget),
    )


@router.post(
    "/{graph_id}/runs", status_code=202, responses=problems(400, 402, 409, 413, 415, 422, 507)
)
def run(graph_id: Id, body: RunBody, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """Start a Run of the Graph: what is unchanged is neither made nor paid for again."""
    started = bootstrap.services().graph_runs.start(
        account,
        graph_id,
        body.wish,
        revision=body.revision,
        in_front=body.front,
        idempotency_key=idempotency_key,
        most=body.max_credits,
    )
    return Accepted(
        workflow_id=started.run_id,
        job_id=started.run_id,
        estimated_duration=started.estimated_seconds,
        estimated_cost=started.credits,
    )

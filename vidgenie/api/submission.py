"""What comes in to be executed: a configuration or a drawn Graph."""

from typing import Annotated

from fastapi import Header
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.errors import InvalidInput
from vidgenie.services.budgets import MOST_CREDITS
from vidgenie.services.config import WorkflowConfig

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x21-\x7e]*$",
        description="Repeating a request with the same key and body answers what the first did.",
    ),
]

MaxCredits = Annotated[
    Annotated[int, Field(strict=True, ge=0, le=MOST_CREDITS)] | None,
    Field(
        description="The price that was agreed to, in credits: when it costs more now, nothing"
        " starts and the answer is 409 price_changed {agreed, required}."
    ),
]

# Stands for the picture of `imageUrl` while nothing is fetched; nobody has an Asset of this id.
_SOME_PICTURE = "0" * 32


class Submission(Body):
    """What to make: `config`, or `nodes` and `edges` as drawn."""

    config: WorkflowConfig | None = None
    nodes: list[dict[str, object]] | None = None
    edges: list[dict[str, object]] | None = None
    initial_prompt: Annotated[str, Field(max_length=1000)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Submission":
        if (self.config is None) == (self.nodes is None):
            raise PydanticCustomError("missing", "Send either config or nodes and edges.")
        return self


class StartBody(Submission):
    """What to make, and the most it may cost."""

    max_credits: MaxCredits = None


class Agreed(Body):
    """The most it may cost."""

    max_credits: MaxCredits = None


def most_of(agreed: Agreed | None) -> int | None:
    """Credits that were agreed to; None = whatever it costs."""
    return agreed.max_credits if agreed else None


class Accepted(Done):
    """A Run that is queued. estimatedDuration: seconds; estimatedCost: credits."""

    workflow_id: str
    job_id: str
    estimated_duration: int
    estimated_cost: int


class QuoteLine(Answer):
    """What one Node costs; `providerCostUsd` is what the Provider itself will ask."""

    node_id: str
    type: str
    credits: int
    provider: str
    provider_cost_usd: float | None


class Quote(Answer):
    """What a Run would cost, and what the Account has; in credits."""

    total: int
    available: int
    lines: list[QuoteLine]


def quote(account: Account, submission: Submission) -> Quote:
    """The price; fetches and starts nothing. Raises InvalidInput and InvalidGraph."""
    priced = bootstrap.services().runs.quote(account, graph_of(account, submission))
    return Quote.model_validate(priced)


def start(
    account: Account, submission: Submission, *, idempotency_key: str, most: int | None = None
) -> Accepted:
    """Start a Run. A picture behind `imageUrl` is fetched once all the rest is known to be good.

    most: credits that were agreed to; None = whatever it costs.
    """
    services = bootstrap.services()
    graph = graph_of(account, submission)
    if url := _picture_to_fetch(submission.config):
        services.runs.quote(account, graph)
        graph = graph_of(account, submission, picture=_fetched(account, url))
    started = services.runs.start(account, graph, idempotency_key=idempotency_key, most=most)
    return Accepted(
        workflow_id=started.run_id,
        job_id=started.run_id,
        estimated_duration=started.estimated_seconds,
        estimated_cost=started.credits,
    )


def graph_of(account: Account, submission: Submission, *, picture: str = _SOME_PICTURE) -> Graph:
    """What is sent as a Graph; fetches nothing. Raises InvalidInput and InvalidGraph."""
    graphs = bootstrap.services().graphs
    config = submission.config
    if config is None:
        return graphs.from_json(submission.nodes, submission.edges, submission.initial_prompt)
    values = config.model_dump(by_alias=True, exclude_unset=True)
    if _picture_to_fetch(config):
        values["imageAssetId"] = picture
    return graphs.from_config(values, account)


def _picture_to_fetch(config: WorkflowConfig | None) -> str:
    """`imageUrl`, when it is what the Run starts from."""
    if config is None or config.workflow_type != "video-from-image" or config.image_asset_id:
        return ""
    return config.image_url or ""


def _fetched(account: Account, url: str) -> str:
    """Id of the Asset the picture became."""
    try:
        return bootstrap.services().assets.fetch(account, url).id
    except InvalidInput as error:
        place = {**error.params, "field": "config.imageUrl"}
        raise InvalidInput(str(error), **place) from None  # pyright: ignore[reportArgumentType]  # field and problem are texts

"""The catalogue: all a canvas must know to draw Nodes, in one request."""

import gzip
import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import Response

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems
from vidgenie.api.session import Me
from vidgenie.services.preferences import ChoiceView

router = APIRouter(prefix="/api/catalog", tags=["catalogue"], responses=problems(401))

_LEVEL = 5  # of compression: small enough, and quick


class PortAnswer(Answer):
    """An input or output of a node type."""

    name: str
    types: list[str]
    required: bool
    many: bool


class FieldAnswer(Answer):
    """A value a person sets; `isSeldom`: shown when it is asked for."""

    name: str
    kind: str
    default: Any
    nullable: bool
    is_required: bool
    values: list[Any] = []
    titles: dict[str, str] = {}
    least: float | None = None
    most: float | None = None
    is_seldom: bool = False


class Pricing(Answer):
    """Value of `field` -> row of the price table; an empty field: always the same row."""

    field: str
    actions: dict[str, str]


class TypeAnswer(Answer):
    """A node type; `oneOf`: groups of inputs of which at least one must be connected."""

    slug: str
    icon: str
    kind: str
    executes: bool
    asset_type: str
    inputs: list[PortAnswer]
    outputs: list[PortAnswer]
    one_of: list[list[str]]
    fields: list[FieldAnswer]
    pricing: Pricing


class Maker(Answer):
    """A Provider of a kind; `lacks`: empty when it is `ready`, else setup, key or good_key.

    `costUsd`: its usual list price for one `unit`, null when it charges nothing.
    """

    slug: str
    title: str
    demo: bool
    ready: bool
    lacks: str
    holder: str
    cost_usd: float | None
    unit: str


class OffersAnswer(Answer):
    """Provider -> inputs of `ports` that are connected, joined by "+" -> model -> set."""

    ports: list[str]
    makers: dict[str, dict[str, dict[str, int]]]


class SetField(Answer):
    """What a Provider takes in a field; what is left out is as the field says."""

    values: list[Any] | None = None
    titles: dict[str, str] = {}
    least: float | None = None
    most: float | None = None
    is_there: bool = True
    is_open: bool = False


class PriceAnswer(Answer):
    """A row of the price table; "*" stands for any."""

    provider: str
    action: str
    credits: int


class CatalogAnswer(Answer):
    """Node types, who makes what in the Account's order, what each offers, prices in credits."""

    types: list[TypeAnswer]
    makers: dict[str, list[Maker]]
    offers: dict[str, OffersAnswer]
    sets: list[dict[str, SetField]]
    prices: list[PriceAnswer]


@router.get("", response_model=CatalogAnswer, responses={304: {"description": "As it was"}})
def catalog(
    account: Me,
    if_none_match: Annotated[str, Header(max_length=200)] = "",
    accept_encoding: Annotated[str, Header(max_length=400)] = "",
) -> Response:
    """The catalogue of this Account; it changes with its keys and its order of Providers."""
    services = bootstrap.services()
    choices = services.preferences.view(account).choices
    found = services.catalog.declarations.json | {
        "makers": {kind: [_maker(one) for one in made] for kind, made in choices.items()},
        "prices": [
            {"provider": row.provider, "action": row.action, "credits": row.credits}
            for row in services.catalog.prices()
        ],
    }
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "cache-control": "private, no-cache",
        "vary": "accept-encoding, cookie, authorization",
    }
    if headers["etag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    if "gzip" in accept_encoding:
        body = gzip.compress(body, _LEVEL, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, headers=headers, media_type="application/json")


def _maker(one: ChoiceView) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "demo": one.demo,
        "ready": one.ready,
        "lacks": one.lacks,
        "holder": one.holder,
        "costUsd": None if one.micro_usd is None else one.micro_usd / 1_000_000,
        "unit": one.unit,
    }

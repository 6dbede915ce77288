# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""The values of a Node follow its Provider, its model and what is connected; run by Node."""

import json
from itertools import product

import pytest

from tests.ui import node_page
from vidgenie import bootstrap, nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.pricing import SEED, PriceTable
from vidgenie.errors import InvalidInput
from vidgenie.plugins import discover
from vidgenie.services.catalog_types import Declarations
from vidgenie.ui.i18n import catalogue

TYPES = discover(nodes, NodeType)
MADE = {slug: one for slug, one in TYPES.items() if one.kind}
PROVIDERS = bootstrap.all_providers()
MAKERS = {slug: [m for kind, m in PROVIDERS if kind == one.kind] for slug, one in MADE.items()}
# Values that most Providers cannot do.
HARD = {
    "image": {"size": "2048x2048", "model": "somebodys"},
    "video": {"duration": 60, "model": "somebodys"},
    "speech": {"language": "ja", "speed": 2.0, "voice": "somebodys"},
    "script": {"theme": "tea", "language": "zh"},
    "enhance": {},
}
STARTS = {"image": [[], ["image"]], "video": [["prompt"], ["image"], ["image", "video"]]}
_PAGE = """
const given = %s;
const { catalog, canMake, priceOf } = await import("./flow/catalog.js");
const fit = await import("./flow/fit.js");
catalog.set(() => ({ ...given.catalog, byslug: Object.fromEntries(given.catalog.types.map((one) => [one.slug, one])) }));
const { adjusted, noted, isTold, refitted, tellAbout } = fit;
console.log(JSON.stringify(await (async (cases) => %s)(given.cases)));
"""


def catalog():
    """As GET /api/catalog answers it."""
    titled = {
        kind: [
            {"slug": slug, "title": made.title, "demo": made.demo, "ready": True, "lacks": ""}
            for (known, slug), made in PROVIDERS.items()
            if known == kind
        ]
        for kind, _ in PROVIDERS
    }
    prices = [{"provider": p, "action": a, "credits": n} for (p, a), n in SEED.items()]
    return Declarations(TYPES, PROVIDERS).json | {"makers": titled, "prices": prices}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """`shown(expression, cases)`: what an expression over `cases` gives in the browser."""
    ours = {
        "flow": ("catalog", "fit", "inputs", "merge"),
        "cut": ("store",),
        "settings": ("rest",),
    }
    folder = node_page.lay_out(tmp_path_factory.mktemp("forms"), ours)

    def run(expression, cases=()):
        given = {"catalog": catalog(), "cases": cases}
        return node_page.printed(folder, _PAGE % (json.dumps(given), expression))

    return run


def clip(**params):
    """A video Node."""
    return {"id": "v", "type": "video", "params": {"provider": "local", **params}}


def test_whoever_is_chosen_the_values_can_be_done(shown):
    cases = [
        {
            "node": {"id": "n", "type": slug, "params": {"provider": old, **HARD[slug]}},
            "inputs": inputs,
            "provider": new,
        }
        for slug in MADE
        for inputs in STARTS.get(slug, [["text"]])
        for old, new in product(MAKERS[slug], MAKERS[slug])
        if old != new
    ]
    chosen = shown(
        "cases.map((one) => canMake(one.node.type, one.provider, one.inputs) ? adjusted(one.node, one.inputs, { provider: one.provider }).params : null)",
        cases,
    )

    refused = []
    for one, params in zip(cases, chosen, strict=True):
        node_type = MADE[one["node"]["type"]]
        provider = PROVIDERS[node_type.kind, one["provider"]]
        try:
            node_type.suits(
                node_type.parse(
                    params or one["node"]["params"] | {"provider": provider.slug, "model": ""},
                    node="n",
                ),
                provider,
                frozenset(one["inputs"]),
            )
            is_taken = True
        except InvalidInput:
            is_taken = False
        if is_taken != (params is not None):
            refused.append((one, params))

    assert len(cases) > 200
    assert any(params is None for params in chosen)
    assert refused == []


def test_what_was_changed_is_told_with_the_most_there_is(shown):
    told = shown(
        'adjusted(cases, ["image"], { provider: "runway" })', clip(duration=30, motion="high")
    )

    assert told["changed"] == [{"name": "duration", "from": 30, "to": 8, "limit": 8}]
    assert told["params"] == {"provider": "runway", "duration": 8, "motion": "high"}


def test_what_can_be_done_stays_as_it_is(shown):
    told = shown('adjusted(cases, ["image"], { provider: "luma" })', clip(duration=5, seed=7))

    assert told == {"params": {"provider": "luma", "duration": 5, "seed": 7}, "changed": []}


def test_a_model_of_somebody_else_goes_without_a_word(shown):
    told = shown(
        'adjusted(cases, ["image"], { provider: "veo" })',
        clip(provider="runway", model="gen4_turbo", duration=8),
    )

    assert told == {"params": {"provider": "veo", "model": "", "duration": 8}, "changed": []}


def test_connecting_a_clip_changes_a_model_that_cannot_start_from_one(shown):
    document = {
        "nodes": {"v": clip(provider="runway", model="gen4.5", duration=8)},
        "order": ["v"],
        "edges": [{"source": "f", "sourceHandle": "video", "target": "v", "targetHandle": "video"}],
    }
    fitted, told = shown(
        '(() => { const next = refitted(cases, "v"); const note = noted.get().v; return [next.nodes.v.params, { ...note, still: isTold(note, next.nodes.v), later: isTold(note, { params: {} }) }]; })()',
        document,
    )

    assert fitted == {"provider": "runway", "model": "", "duration": 8}
    assert told["changed"] == [{"name": "model", "from": "gen4.5", "to": ""}]
    assert (told["provider"], told["still"], told["later"]) == ("Runway", True, False)


def test_a_document_that_fits_stays_the_same_object(shown):
    document = {"nodes": {"v": clip()}, "order": ["v"], "edges": []}

    assert shown('refitted(cases, "v") === cases', document)


def test_prices_are_those_of_the_table(shown):
    cases = [
        {
            "type": slug,
            "params": {
                "provider": maker,
                **(
                    {"size": value}
                    if slug == "image"
                    else {"duration": value}
                    if slug == "video"
                    else {"theme": "tea"}
                    if slug == "script"
                    else {}
                ),
            },
        }
        for slug in MADE
        for maker in MAKERS[slug]
        for value in (
            {"image": ["512x512", "1080x1920", "2048x2048"], "video": [5, 15, 60]}.get(slug, [0])
        )
    ]

    prices = shown("cases.map((node) => priceOf(node))", cases)

    table = PriceTable(SEED)
    wanted = [
        table.price(
            one["params"]["provider"],
            (kind := MADE[one["type"]]).action(kind.parse(one["params"], node="n")),
        )
        for one in cases
    ]
    assert prices == wanted
    assert shown('priceOf({ type: "assemble", params: {} })') == 0


def test_every_field_and_every_value_has_a_name():
    texts = catalogue.texts("en")
    lacking = set()
    for one in Declarations(TYPES, PROVIDERS).json["types"]:
        for field in one["fields"]:
            lacking |= {f"field.{field['name']}"} - texts.keys()
            if field["kind"] == "select" and field["name"] != "language":
                words = {str(value) for value in field["values"]} - field.get("titles", {}).keys()
                lacking |= {f"option.{word}" for word in words} - texts.keys()

    assert lacking == set()

"""What cannot run is told with its place, and starts nothing."""

import pytest

from tests.api.requests import CONFIG, DRAWN, EDGES, NODES


def changed(path, value):
    """CONFIG with one value changed; path: "imageConfig.size"."""
    section, _, name = path.rpartition(".")
    if not section:
        return {**CONFIG, name: value}
    return {**CONFIG, section: {**CONFIG[section], name: value}}


BAD_CONFIGS = [
    ("initialPrompt", "", "config.initialPrompt", "empty"),
    ("initialPrompt", "   ", "config.initialPrompt", "empty"),
    ("initialPrompt", "x" * 1001, "config.initialPrompt", "string_too_long"),
    ("initialPrompt", None, "config.initialPrompt", "string_type"),
    ("initialPrompt", "a\0b", "config.initialPrompt", "not_text"),
    ("workflowType", "half", "config.workflowType", "literal_error"),
    ("surprise", 1, "config.surprise", "extra_forbidden"),
    ("textConfig.provider", "nobody", "provider", "unknown"),
    ("textConfig.provider", "../x", "config.textConfig.provider", "string_pattern_mismatch"),
    ("imageConfig.provider", "nobody", "provider", "unknown"),
    ("imageConfig.size", "17x17", "size", "literal_error"),
    ("imageConfig.style", "ugly", "style", "literal_error"),
    ("imageConfig.quality", "low", "quality", "literal_error"),
    ("imageConfig.size", 1024, "config.imageConfig.size", "string_type"),
    ("videoConfig.provider", "nobody", "provider", "unknown"),
    ("videoConfig.duration", 7, "duration", "literal_error"),
    ("videoConfig.duration", -8, "duration", "literal_error"),
    ("videoConfig.duration", "long", "config.videoConfig.duration", "int_parsing"),
    ("videoConfig.duration", 10**30, "config.videoConfig.duration", "too_large"),
    ("videoConfig.resolution", "8k", "resolution", "literal_error"),
    ("videoConfig.motionIntensity", "wild", "motion", "literal_error"),
    ("videoConfig", [], "config.videoConfig", "model_attributes_type"),
]


@pytest.mark.parametrize("call", ["execute", "quote"])
@pytest.mark.parametrize("case", BAD_CONFIGS)
async def test_a_bad_configuration_names_its_field_and_starts_nothing(
    alice, count_runs, call, case
):
    path, value, field, problem = case
    before = count_runs()

    response = await alice.post(f"/api/workflow/{call}", json={"config": changed(path, value)})

    answer = response.json()
    assert response.status_code == 422
    assert (answer["code"], answer["field"], answer["problem"]) == ("invalid_input", field, problem)
    assert count_runs() == before


LOOP = [*EDGES, {"source": "e", "sourceHandle": "text", "target": "e", "targetHandle": "text"}]
BAD_GRAPHS = [
    ({"nodes": NODES, "edges": [EDGES[1], EDGES[2], LOOP[-1]]}, "cycle", "e"),
    ({"nodes": NODES, "edges": LOOP}, "two_sources", "e"),
    ({"nodes": NODES, "edges": EDGES[1:]}, "missing_input", "e"),
    ({"nodes": [], "edges": []}, "empty", ""),
    ({"nodes": [*NODES, NODES[0]], "edges": EDGES}, "duplicate_node", "p"),
    ({"nodes": [{"id": "x", "type": "magic"}]}, "unknown_node_type", "x"),
    ({"nodes": NODES, "edges": [{**EDGES[0], "source": "z"}]}, "unknown_node", "z"),
    ({"nodes": NODES, "edges": [{**EDGES[0], "sourceHandle": "z"}]}, "unknown_port", "p"),
    ({"nodes": NODES, "edges": [*EDGES[:2], {**EDGES[2], "source": "p", "sourceHandle": "text"}]},
     "wrong_type", "o"),
]  # fmt: skip


@pytest.mark.parametrize("call", ["execute", "quote"])
@pytest.mark.parametrize("case", BAD_GRAPHS)
async def test_a_bad_graph_names_its_node_and_starts_nothing(alice, count_runs, call, case):
    body, problem, node = case
    before = count_runs()

    response = await alice.post(f"/api/workflow/{call}", json=body)

    answer = response.json()
    assert response.status_code == 422
    assert (answer["code"], answer["problem"], answer["node"]) == ("invalid_graph", problem, node)
    assert count_runs() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"config": CONFIG, **DRAWN}, ""),
        ({"config": []}, "config"),
        ({"nodes": "p"}, "nodes"),
        ({"nodes": [1]}, "nodes.0"),
        ({"nodes": [{"id": "../x", "type": "prompt"}]}, "nodes.0.id"),
        ({"nodes": [{"id": "p"}]}, "nodes.0.type"),
        ({"nodes": [{**NODES[0], "position": {"x": "left"}}]}, "nodes.0.position.x"),
        ({"nodes": [{**NODES[0], "params": {"text": "a\0"}}]}, "nodes.0.params.text"),
        ({"nodes": [{**NODES[0], "params": {"text": ""}}]}, "text"),
        ({"nodes": [{**NODES[0], "params": {"text": "x" * 1001}}]}, "text"),
        ({"nodes": [{**NODES[0], "params": {"text": "x", "more": 1}}]}, "more"),
        ({"nodes": NODES, "edges": [{"source": "p"}]}, "edges.0.target"),
        ({"nodes": NODES, "edges": EDGES, "initialPrompt": 5}, "initialPrompt"),
        ({"nodes": NODES, "edges": EDGES, "initialPrompt": "x" * 1001}, "initialPrompt"),
        ({"nodes": [{**NODES[0], "id": f"n{i}"} for i in range(501)]}, "nodes"),
    ],
)
async def test_a_body_of_the_wrong_shape_names_its_field(alice, count_runs, body, field):
    before = count_runs()

    response = await alice.post("/api/workflow/execute", json=body)

    assert (response.status_code, response.json().get("field")) == (422, field)
    assert count_runs() == before

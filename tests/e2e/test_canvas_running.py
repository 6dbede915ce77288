"""Runs of a part of a Graph: nothing is made twice that is there already."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person, in_view
from tests.e2e.test_first_video import wait_for_node

SMALL = {"provider": "local", "size": "512x512"}
SHORT = {"provider": "local", "duration": 5, "resolution": "720p", "audio": False}
WORDS = {"text": "A red boat on a lake"}


def graph_of(*nodes: tuple[str, dict, str]) -> dict:
    """A row of Nodes, each fed by the one before. nodes: (type, values, its port that is fed)."""
    made = [
        {"id": kind, "type": kind, "params": params, "position": {"x": 340 * place, "y": 0}}
        for place, (kind, params, _) in enumerate(nodes)
    ]
    gives = {"prompt": "text", "enhance": "text", "image": "image", "video": "video"}
    edges = [
        {
            "source": before[0],
            "sourceHandle": gives[before[0]],
            "target": after[0],
            "targetHandle": after[2],
        }
        for before, after in pairwise(nodes)
    ]
    return {"nodes": made, "edges": edges}


PICTURE = graph_of(
    ("prompt", WORDS, ""),
    ("enhance", {"provider": "local"}, "text"),
    ("image", SMALL, "prompt"),
    ("output", {}, "result"),
)
CLIP = graph_of(("prompt", WORDS, ""), ("video", SHORT, "prompt"), ("output", {}, "result"))


def opened(person: Person, graph: dict) -> tuple[Page, str]:
    """The editor on this Graph, and the Graph's id."""
    person.register()
    answer = person.api.http.post("/api/graphs", json={"name": "Boat", "graph": graph})
    assert answer.status_code == 201, answer.text
    graph_id = answer.json()["id"]
    page = person.open(f"/create/{graph_id}")
    state(page, "prompt", "missing")
    return page, graph_id


def over(page: Page) -> None:
    """Wait until the Run that was just started is done."""
    expect(page.get_by_test_id("run-status")).to_have_attribute(
        "data-status", "succeeded", timeout=120_000
    )


def runs_of(person: Person, graph_id: str) -> list[dict]:
    """All Runs of the Graph, the newest first, as `status` answers them."""
    listed = person.api.http.get(f"/api/runs?graphId={graph_id}").json()["items"]
    return [person.api.status(one["id"]) for one in listed]


def made_in(run: dict) -> set[str]:
    """The Nodes that this Run itself made."""
    return {node["id"] for node in run["nodes"] if node["reusedFrom"] is None}


def count_of_runs(person: Person, graph_id: str, count: int) -> None:
    """That there have been so many."""
    assert len(runs_of(person, graph_id)) == count


def state(page: Page, node: str, words: str) -> None:
    """What the badge of a Node says."""
    expect(page.get_by_test_id(f"node-{node}")).to_have_attribute("data-state", words)


def test_from_here_makes_only_what_is_below_and_the_same_again_makes_nothing(person: Person):
    page, graph = opened(person, PICTURE)
    page.get_by_test_id("run-button").dblclick()
    over(page)
    state(page, "image", "fresh")
    count_of_runs(person, graph, 1)

    in_view(page.get_by_test_id("node-image").locator("header")).click()
    page.get_by_test_id("run-menu-button").click()
    page.get_by_test_id("run-from").click()
    expect(page.get_by_test_id("earlier-enhance")).to_be_visible(timeout=30_000)
    over(page)
    below, first = runs_of(person, graph)
    assert made_in(first) == {"prompt", "enhance", "image", "output"}
    assert made_in(below) == {"image", "output"}
    assert {node["id"] for node in below["nodes"]} >= {"enhance", "image", "output"}

    state(page, "output", "fresh")
    page.get_by_test_id("quote-button").click()
    line = page.get_by_test_id("quote-line-image")
    expect(line).to_have_attribute("data-does", "reuse")
    expect(page.get_by_test_id("quote-total")).to_have_attribute("data-credits", "0")
    page.get_by_test_id("quote-start").click()
    expect(page.get_by_test_id("earlier-image")).to_be_visible(timeout=30_000)
    over(page)
    again = runs_of(person, graph)[0]
    assert made_in(again) == set()
    assert again["cost"] == {"held": 0, "charged": 0, "released": 0, "refunded": 0}


def test_a_pinned_clip_is_used_whatever_changes(person: Person):
    page, graph = opened(person, CLIP)
    page.get_by_test_id("run-button").click()
    over(page)
    state(page, "video", "fresh")

    in_view(page.get_by_test_id("pin-video")).click()
    page.get_by_test_id("prompt-input").fill("A green boat on a river")
    state(page, "video", "pinned")
    state(page, "prompt", "stale")
    page.get_by_test_id("quote-button").click()
    expect(page.get_by_test_id("quote-line-video")).to_have_attribute("data-does", "pinned")
    expect(page.get_by_test_id("quote-pinned")).to_be_visible()
    page.get_by_test_id("quote-start").click()

    expect(page.get_by_test_id("earlier-video")).to_be_visible(timeout=30_000)
    over(page)
    second, first = runs_of(person, graph)
    clip = next(node for node in second["nodes"] if node["id"] == "video")
    assert clip["reusedFrom"] == first["workflowId"]
    assert clip["credits"] == 0
    state(page, "video", "pinned")


@pytest.mark.soak
def test_a_reload_finds_the_run_where_it_is(person: Person):
    longer = graph_of(
        ("prompt", WORDS, ""),
        ("video", {**SHORT, "duration": 8}, "prompt"),
        ("output", {}, "result"),
    )
    page, graph = opened(person, longer)
    page.get_by_test_id("steps-button").click()
    page.get_by_test_id("run-button").click()
    wait_for_node(page, "video", "loading")

    page.reload()

    expect(page.get_by_test_id("cancel-button")).to_be_visible()
    # The list of steps is where it was, too.
    expect(page.get_by_test_id("step-video")).to_have_attribute("data-status", "loading")
    wait_for_node(page, "output", "success")
    over(page)
    expect(page.get_by_test_id("result-video")).to_be_visible()
    state(page, "video", "fresh")
    count_of_runs(person, graph, 1)


@pytest.mark.console("402", "422")
def test_what_keeps_a_graph_from_running_is_said_where_it_is(person: Person):
    broken = {**PICTURE, "edges": PICTURE["edges"][:1] + PICTURE["edges"][2:]}
    page, graph = opened(person, broken)
    expect(page.get_by_test_id("node-image-problem")).to_contain_text("input")
    expect(page.get_by_test_id("run-problem")).to_have_attribute("data-code", "invalid_graph")

    page.get_by_test_id("run-button").click()

    card = page.get_by_test_id("error-card")
    expect(card).to_have_attribute("data-code", "invalid_graph")
    page.get_by_test_id("error-card-edit").click()
    expect(card).to_have_count(0)
    expect(page.get_by_test_id("node-image")).to_have_attribute("data-selected", "true")
    count_of_runs(person, graph, 0)

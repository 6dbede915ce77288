"""A Graph in a browser is never lost: two tabs, a reload in the middle, an older version."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Person, in_view

_GRAPH = re.compile(r"/api/graphs/[0-9a-f]{32}$")


def opened(person: Person) -> tuple[Page, str]:
    """The first Graph of somebody new, in the editor; its id."""
    person.register()
    graph = person.api.http.get("/api/graphs/current").raise_for_status().json()
    person.goto(f"/create/{graph['id']}")
    expect(person.page.get_by_test_id("prompt-input")).to_be_visible()
    return person.page, graph["id"]


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


def of(person: Person, graph_id: str) -> dict:
    """What the server has: id of a Node -> Node."""
    graph = person.api.http.get(f"/api/graphs/{graph_id}").raise_for_status().json()["graph"]
    return {node["id"]: node for node in graph["nodes"]}


def write(person: Person, graph_id: str, text: str) -> None:
    """The same prompt, written somewhere else."""
    graph = person.api.http.get(f"/api/graphs/{graph_id}").json()
    prompt = next(node for node in graph["graph"]["nodes"] if node["id"] == "prompt")
    changes = {"nodes": {"prompt": {**prompt, "params": {"text": text}}}}
    body = {"revision": graph["revision"], "changes": changes}
    person.api.http.patch(f"/api/graphs/{graph_id}", json=body).raise_for_status()


@pytest.mark.console("409")
def test_two_tabs_merge_and_a_conflict_waits_for_a_decision(person: Person):
    one, graph_id = opened(person)
    two = person.new_tab(f"/create/{graph_id}")
    expect(two.get_by_test_id("prompt-input")).to_be_visible()

    one.get_by_test_id("prompt-input").fill("a fox in the snow")
    in_view(two.get_by_test_id("node-image-title")).dblclick()
    two.get_by_test_id("node-image-title-input").fill("Fox")
    two.keyboard.press("Enter")

    expect(two.get_by_test_id("prompt-input")).to_have_value("a fox in the snow")
    expect(one.get_by_test_id("node-image-title")).to_have_text("Fox")
    two.close()
    saved(one)
    nodes = of(person, graph_id)
    assert (nodes["prompt"]["params"]["text"], nodes["image"]["title"]) == (
        "a fox in the snow",
        "Fox",
    )

    texts = ["a cat"]

    def meanwhile(route: Route) -> None:
        """Somebody else is faster by a moment, once."""
        if texts and route.request.method == "PATCH":
            write(person, graph_id, texts.pop())
        route.continue_()

    one.route(_GRAPH, meanwhile)
    one.get_by_test_id("prompt-input").fill("an owl at night")
    banner = one.get_by_test_id("conflict-banner")
    expect(banner).to_contain_text("an owl at night")
    expect(banner).to_contain_text("a cat")
    one.get_by_test_id("graph-name").fill("Owls")
    one.get_by_test_id("conflict-theirs").click()

    expect(banner).to_be_hidden()
    expect(one.get_by_test_id("prompt-input")).to_have_value("a cat")
    saved(one)
    expect(one).to_have_title(re.compile("Owls"))
    one.get_by_test_id("versions-button").click()
    mine = one.locator("[data-reason=mine]").first
    mine.locator(".vg-version-open").click()
    one.get_by_test_id("version-compare").click()
    expect(one.get_by_test_id("version-differences")).to_contain_text("an owl at night")
    one.get_by_test_id("version-view-restore").click()
    expect(one.get_by_test_id("prompt-input")).to_have_value("an owl at night")
    one.get_by_test_id("toast-undo").last.click()
    expect(one.get_by_test_id("prompt-input")).to_have_value("a cat")
    saved(one)
    assert of(person, graph_id)["prompt"]["params"]["text"] == "a cat"


@pytest.mark.console("ERR_FAILED")
def test_what_was_typed_without_a_server_outlives_a_reload(person: Person):
    page, graph_id = opened(person)
    page.route(
        _GRAPH,
        lambda route: route.abort() if route.request.method == "PATCH" else route.continue_(),
    )
    page.get_by_test_id("prompt-input").fill("a fox nobody saw")
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "offline")
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()

    expect(page.get_by_test_id("prompt-input")).to_have_value("a fox nobody saw")
    page.unroute(_GRAPH)
    page.get_by_test_id("prompt-input").press("End")
    page.keyboard.type(" before")
    saved(page)
    assert of(person, graph_id)["prompt"]["params"]["text"] == "a fox nobody saw before"


@pytest.mark.console("409")
def test_a_graph_deleted_elsewhere_comes_back_with_what_was_typed(person: Person):
    page, graph_id = opened(person)
    person.api.http.delete(f"/api/graphs/{graph_id}").raise_for_status()

    page.get_by_test_id("prompt-input").fill("still here")
    page.get_by_test_id("gone-back").click()

    expect(page.get_by_test_id("conflict-banner")).to_be_hidden()
    saved(page)
    assert of(person, graph_id)["prompt"]["params"]["text"] == "still here"

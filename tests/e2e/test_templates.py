"""Templates in the browser: found, filled in, opened on the canvas; one's own carried."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person


@pytest.mark.console("422")
@pytest.mark.parametrize("motion", ["no-preference"])  # else no clip is shown by itself
def test_what_is_typed_into_a_hole_stands_on_the_canvas(person: Person):
    person.register()
    page = person.open("/templates")
    expect(page.get_by_test_id("templates-page")).to_have_attribute("data-ready", "true")

    page.get_by_test_id("template-search").fill("three looks")
    expect(page.get_by_test_id("template-cards").get_by_role("button")).to_have_count(1)
    card = page.get_by_test_id("template-card-three-looks")
    card.focus()
    expect(card.get_by_test_id("template-loop")).to_have_js_property("muted", value=True)
    card.press("Enter")
    hole = page.get_by_test_id("hole-idea")
    expect(hole).to_have_value("A city by the sea")
    expect(page.get_by_test_id("canvas-view")).to_be_visible()
    hole.fill("")
    page.get_by_test_id("template-use").click()
    expect(hole).to_be_focused()
    hole.fill("A red bridge {{idea}}")
    expect(page.get_by_test_id("hole-idea-count")).to_contain_text("21")
    page.get_by_test_id("template-use").click()

    page.wait_for_url("**/create/*")
    expect(page.get_by_test_id("node-look-1")).to_be_visible()
    graph = person.api.http.get(f"/api/graphs/{page.url.rsplit('/', 1)[1]}").json()
    texts = {node["id"]: node["params"].get("text") for node in graph["graph"]["nodes"]}
    assert texts["look-1"].startswith("A red bridge {{idea}}, at dawn")

    saved = person.api.http.post(
        "/api/templates", json={"graphId": graph["id"], "title": "My looks"}
    ).json()
    told = person.api.http.get(f"/api/templates/{saved['slug']}/export").content
    page = person.open(f"/templates?template={saved['slug']}")
    page.get_by_test_id("template-delete").click()
    page.get_by_test_id("template-delete-yes").click()
    expect(page.get_by_test_id("template-dialog")).not_to_be_visible()
    file = {"name": "mine.json", "mimeType": "application/json", "buffer": told}
    page.get_by_test_id("template-import-file").set_input_files([file])
    expect(page.get_by_test_id("template-dialog")).to_contain_text("My looks")
    page.keyboard.press("Escape")
    broken = {**file, "buffer": json.dumps({"kind": "graph"}).encode()}
    page.get_by_test_id("template-import-file").set_input_files([broken])
    expect(page.get_by_test_id("template-import-error")).to_contain_text("not a Template")

"""Runs in a browser: found again, looked at, stopped, taken to the canvas."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = {"workflowType": "complete", "videoConfig": {"duration": 60, "resolution": "1080p"}}


def execute(person: Person, prompt: str, **more: object) -> str:
    """Start a Run by REST: a small picture, unless `more` says otherwise."""
    small = {"workflowType": "image-only", "imageConfig": {"size": "512x512"}}
    config = {"initialPrompt": prompt, **small, **more}
    answer = person.api.http.post("/api/workflow/execute", json={"config": config})
    return answer.raise_for_status().json()["workflowId"]


def test_a_run_is_found_looked_at_and_taken_to_the_canvas(person: Person):
    person.register()
    lake = execute(person, "A quiet lake")
    person.api.finished(lake)
    person.api.finished(execute(person, "Une forêt"))
    page = person.open("/runs")
    expect(page.get_by_test_id("run-row")).to_have_count(2)

    # The filters stand in the address, and the way back leads to the list as it was.
    page.get_by_test_id("runs-search").fill("LAKE")
    expect(page.get_by_test_id("run-row")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=LAKE"))
    page.get_by_test_id("run-open").click()
    expect(page.get_by_test_id("run-state")).to_have_attribute("data-status", "succeeded")
    page.go_back()
    expect(page.get_by_test_id("runs-search")).to_have_value("LAKE")
    expect(page.get_by_test_id("run-open")).to_have_text(["A quiet lake"])
    page.get_by_test_id("runs-clear").click()
    expect(page.get_by_test_id("run-row")).to_have_count(2)

    # A Node is picked in the log, and on the canvas.
    person.goto(f"/runs/{lake}")
    expect(page.get_by_test_id("run-result")).to_have_attribute("data-type", "image")
    picture = page.locator('[data-testid^="view-"][data-type="image"]')
    expect(picture).to_have_attribute("data-status", "success")
    node = picture.get_attribute("data-testid").removeprefix("view-")
    page.get_by_test_id(f"log-{node}").get_by_role("button").click()
    expect(page.get_by_test_id(f"log-{node}-details")).to_be_visible()
    expect(page.get_by_test_id(f"view-{node}-pick")).to_have_attribute("aria-pressed", "true")

    page.get_by_test_id("run-copy").click()
    page.wait_for_url(re.compile(r"/create/[0-9a-f]{32}"))
    graph = page.url.rpartition("/")[2]
    kept = person.api.http.get(f"/api/graphs/{graph}").json()
    ran = person.api.http.get(f"/api/runs/{lake}").json()["run"]["graph"]
    assert (kept["name"], kept["graph"]) == ("A quiet lake", ran)
    expect(page.get_by_test_id(f"node-{node}")).to_be_visible()


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
def test_a_run_is_followed_and_stopped_on_a_phone(person: Person):
    person.register()
    page = person.open("/runs")
    expect(page.get_by_test_id("runs-empty")).to_be_visible()
    run_id = execute(person, "A slow river", **LONG)

    page = person.open("/runs?status=active")
    row = page.get_by_test_id("run-row")
    expect(row).to_have_count(1)
    assert page.evaluate(OVERFLOW) <= 0
    row.get_by_test_id("run-menu").click()
    page.get_by_test_id("run-menu-cancel").click()

    # By itself: it is no longer under way.
    expect(row).to_have_count(0)
    page.get_by_test_id("runs-tab-cancelled").click()
    expect(row).to_have_attribute("data-run", run_id)
    page.get_by_test_id("run-open").click()
    expect(page.get_by_test_id("run-state")).to_have_attribute("data-status", "cancelled")
    expect(page.get_by_test_id("run-retry")).to_be_visible()
    # What going on costs stands on the button: this server's own work is free.
    expect(page.get_by_test_id("run-retry-price")).to_have_attribute("data-credits", "0")
    assert page.evaluate(OVERFLOW) <= 0

"""The main job: an idea in, a vertical video out, watched in the browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

NODES = ("prompt", "enhance", "image", "video", "output")
# What takes least to make.
SMALL = {"size": "512x512", "duration": 5, "resolution": "720p"}
WATCH = """
(ids) => {
  window.__seen = {};
  for (const id of ids) {
    const node = document.querySelector(`[data-testid="node-${id}"]`);
    window.__seen[id] = [node.dataset.status];
    new MutationObserver(() => {
      const seen = window.__seen[id], now = node.dataset.status;
      if (seen[seen.length - 1] !== now) seen.push(now);
    }).observe(node, {attributes: true, attributeFilter: ["data-status"]});
  }
}
"""


def wait_for_node(page: Page, node: str, status: str, *, seconds: float = 200) -> None:
    expect(page.get_by_test_id(f"node-{node}")).to_have_attribute(
        "data-status", status, timeout=seconds * 1000
    )


def played(page: Page) -> dict:
    """Play the result for a moment; what the video element knows then."""
    video = page.get_by_test_id("result-video")
    return video.evaluate(
        """async (video) => {
          video.muted = true;
          await video.play();
          await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
          return {ready: video.readyState, seconds: video.duration, at: video.currentTime,
                  width: video.videoWidth, height: video.videoHeight};
        }"""
    )


def test_from_an_idea_to_a_video_that_plays(person: Person):
    person.register_by_form()
    page = person.open("/create")
    expect(page.get_by_test_id("node-prompt")).to_be_visible()
    page.evaluate(WATCH, list(NODES))

    page.get_by_test_id("prompt-input").fill("Un phare sous l'orage, la nuit")
    expect(page.get_by_test_id("prompt-counter")).to_contain_text("30")
    expect(page.get_by_test_id("run-cost")).to_contain_text("0")
    page.get_by_test_id("run-button").click()
    wait_for_node(page, "output", "success")

    seen = page.evaluate("window.__seen")
    assert {node: seen[node][0] for node in NODES} == dict.fromkeys(NODES, "idle")
    assert {node: seen[node][-1] for node in NODES} == dict.fromkeys(NODES, "success")
    for node in ("enhance", "image", "video"):
        assert seen[node] == ["idle", "loading", "success"]
    video = played(page)
    assert video["ready"] >= 2
    assert video["seconds"] == pytest.approx(8.0, abs=0.1)
    assert (video["width"], video["height"]) == (1080, 1920)

    with page.expect_download() as download:
        page.get_by_test_id("result-download").click()
    assert download.value.path().stat().st_size > 100_000

    page = person.open("/library")
    expect(page.get_by_test_id("library-item")).to_have_count(1)
    expect(page.get_by_test_id("library-item")).to_contain_text("Un phare sous l'orage")


def test_a_refresh_and_a_second_tab_show_the_true_state(person: Person):
    person.register()
    run_id = person.api.execute("A calm lake at dawn", **SMALL)
    page = person.open("/create")
    wait_for_node(page, "image", "success")

    page.reload()
    other = person.new_tab("/create")

    for tab in (page, other):
        wait_for_node(tab, "enhance", "success", seconds=20)
        wait_for_node(tab, "output", "success")
    assert person.api.finished(run_id, within=20)["status"] == "COMPLETED"


def test_cancelling_stops_at_once_and_says_so(person: Person):
    person.register()
    run_id = person.api.execute("A long desert road", size="512x512", duration=60)
    page = person.open("/create")
    wait_for_node(page, "video", "loading")

    page.get_by_test_id("cancel-button").click()

    expect(page.get_by_test_id("cancel-button")).to_be_hidden(timeout=10_000)
    wait_for_node(page, "video", "idle", seconds=10)
    status = person.api.finished(run_id, within=20)
    assert status["status"] == "CANCELLED"
    assert status["cost"]["charged"] == 0


def test_what_is_typed_survives_a_refresh(person: Person):
    person.register()
    page = person.open("/create")
    page.get_by_test_id("prompt-input").fill("A paper boat on a river")
    page.get_by_test_id("prompt-input").blur()
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")

    page.reload()

    expect(page.get_by_test_id("prompt-input")).to_have_value("A paper boat on a river")

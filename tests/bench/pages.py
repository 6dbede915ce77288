"""What the page costs: bytes transferred, and how soon it shows what the engine did."""

import os
import time
from datetime import datetime

from playwright.sync_api import Page, sync_playwright

from tests.bench.figure import Figure, percentile
from tests.e2e.conftest import FLAGS, Person
from tests.support.server import Server
from tools.chromium import find

RUNS = 8
RECORD = """
() => {
  window.__changes = [];
  new MutationObserver((records) => {
    for (const {target} of records)
      window.__changes.push([target.dataset.testid, target.dataset.status, Date.now()]);
  }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-status"]});
}
"""


def measure(server: Server) -> list[Figure]:
    """Transferred bytes of /create with an empty cache; delay from the engine to the page."""
    with sync_playwright() as playwright:
        path = os.environ.get("VIDGENIE_CHROMIUM") or find()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
        person = Person(server, context, context.new_page(), "watcher@example.com")
        person.register()
        transferred = _transferred(person)
        delays = _delays(person)
        browser.close()
    return [
        Figure("/create: transferred with an empty cache", transferred / 1000, "kB", goal=300),
        Figure(f"engine to page, p50 of {len(delays)} changes", percentile(delays, 0.5), "ms", 50),
        Figure("engine to page, p95", percentile(delays, 0.95), "ms", goal=150),
    ]


def _transferred(person: Person) -> int:
    page = person.context.new_page()
    session = person.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    page.goto(f"{person.server.origin}/create")
    page.get_by_test_id("node-prompt").wait_for()
    page.wait_for_load_state("networkidle")
    page.close()
    return int(sum(sizes))


def _delays(person: Person) -> list[float]:
    """Milliseconds between a Node's change in the engine and the same change in the page."""
    page = person.open("/create")
    page.get_by_test_id("node-prompt").wait_for()
    config = {
        "initialPrompt": "a quiet lake",
        "workflowType": "image-only",
        "imageConfig": {"size": "512x512"},
    }
    _image(person, config)  # the page changes to the four Nodes of an image
    page.evaluate(RECORD)
    delays: list[float] = []
    for seed in range(RUNS):
        config["imageConfig"] = {"size": "512x512", "seed": seed + 1}
        status = _image(person, config)
        _wait_for_output(page)
        delays += _matched(page, status)
        page.evaluate("() => { window.__changes.length = 0; }")
    return delays


def _wait_for_output(page: Page) -> None:
    """The result's change comes last."""
    deadline = time.monotonic() + 10
    while not page.evaluate("window.__changes.some((c) => c[0] === 'node-output')"):
        assert time.monotonic() < deadline, "the page never showed the result"
        time.sleep(0.05)


def _image(person: Person, config: dict) -> dict:
    api = person.api
    answer = api.http.post("/api/workflow/execute", json={"config": config})
    answer.raise_for_status()
    return api.finished(answer.json()["workflowId"])


def _matched(page: Page, status: dict) -> list[float]:
    changes = page.evaluate("window.__changes")
    delays = []
    for node in status["nodes"]:
        ended = datetime.fromisoformat(node["finishedAt"]).timestamp() * 1000
        seen = [t for name, s, t in changes if name == f"node-{node['id']}" and s == "success"]
        delays += [seen[-1] - ended] if seen else []
        begun = datetime.fromisoformat(node["startedAt"]).timestamp() * 1000
        seen = [t for name, s, t in changes if name == f"node-{node['id']}" and s == "loading"]
        delays += [seen[-1] - begun] if seen else []
    return delays

"""The canvas with a Graph of 200 Nodes: opened, dragged on, and told how a Run goes on."""

import math
import os
import time

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.figure import Figure, percentile
from tests.e2e.conftest import FLAGS, Person
from tests.support.server import Server
from tools.chromium import find

ROWS = 40
COLUMNS = ("prompt", "enhance", "image", "image", "output")
NODES = ROWS * len(COLUMNS)
_DRAGGED = "n-17-2"
_SECONDS = 2.0
_FRAMES = """
() => {
  const frames = window.__frames = [];
  let last = performance.now();
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (window.__frames === frames) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""
_DRAWN = """
() => {
  window.__drawn = [];
  new MutationObserver((records) => {
    const nodes = records.map(({target}) => (target.closest ?? target.parentElement?.closest)
      ?.call(target.closest ? target : target.parentElement, ".react-flow__node")?.dataset.id);
    const some = new Set(nodes.filter(Boolean));
    if (some.size) window.__drawn.push(some.size);
  }).observe(document.querySelector(".react-flow__nodes"),
    {subtree: true, attributes: true, childList: true, characterData: true});
}
"""


def measure(server: Server) -> list[Figure]:
    """How the page keeps up; with software rendering, as servers have no other."""
    with sync_playwright() as playwright:
        path = os.environ.get("VIDGENIE_CHROMIUM") or find()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
        person = Person(server, context, context.new_page(), "drawer@example.com")
        person.register()
        answer = person.api.http.post("/api/graphs", json={"name": "200", "graph": _graph()})
        graph = answer.raise_for_status().json()
        address = f"{server.origin}/create/{graph['id']}"
        opened = min(_opened(person.page, address) for _ in range(3))
        frames = _dragged(person.page)
        told, drawn = _run(person, graph["id"])
        browser.close()
    return [
        Figure(f"a Graph of {NODES} Nodes: opened", opened / 1000, "s", goal=1.5),
        Figure(f"dragging one of {NODES} Nodes, frame p50", percentile(frames, 0.5), "ms"),
        Figure("the same, frame p95", percentile(frames, 0.95), "ms", goal=25),
        Figure("a step of a Run told to the canvas, largest", max(told) / 1000, "kB", goal=2),
        Figure("Nodes drawn again at a step, p50", percentile(drawn, 0.5), goal=2),
    ]


def _graph() -> dict:
    nodes = []
    edges = []
    for row in range(ROWS):
        ids = [f"n-{row}-{column}" for column in range(len(COLUMNS))]
        for column, (name, kind) in enumerate(zip(ids, COLUMNS, strict=True)):
            params = {"prompt": {"text": f"A quiet lake, {row}"}, "image": {"size": "512x512"}}
            place = {"x": (row % 4) * 1900 + column * 360, "y": (row // 4) * 460}
            node = {"id": name, "type": kind, "params": params.get(kind, {}), "position": place}
            nodes.append(node)
        prompt, enhance, image, other, output = ids
        joined = [
            (prompt, "text", enhance, "text"),
            (enhance, "text", image, "prompt"),
            (enhance, "text", other, "prompt"),
            (other, "image", output, "result"),
        ]
        names = ("source", "sourceHandle", "target", "targetHandle")
        edges += [dict(zip(names, edge, strict=True)) for edge in joined]
    return {"nodes": nodes, "edges": edges}


def _opened(page: Page, address: str) -> float:
    """Milliseconds until all Nodes are drawn."""
    page.goto(address, wait_until="commit")
    page.wait_for_function(
        "(count) => document.querySelectorAll('.vg-node').length >= count", arg=NODES
    )
    return page.evaluate("performance.now()")


def _dragged(page: Page) -> list[float]:
    """Milliseconds between frames while a Node follows the pointer."""
    page.wait_for_load_state("networkidle")
    box = page.get_by_test_id(f"node-{_DRAGGED}").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8)
    page.evaluate(_FRAMES)
    begun = time.monotonic()
    while (spent := time.monotonic() - begun) < _SECONDS:
        page.mouse.move(x + 60 * math.sin(3 * spent), y + 30 * math.sin(5 * spent))
    frames = page.evaluate("() => { const f = window.__frames; window.__frames = null; return f; }")
    page.mouse.up()
    assert page.get_by_test_id(f"node-{_DRAGGED}").bounding_box() != box
    return frames[1:]


def _run(person: Person, graph: str) -> tuple[list[int], list[int]]:
    """Bytes of each step of a Run, and how many Nodes were drawn again each time."""
    page = person.page
    session: CDPSession = person.context.new_cdp_session(page)
    session.send("Network.enable")
    told: list[int] = []

    def hear(message: dict) -> None:
        if message["eventName"] in {"node", "run"}:
            told.append(len(message["data"].encode()))

    session.on("Network.eventSourceMessageReceived", hear)
    page.reload()
    page.locator(".vg-node").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(_DRAWN)
    revision = person.api.http.get(f"/api/graphs/{graph}").json()["revision"]
    body = {"revision": revision, "scope": "from", "node": "n-0-0"}
    answer = person.api.http.post(f"/api/graphs/{graph}/runs", json=body).raise_for_status()
    person.api.finished(answer.json()["workflowId"])
    page.locator("[data-testid='node-n-0-4'][data-status='success']").wait_for()
    return told, page.evaluate("window.__drawn")

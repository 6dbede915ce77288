"""A video is the way back to its Graph: dropped on the canvas it is drawn again, and paid once."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

DROP = """async ([url, place]) => {
  const film = new File([await (await fetch(url)).blob()], "film.mp4", { type: "video/mp4" });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(film);
  const on = document.querySelector(place);
  for (const kind of ["dragenter", "dragover", "drop"])
    on.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}"""
GRAPH = {
    "nodes": [
        {"id": "idea", "type": "prompt", "params": {"text": "un renard <b>rusé</b>"}},
        {
            "id": "clip",
            "type": "video",
            "params": {"duration": 5, "resolution": "720p", "seed": 7},
            "title": "Renard",
        },
        {"id": "end", "type": "output", "params": {}},
    ],
    "edges": [
        {"source": "idea", "sourceHandle": "text", "target": "clip", "targetHandle": "prompt"},
        {"source": "clip", "sourceHandle": "video", "target": "end", "targetHandle": "result"},
    ],
}


def graph_at(page: Page, person: Person) -> dict:
    """What the server has of the Graph in the address."""
    answer = person.api.http.get(f"/api/graphs/{page.url.rpartition('/')[2]}")
    return answer.raise_for_status().json()


def test_a_video_dropped_on_the_canvas_is_its_graph_again(person: Person):
    person.register()
    api = person.api
    drawn = api.http.post("/api/graphs", json={"graph": GRAPH}).raise_for_status().json()
    start = {"revision": drawn["revision"], "scope": "missing"}
    started = api.http.post(f"/api/graphs/{drawn['id']}/runs", json=start).json()
    made = api.finished(started["workflowId"], within=240)
    page = person.goto("/create")
    expect(page.get_by_test_id("prompt-input")).to_be_visible()
    before = graph_at(page, person) if "/create/" in page.url else None

    page.evaluate(DROP, [made["result"]["videoUrl"], "[data-testid=canvas]"])
    expect(page.get_by_test_id("import-preview")).to_be_visible()
    page.get_by_test_id("import-accept").click()
    expect(page.get_by_test_id("node-clip")).to_be_visible()

    expect(page).to_have_url(re.compile(r"/create/[0-9a-f]{32}$"))
    again = graph_at(page, person)
    assert again["id"] not in {drawn["id"], (before or {}).get("id")}
    clip = next(node for node in again["graph"]["nodes"] if node["id"] == "clip")
    assert (clip["title"], clip["params"]["seed"], clip["params"]["duration"]) == ("Renard", 7, 5)
    assert again["graph"]["edges"] == drawn["graph"]["edges"]
    plan = api.http.post(f"/api/graphs/{again['id']}/plan", json={"scope": "missing"}).json()
    assert {line["does"] for line in plan["lines"]} == {"reuse"}

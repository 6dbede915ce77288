"""The server dies in mid-Project: every clip is ordered once, and one film comes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crash.boundaries import LUMA, Person, Scene, until
from tests.crash.test_providers import installation
from tests.support.gates import Stage

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]
PROMPTS = ("A fox at dawn", "An owl at noon", "A bear at dusk")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A server to kill, and a service that makes clips."""
    with installation(tmp_path / "home", "") as found:
        yield found


def project(person: Person) -> dict[str, Any]:
    """A silent Project of three Segments by that service, in a small size."""
    choices = {
        "provider": LUMA.slug,
        "resolution": "720p",
        "voice": None,
        "captions": None,
        "aspect": "1:1",
        "profile": "draft",
    }
    segments = [{"text": "", "prompt": f"{person.name}: {prompt}"} for prompt in PROMPTS]
    body = {"title": "Animals", "choices": choices, "segments": segments}
    return person.api.http.post("/api/projects", json=body).raise_for_status().json()


def send(person: Person, path: str, **body: object) -> str:
    """Start a Run of a Project; its id."""
    answer = person.api.http.post(f"/api/projects/{path}", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()["workflowId"]


def orders(scene: Scene) -> dict[str, int]:
    """Words of the prompt -> how often the service was asked to film it."""
    return {
        prompt: sum(count for asked, count in scene.services.by_prompt().items() if prompt in asked)
        for prompt in PROMPTS
    }


def shown(person: Person, project_id: str) -> list[str]:
    """sha256 of the clips in the film."""
    found = person.api.http.get(f"/api/projects/{project_id}").json()
    return [segment["take"]["sha256"] for segment in found["segments"]]


def test_a_project_survives_kill_9_while_filming_and_while_it_is_put_together(scene):
    person = scene.person()
    made = project(person)
    gate = scene.services.stop(LUMA.slug, LUMA.poll, Stage.ASKED)
    run = send(person, f"{made['id']}/generate")

    scene.kill([gate])
    scene.restart()
    until(lambda: _assembles(person, run))
    scene.server.kill()
    scene.restart()

    ended = person.api.finished(run, within=240)
    assert ended["status"] == "COMPLETED", ended
    assert ended["result"]["duration"] == pytest.approx(15, abs=1 / 30)
    assert orders(scene) == dict.fromkeys(PROMPTS, 1)
    assert person.credits() == (100 - 3 * LUMA.price, 0)
    found = person.api.http.get(f"/api/projects/{made['id']}").json()
    assert found["status"] == "completed"
    assert [segment["takeCount"] for segment in found["segments"]] == [1, 1, 1]
    assert scene.is_sound([])

    before = shown(person, made["id"])
    again = send(person, f"{made['id']}/segments/{found['segments'][1]['id']}/regenerate")
    assert person.api.finished(again, within=240)["status"] == "COMPLETED"

    assert orders(scene) == {PROMPTS[0]: 1, PROMPTS[1]: 2, PROMPTS[2]: 1}
    assert person.credits() == (100 - 4 * LUMA.price, 0)
    after = shown(person, made["id"])
    assert (after[0], after[2]) == (before[0], before[2])


def _assembles(person: Person, run: str) -> bool:
    status = person.api.status(run)
    node = next(node for node in status["nodes"] if node["id"] == "assemble")
    return node["startedAt"] is not None and status["status"] == "RUNNING"

"""The server dies while it cuts a video: what was encoded is used, and one video comes out."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.support.server import Client, Server

COLOURS = ("teal", "orange", "purple", "navy", "maroon", "olive")
SECONDS = 8


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server to kill."""
    running = Server(tmp_path / "home")
    running.start(within=300)
    yield running
    running.stop()


def uploaded(http: httpx.Client, colour: str) -> str:
    """Id of a picture of this colour."""
    file = io.BytesIO()
    Image.new("RGB", (640, 640), colour).save(file, "PNG")
    answer = http.post("/api/assets", files={"file": (f"{colour}.png", file.getvalue())})
    return answer.raise_for_status().json()["id"]


def pieces(server: Server) -> dict[str, int]:
    """Name -> inode of every piece that is encoded."""
    return {
        path.name: path.stat().st_ino
        for path in (server.home / "cache").glob("*/*.mp4")
        if not path.name.startswith(".")
    }


def until_some(server: Server, *, within: float = 120.0) -> dict[str, int]:
    """The pieces, as soon as there are some and not yet all."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if len(found := pieces(server)) >= 2:
            return found
        time.sleep(0.02)
    raise TimeoutError("nothing was encoded")


@pytest.mark.crash
@pytest.mark.timeout(600)
@pytest.mark.soak
def test_a_cut_survives_kill_9_and_uses_what_was_encoded(server: Server) -> None:
    person = Client.register(server, "cutter@example.com")
    clips = [{"assetId": uploaded(person.http, colour), "seconds": SECONDS} for colour in COLOURS]
    body = {"clips": clips, "voice": None, "captions": None, "profile": "draft", "title": "Six"}
    run = person.http.post("/api/cuts", json=body).raise_for_status().json()["workflowId"]

    encoded = until_some(server)
    server.kill()
    server.start(within=300)

    ended = person.finished(run, within=240)
    assert ended["status"] == "COMPLETED", ended
    assert ended["result"]["duration"] == pytest.approx(SECONDS * len(COLOURS), abs=1 / 30)
    assert ended["cost"] == {"held": 0, "charged": 0, "released": 0, "refunded": 0}
    after = pieces(server)
    assert {name: after[name] for name in encoded} == encoded
    library = person.http.get("/api/video-generations").json()["items"]
    assert [item["prompt"] for item in library] == ["Six"]

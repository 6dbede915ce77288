"""Receipts over REST: as JSON, and behind the MP4 a Run made."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.api.conftest import ORIGIN, open_client
from tests.api.test_events import DRAWN, finished
from tests.support.hostile_files import clip
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.run import RunStatus
from vidgenie.domain.value import to_json
from vidgenie.engine import store
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import RunRow
from vidgenie.library import assets as shelf
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.media.receipt import read

ADDRESS = "/api/workflow/receipt/{}"
PROMPT = "un renard dans la neige"
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
GRAPH = {
    "nodes": [{"id": "clip", "type": "video", "params": {"seed": 7}, "position": {"x": 0, "y": 0}}],
    "edges": [],
}


@dataclass(frozen=True)
class Film:
    """A Run's result. url: its link. stored: the file alone. whole: as it is served."""

    run_id: str
    url: str
    stored: bytes
    whole: bytes


@pytest.fixture
async def film(alice, services, people, tmp_path):
    """What a Run of Alice's has made."""
    run_id, owner = "5" * 32, people["alice"].account.id
    (tmp_path / "clip.mp4").write_bytes(clip())
    kept = services.engine.storage.put(tmp_path / "clip.mp4")
    facts = MediaFacts("mp4", 64, 96, kept.bytes, 1.0, 25, "h264", "aac")
    asset = Asset("6" * 32, owner, "video", kept.sha256, facts, NOW, origin={"model": "ray"})
    value = to_json(FileValue(asset.id, PortType.VIDEO, "mp4", 64, 96, kept.bytes, 1.0))
    with services.engine.transaction() as session:
        node = NewNode("clip", "video", "luma", 10, 1.0, output={"video": value})
        store.create(session, NewRun(run_id, owner, PROMPT, GRAPH, [node], 10))
        shelf.add_asset(session, asset)
        run = session.get(RunRow, run_id)
        run.status, run.result, run.finished_at = "succeeded", value, NOW
        library.add_content(session, NewContent(owner, run_id, "video", PROMPT))
        files = {"video": asset.id}
        library.end_content(session, run_id=run_id, status=RunStatus.SUCCEEDED, files=files)
    url = (await alice.get(f"/api/workflow/status/{run_id}")).json()["result"]["videoUrl"]
    return Film(run_id, url, clip(), (await alice.get(url)).content)


@pytest.mark.soak
async def test_a_real_run_has_one_too(alice, working, tmp_path):
    body = {"config": {"initialPrompt": PROMPT, "workflowType": "complete"}}
    run_id = (await alice.post("/api/workflow/execute", json=body)).json()["workflowId"]
    over = await finished(alice, run_id)
    (tmp_path / "film.mp4").write_bytes((await alice.get(over["result"]["videoUrl"])).content)

    receipt = (await alice.get(ADDRESS.format(run_id))).json()

    assert read(tmp_path / "film.mp4") == receipt
    assert PROMPT in json.dumps(receipt["graph"], ensure_ascii=False)
    assert receipt["prices"]["credits"] == over["cost"]["charged"]
    assert {node["status"] for node in receipt["nodes"]} == {"succeeded"}


async def test_it_says_how_it_was_made(alice, film):
    answer = await alice.get(ADDRESS.format(film.run_id))

    receipt = answer.json()
    made = receipt["nodes"][0]
    sha256 = hashlib.sha256(film.stored).hexdigest()
    assert answer.headers["content-disposition"].endswith('.json"')
    assert receipt["vidgenie"]["receipt"] == 1
    assert (receipt["run"]["id"], receipt["graph"]) == (film.run_id, GRAPH)
    assert (made["provider"], made["model"], made["seed"]) == ("luma", "ray", 7)
    assert (made["typeVersion"], made["credits"]) == (1, 10)
    assert made["files"][0]["sha256"] == receipt["result"]["sha256"] == sha256
    assert receipt["prices"] == {"credits": 10, "usd": None}


async def test_it_says_nothing_about_who_or_where(alice, film, services, people):
    receipt = (await alice.get(ADDRESS.format(film.run_id))).text
    person = people["alice"]

    for text in (receipt.encode(), film.whole):
        for secret in (
            person.account.id,
            person.account.email,
            person.token,
            str(services.settings.home),
            "/media/",
            ORIGIN,
        ):
            assert secret.encode() not in text


async def test_a_key_in_a_prompt_stays_here(alice, film, services):
    prompt = {"id": "idea", "type": "prompt", "params": {"text": f"a fox sk-{'a1' * 20}"}}
    with services.engine.transaction() as session:
        session.get(RunRow, film.run_id).graph = {"nodes": [prompt], "edges": []}

    receipt = (await alice.get(ADDRESS.format(film.run_id))).text

    assert "a1a1" not in receipt
    assert "[key]" in receipt


async def test_the_video_is_the_stored_one_with_the_receipt_behind_it(alice, film, tmp_path):
    (tmp_path / "film.mp4").write_bytes(film.whole)

    receipt = (await alice.get(ADDRESS.format(film.run_id))).json()

    assert read(tmp_path / "film.mp4") == receipt
    assert film.whole[: receipt["result"]["bytes"]] == film.stored


async def test_every_link_to_the_result_has_it(alice, film):
    mine = (await alice.get("/api/video-generations")).json()["items"][0]

    assert (await alice.get(mine["videoUrl"])).content == film.whole
    assert (await alice.get(f"{mine['videoUrl']}&d=1")).content == film.whole


async def test_parts_fit_across_the_seam(alice, film):
    url, whole = film.url, film.whole
    seam, size = len(film.stored), len(whole)
    parts = [(0, 9), (seam - 3, seam + 2), (seam - 5, seam - 1), (seam, seam), (size - 1, size - 1)]

    for first, last in parts:
        answer = await alice.get(url, headers={"range": f"bytes={first}-{last}"})
        assert answer.status_code == 206
        assert answer.content == whole[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert answer.headers["content-length"] == str(last + 1 - first)
    for wanted, part in (("0-", whole), ("-7", whole[-7:]), (f"5-{10**15}", whole[5:])):
        answer = await alice.get(url, headers={"range": f"bytes={wanted}"})
        assert (answer.status_code, answer.content) == (206, part)


@pytest.mark.parametrize("nonsense", ["lines=1-2", "bytes=", "bytes=9-2", "bytes=0-1,5-9", "x"])
async def test_what_cannot_be_read_is_answered_with_all_of_it(alice, film, nonsense):
    answer = await alice.get(film.url, headers={"range": nonsense})

    assert (answer.status_code, answer.content) == (200, film.whole)


async def test_a_part_that_is_not_there_is_told(alice, film):
    for wanted in (f"bytes={len(film.whole)}-", "bytes=-0"):
        answer = await alice.get(film.url, headers={"range": wanted})
        assert answer.status_code == 416
        assert answer.headers["content-range"] == f"bytes */{len(film.whole)}"


async def test_it_is_another_file_than_the_one_without(alice, film, services):
    url = film.url
    name = urlsplit(url).path.rpartition("/")[2]
    bare = services.assets.signed_url(*name.split("."))

    first, without = await alice.get(url), await alice.get(bare)

    assert first.headers["etag"] != without.headers["etag"]
    assert film.whole.startswith(without.content)
    again = {"if-none-match": first.headers["etag"]}
    assert (await alice.get(url, headers=again)).status_code == 304
    assert (await alice.get(bare, headers=again)).status_code == 200
    changed = {"range": "bytes=0-9", "if-range": without.headers["etag"]}
    assert (await alice.get(url, headers=changed)).status_code == 200
    same = {"range": "bytes=0-9", "if-range": first.headers["etag"]}
    assert (await alice.get(url, headers=same)).status_code == 206


async def test_the_head_tells_the_size_and_has_no_body(alice, film):
    head = await alice.head(film.url)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(film.whole))
    assert head.headers["content-type"] == "video/mp4"


async def test_a_link_has_the_receipt_of_the_run_it_was_signed_for(served, film):
    url = film.url
    async with open_client(served) as anybody:
        assert (await anybody.get(url)).status_code == 200
        assert (await anybody.get(url.partition("&r=")[0])).status_code == 404
        assert (await anybody.get(url.replace("&r=", "&r=0"))).status_code == 404


async def test_while_the_run_goes_on_there_is_none(alice, film, services):
    with services.engine.transaction() as session:
        session.get(RunRow, film.run_id).status = "running"

    answer = await alice.get(ADDRESS.format(film.run_id))

    assert (answer.status_code, answer.json()["problem"]) == (409, "not_over")
    assert (await alice.get(film.url)).content == film.stored


async def test_what_a_receipt_says_is_made_again_without_a_submission(alice, working):
    """Imported on the installation it comes from, the same Graph has everything already."""
    first = (await alice.post("/api/graphs", json={"graph": DRAWN})).json()
    made = await run_of(alice, first)
    receipt = (await alice.get(ADDRESS.format(made["workflowId"]))).json()
    preview = (await alice.post("/api/graphs/import", json={"data": receipt})).json()

    again = (await alice.post("/api/graphs", json={"graph": preview["graph"]})).json()
    over = await run_of(alice, again)

    assert again["id"] != first["id"]
    assert (made["status"], over["status"]) == ("COMPLETED", "COMPLETED")
    assert {node["reusedFrom"] for node in over["nodes"]} == {made["workflowId"]}
    assert (made["cost"]["charged"], over["cost"]["charged"]) == (receipt["prices"]["credits"], 0)


async def run_of(client, graph):
    """The status of a Run of the Graph, once it is over."""
    body = {"revision": graph["revision"], "scope": "missing"}
    started = (await client.post(f"/api/graphs/{graph['id']}/runs", json=body)).json()
    return await finished(client, started["workflowId"])

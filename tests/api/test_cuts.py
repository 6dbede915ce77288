"""The cutting room over REST: what is refused, what it costs, what it starts."""

import io
import wave

import pytest
from PIL import Image

from tests.api.requests import CUT

MISSING = "f" * 32


async def uploaded(client):
    """Id of a small picture of this Account's."""
    file = io.BytesIO()
    Image.new("RGB", (64, 96), "teal").save(file, "PNG")
    answer = await client.post("/api/assets", files={"file": ("a.png", file.getvalue())})
    return answer.json()["id"]


def of(asset, **clip):
    """A cut of one clip."""
    return {**CUT, "clips": [{**CUT["clips"][0], "assetId": asset, **clip}]}


@pytest.fixture
async def picture(alice):
    return await uploaded(alice)


async def test_what_it_costs_is_told_and_cutting_is_free(alice, picture):
    answer = (await alice.post("/api/cuts/quote", json=of(picture))).json()

    assert answer["total"] == 0
    assert {line["type"] for line in answer["lines"]} >= {"segment", "captions", "assemble"}


async def test_it_starts_a_run_like_any_other(alice, picture):
    answer = (await alice.post("/api/cuts", json=of(picture))).json()

    status = (await alice.get(f"/api/workflow/status/{answer['workflowId']}")).json()
    assert answer["jobId"] == answer["workflowId"]
    assert status["status"] == "PENDING"
    assert [node["id"] for node in status["nodes"]][-2:] == ["assemble", "output"]
    library = (await alice.get("/api/video-generations")).json()["items"]
    assert library[0]["prompt"] == CUT["title"]


async def test_repeating_a_request_starts_nothing_new(alice, picture):
    twice = [
        (
            await alice.post("/api/cuts", json=of(picture), headers={"Idempotency-Key": "once"})
        ).json()
        for _ in range(2)
    ]

    assert twice[0]["workflowId"] == twice[1]["workflowId"]


@pytest.mark.parametrize("path", ["/api/cuts", "/api/cuts/quote"])
async def test_somebody_elses_clip_is_not_found(alice, bob, picture, path):
    assert (await alice.post("/api/cuts/quote", json=of(picture))).status_code == 200
    assert (await bob.post(path, json=of(picture))).status_code == 404
    assert (await bob.post(path, json=of(MISSING))).status_code == 404


@pytest.mark.parametrize("field", ["recordingAssetId", "brandKitId", "music"])
async def test_whatever_else_it_names_must_be_ones_own_too(alice, bob, field, picture):
    theirs = await uploaded(bob)
    body = of(picture)
    match field:
        case "recordingAssetId":
            body["clips"][0][field] = theirs
        case "brandKitId":
            kit = (await bob.post("/api/brand-kits", json={"name": "theirs"})).json()["id"]
            body[field] = kit
        case _:
            body[field] = {"assetId": theirs}

    assert (await alice.post("/api/cuts", json=body)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"clips": []}, "clips"),
        ({"aspect": "4:3"}, "aspect"),
        ({"profile": "huge"}, "profile"),
        ({"title": "x" * 201}, "title"),
        ({"captions": {"style": "invisible"}}, "captions.style"),
        ({"captions": {"colour": "red"}}, "captions.colour"),
        ({"captions": {"centre": 0.99}}, "captions.centre"),
        ({"voice": {"speed": 9}}, "voice.speed"),
        ({"music": {"bed": "calm", "volume": 2}}, "music.volume"),
        ({"more": 1}, "more"),
    ],
)
async def test_values_that_make_no_sense_are_refused_by_name(alice, picture, change, field):
    answer = await alice.post("/api/cuts", json={**of(picture), **change})

    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("music", [{}, {"bed": "calm", "assetId": MISSING}])
async def test_music_is_a_bed_or_a_file(alice, picture, music):
    answer = await alice.post("/api/cuts", json={**of(picture), "music": music})

    assert (answer.status_code, answer.json()["node"]) == (422, "music")


async def test_a_sound_is_no_clip(alice, tmp_path):
    with wave.open(str(path := tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    sent = await alice.post("/api/assets", files={"file": ("a.wav", path.read_bytes())})

    answer = await alice.post("/api/cuts", json=of(sent.json()["id"]))

    assert (answer.status_code, answer.json()["field"]) == (422, "clips.0.assetId")


async def test_music_nobody_plays_is_refused(alice, picture):
    answer = await alice.post("/api/cuts", json={**of(picture), "music": {"bed": "kazoo"}})

    assert (answer.status_code, answer.json()["field"]) == (422, "music.bed")


async def test_a_node_is_given_the_kind_of_file_it_takes(alice, picture):
    """Before anything is paid for."""
    nodes = [
        {"id": "clip", "type": "footage", "params": {"asset": picture}},
        {"id": "end", "type": "output"},
    ]
    edges = [{"source": "clip", "sourceHandle": "video", "target": "end", "targetHandle": "result"}]

    answer = await alice.post("/api/workflow/execute", json={"nodes": nodes, "edges": edges})

    assert answer.status_code == 422
    assert (answer.json()["problem"], answer.json()["node"]) == ("not_a_clip", "clip")

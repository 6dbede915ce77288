"""Clips and sound people bring, the list of what they have, and what shows what is in it."""

import asyncio
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.api.test_events import finished
from tests.support.hostile_files import TONE, clip, run
from vidgenie.api import assets as route
from vidgenie.domain.asset import Asset
from vidgenie.errors import RenderFailed
from vidgenie.library import assets as library
from vidgenie.media import previews
from vidgenie.media.probe import probe
from vidgenie.media.uploads import clean


async def send(client, content, name="clip.mp4"):
    return await client.post("/api/assets", files={"file": (name, content, "video/mp4")})


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A second of sound, MP3."""
    path = tmp_path_factory.mktemp("sound") / "sound.mp3"
    run(*TONE, target=path)
    return path.read_bytes()


@pytest.fixture
def left(services):
    """What lies in the folder of files in the making."""
    return lambda: list((services.assets.storage.root / "tmp").iterdir())


async def test_a_clip_is_taken_in_and_never_served_as_it_came(alice):
    response = await send(alice, clip(), name="holiday.mov")

    asset = response.json()
    served = await alice.get(asset["url"])
    small = await alice.get(asset["thumbnailUrl"])
    assert response.status_code == 200
    assert (asset["kind"], asset["name"], asset["hasAudio"]) == ("video", "holiday.mov", True)
    assert (asset["width"], asset["height"], asset["bytes"]) == (64, 96, len(served.content))
    assert asset["seconds"] == pytest.approx(1.0, abs=0.05)
    assert served.headers["content-type"] == "video/mp4"
    assert served.content != clip()
    assert small.headers["content-type"] == "image/jpeg"


async def test_sound_is_taken_in(alice, sound):
    asset = (await send(alice, sound, name="voice.mp3")).json()

    assert (asset["kind"], asset["width"], asset["thumbnailUrl"]) == ("audio", 0, "")
    assert asset["hasAudio"]
    assert (await alice.get(asset["url"])).headers["content-type"] == "audio/mp4"


async def test_the_same_clip_is_not_encoded_twice(alice, bob, monkeypatch):
    first = (await send(alice, clip())).json()

    async def never(*_given, **_more):
        raise RenderFailed("Asked to do it again.")

    monkeypatch.setattr(clean, "clean_clip", never)
    again = (await send(alice, clip(), name="again.mp4")).json()

    assert again["id"] == first["id"]
    assert (await send(bob, clip())).status_code == 500


async def test_a_file_too_large_for_its_kind_is_refused(alice, monkeypatch, left):
    monkeypatch.setattr(route, "MAX_CLIP_BYTES", 1000)

    response = await send(alice, clip())

    assert (response.status_code, response.json()["limit"]) == (413, 1000)
    assert left() == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("été 🎬.mp4", "été 🎬.mp4"),
        ("a\u202e4pm.exe", "a4pm.exe"),
        ("n" * 10_000 + ".mp4", "n" * 120),
    ],
)
async def test_a_name_is_only_a_note(alice, photo, name, kept):
    response = await send(alice, photo, name=name)

    assert (response.status_code, response.json()["name"]) == (200, kept)


async def listed(client, **wanted):
    response = await client.get("/api/assets", params=wanted)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A picture, a clip and sound, as they lie in the store."""
    folder = tmp_path_factory.mktemp("stored")
    paths = [folder / name for name in ("a.png", "b.mp4", "c.m4a")]
    Image.new("RGB", (64, 96), "teal").save(paths[0])
    paths[1].write_bytes(clip())
    run(*TONE, target=paths[2])
    return [(path, asyncio.run(probe(path))) for path in paths]


@pytest.fixture
def shelf(services, people, stored):
    """Ids of a picture, a clip and sound of Alice's, in this order."""
    alice = people["alice"].account.id
    made = datetime(2026, 1, 1, tzinfo=UTC)
    assets = []
    for kind, (path, facts) in zip(("image", "video", "audio"), stored, strict=True):
        sha256 = services.assets.storage.put(path).sha256
        asset_id = library.upload_id(alice, sha256)
        assets.append(Asset(asset_id, alice, kind, sha256, facts, made, origin={"name": path.name}))
    for asset in assets[:2]:
        small = library.thumbnail_id(asset.id)
        facts = stored[0][1]
        sha256 = assets[0].sha256
        assets.append(Asset(small, alice, "thumbnail", sha256, facts, made))
    with services.assets.transaction() as session:
        for number, asset in enumerate(assets):
            at = made + timedelta(seconds=number // 2)
            library.add_asset(session, replace(asset, created_at=at))
    return [asset.id for asset in assets[:3]]


@pytest.fixture
def newest_first(shelf):
    """The same as they are listed: the first two were made in the same moment."""
    return [shelf[2], *sorted(shelf[:2], reverse=True)]


async def test_the_newest_comes_first_and_thumbnails_are_no_entries(alice, bob, newest_first):
    found = await listed(alice)

    assert [item["id"] for item in found["items"]] == newest_first
    assert found["nextCursor"] is None
    assert [item["thumbnailUrl"] != "" for item in found["items"]] == [False, True, True]
    assert (await listed(bob))["items"] == []


async def test_a_list_is_read_page_by_page(alice, newest_first):
    seen, cursor = [], ""
    while cursor is not None:
        found = await listed(alice, limit=1, cursor=cursor)
        seen += [item["id"] for item in found["items"]]
        cursor = found["nextCursor"]

    assert seen == newest_first


@pytest.mark.parametrize(("kind", "at"), [("image", 0), ("video", 1), ("audio", 2)])
async def test_a_list_of_one_kind(alice, shelf, kind, at):
    assert [item["id"] for item in (await listed(alice, kind=kind))["items"]] == [shelf[at]]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "thumbnail"}, {"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"cursor": "f" * 32}],
)
async def test_what_cannot_be_listed_is_told(alice, wrong):
    response = await alice.get("/api/assets", params=wrong)

    assert (response.status_code, response.json()["field"]) == (422, next(iter(wrong)))


async def test_somebody_elses_asset_is_no_cursor(bob, shelf):
    response = await bob.get("/api/assets", params={"cursor": shelf[0]})

    assert response.status_code == 422


async def test_what_a_run_made_is_listed_until_it_is_deleted(alice, services, working):
    started = (await alice.post("/api/generate", json={"prompt": "a fox"})).json()
    await finished(alice, started["workflowId"])

    made = await listed(alice)
    entry = (await alice.get("/api/video-generations")).json()["items"][0]["id"]
    await alice.delete(f"/api/video-generations/{entry}")

    assert "video" in {item["kind"] for item in made["items"]}
    assert (await listed(alice))["items"] == []


async def test_one_asset_is_what_the_list_says(alice, shelf):
    entry = (await listed(alice, kind="video"))["items"][0]
    one = (await alice.get(f"/api/assets/{shelf[1]}")).json()

    assert {k: v for k, v in one.items() if "rl" not in k} == {
        k: v for k, v in entry.items() if "rl" not in k
    }


async def test_a_thumbnail_is_no_asset_of_its_own(alice, shelf):
    small = (await alice.get(f"/api/assets/{shelf[0]}")).json()["thumbnailUrl"]
    small_id = small.removeprefix("/media/").partition(".")[0]

    assert (await alice.get(f"/api/assets/{small_id}")).status_code == 404


async def test_a_filmstrip_is_drawn_once(alice, shelf, monkeypatch):
    path = f"/api/assets/{shelf[1]}/filmstrip?count=5"
    first = await alice.get(path)

    async def never(*_given, **_more):
        raise RenderFailed("Asked to do it again.")

    monkeypatch.setattr(previews, "filmstrip", never)
    again = await alice.get(path)

    assert first.headers["content-type"] == "image/jpeg"
    assert again.content == first.content
    with Image.open(io.BytesIO(first.content)) as strip:
        assert strip.size == (5 * 60, 90)


@pytest.mark.parametrize("at", [1, 2])
async def test_a_waveform_is_measured_once(alice, shelf, at, monkeypatch):
    path = f"/api/assets/{shelf[at]}/waveform?count=20"
    first = (await alice.get(path)).json()

    async def never(*_given, **_more):
        raise RenderFailed("Asked to do it again.")

    monkeypatch.setattr(previews, "waveform", never)

    assert (await alice.get(path)).json() == first
    assert first["seconds"] == pytest.approx(1.0, abs=0.06)
    assert len(first["peaks"]) == 20
    assert all(0.05 < peak < 0.3 for peak in first["peaks"][2:-2])


async def test_a_picture_has_neither_filmstrip_nor_waveform_and_sound_no_filmstrip(alice, shelf):
    picture, _, sound = shelf
    answers = [
        await alice.get(f"/api/assets/{picture}/filmstrip"),
        await alice.get(f"/api/assets/{sound}/filmstrip"),
        await alice.get(f"/api/assets/{picture}/waveform"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert [answer.json()["problem"] for answer in answers] == [
        *("not_a_clip", "not_a_clip", "not_sound"),
    ]


@pytest.mark.parametrize("count", [0, 61, "x"])
async def test_only_so_many_frames_fit_on_a_strip(alice, shelf, count):
    response = await alice.get(f"/api/assets/{shelf[1]}/filmstrip", params={"count": count})

    assert (response.status_code, response.json()["field"]) == (422, "count")


async def test_a_full_disk_is_told_and_nothing_is_left(alice, services, monkeypatch, left):
    storage = services.assets.storage
    real = type(storage).new_temp

    def full(self, suffix):
        path = real(self, suffix)
        if suffix == "upload":
            path.symlink_to("/dev/full")
        return path

    monkeypatch.setattr(type(storage), "new_temp", full)
    response = await send(alice, clip())

    assert (response.status_code, response.json()["code"]) == (507, "storage_full")
    assert left() == []


async def test_a_file_that_would_not_fit_is_not_even_received(alice, services, monkeypatch):
    monkeypatch.setattr(type(services.assets.storage), "free_bytes", lambda _self: 100)

    assert (await send(alice, clip())).status_code == 507


HEAD = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'


async def leave(app, client, *parts, until):
    """Send the parts of a body, and go away once `until` says so."""
    bodies = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if parts[-1].endswith(b"--x--\r\n"):
        bodies[-1]["more_body"] = False
    answers = []

    async def receive():
        if bodies:
            return bodies.pop(0)
        await until()
        return {"type": "http.disconnect"}

    async def give(message):
        answers.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/assets",
        "raw_path": b"/api/assets",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"authorization", client.headers["authorization"].encode()),
            (b"content-type", b"multipart/form-data; boundary=x"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 3000),
    }
    async with asyncio.timeout(30):
        await app(scope, receive, give)
    return answers


async def test_who_goes_away_while_sending_leaves_nothing(served, alice, left, count_runs):
    before = count_runs()

    async def at_once():
        assert len(left()) == 1

    await leave(served, alice, HEAD + clip()[:2000], until=at_once)

    assert left() == []
    assert count_runs() == before


async def test_work_for_somebody_who_went_away_is_ended(
    served, alice, left, count_runs, monkeypatch
):
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless(*_given, **_more):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(clean, "clean_clip", endless)
    before = count_runs()

    await leave(served, alice, HEAD + clip() + b"\r\n--x--\r\n", until=begun.wait)

    assert ended.is_set()
    assert left() == []
    assert count_runs() == before


async def test_a_form_that_breaks_off_is_refused(served, alice, left):
    whole = {"content-type": "multipart/form-data; boundary=x"}
    response = await alice.post("/api/assets", content=HEAD + clip()[:2000], headers=whole)

    assert (response.status_code, response.json()["code"]) == (400, "invalid_body")
    assert left() == []


async def test_two_clips_are_encoded_at_once_and_pictures_do_not_wait(alice, photo, monkeypatch):
    under_way, most = 0, 0
    go_on, two = asyncio.Event(), asyncio.Event()

    async def slow(*_given, **_more):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 2:
            two.set()
        await go_on.wait()
        under_way -= 1
        raise RenderFailed("Enough of it.")

    monkeypatch.setattr(clean, "clean_clip", slow)
    sent = [asyncio.create_task(send(alice, clip())) for _ in range(4)]
    async with asyncio.timeout(60):
        await two.wait()
        assert (await send(alice, photo, name="photo.png")).status_code == 200
        go_on.set()
        answers = await asyncio.gather(*sent)

    assert most == 2
    assert {json.loads(answer.content)["code"] for answer in answers} == {"render_failed"}

"""The music we play ourselves, over REST."""

import asyncio
import wave

import pytest

from tests.api.conftest import open_client
from vidgenie.media.magic import suffix_of
from vidgenie.media.sound import beds
from vidgenie.media.sound.loudness import measure


@pytest.fixture
def played(monkeypatch, one_second):
    """How often a bed was played; it sounds like a tone here, which is sooner done."""
    asked = []

    async def performed(score, *, cache, rounds=1):
        asked.append(score.slug)
        await asyncio.sleep(0)
        return one_second

    monkeypatch.setattr(beds, "performed", performed)
    return asked


@pytest.fixture
def one_second(tmp_path):
    """A WAV of a second."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(range(0, 250, 5)) * 1920)
    return path


async def test_every_bed_is_listed(alice):
    said = (await alice.get("/api/music")).json()

    assert [bed["slug"] for bed in said["beds"]] == list(beds.BEDS)
    first = said["beds"][0]
    assert set(first) == {"slug", "seconds", "sample"}
    assert 28 <= first["seconds"] <= 36


async def test_a_bed_can_be_listened_to(alice, played, tmp_path):
    address = (await alice.get("/api/music")).json()["beds"][0]["sample"]

    response = await alice.get(address)

    assert (response.status_code, response.headers["content-type"]) == (200, "audio/mp4")
    assert response.headers["cache-control"] == "private, max-age=86400"
    (tmp_path / "got").write_bytes(response.content)
    assert suffix_of(tmp_path / "got") == "m4a"
    assert (await measure(tmp_path / "got", suffix="m4a")).seconds > 0.9


async def test_a_part_of_it_can_be_asked_for(alice, played):
    """Safari plays nothing else."""
    response = await alice.get("/api/music/calm/sample", headers={"range": "bytes=0-99"})

    assert (response.status_code, len(response.content)) == (206, 100)


async def test_it_is_played_once_however_many_listen(alice, bob, played):
    address = "/api/music/calm/sample"

    answers = await asyncio.gather(*[who.get(address) for who in (alice, bob, alice, bob)])

    assert {(one.status_code, one.headers["etag"]) for one in answers} == {
        (200, answers[0].headers["etag"])
    }
    assert played == ["calm"]


@pytest.mark.parametrize("slug", ["muzak", "__init__", "..%2Fcalm", "x" * 41])
async def test_other_music_is_not_found(alice, played, slug):
    response = await alice.get(f"/api/music/{slug}/sample")

    assert response.status_code == 404
    assert played == []


@pytest.mark.parametrize("address", ["/api/music", "/api/music/calm/sample"])
async def test_nobody_listens_who_is_not_signed_in(served, played, address):
    async with open_client(served) as anybody:
        assert (await anybody.get(address)).status_code == 401
    assert played == []

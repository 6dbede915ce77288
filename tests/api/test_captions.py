"""Captions over REST: styles, previews and files of words."""

import io
import json
from datetime import UTC, datetime

import pytest
from PIL import Image

from vidgenie import db
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.run import RunStatus
from vidgenie.errors import RenderFailed
from vidgenie.library import assets, store
from vidgenie.library.store import NewContent
from vidgenie.media.captions import preview

PREVIEW = "/api/captions/preview"


@pytest.fixture
def cut(services, people):
    """A finished video of Alice's in which two words are said; the id of its Content."""
    account_id = people["alice"].account.id
    video = Asset(
        id="1" * 32,
        account_id=account_id,
        kind="video",
        sha256="0" * 64,
        facts=MediaFacts(suffix="mp4", width=1080, height=1920, bytes=9, seconds=2.0),
        created_at=datetime.now(tz=UTC),
        origin={"words": json.dumps([["Où ?", 0.3, 0.5], ["Là", 1.5, 1.8]]), "language": "fr"},
    )
    with db.transactions(services.database)() as session:
        content_id = store.add_content(session, NewContent(account_id, "r1", "video", "A cut"))
        assets.add_asset(session, video)
        store.end_content(
            session, run_id="r1", status=RunStatus.SUCCEEDED, files={"video": video.id}
        )
    return content_id


async def test_styles_fonts_and_safe_zones_are_listed(alice):
    found = (await alice.get("/api/captions/styles")).json()

    assert set(found) == {"styles", "fonts", "safeZones"}
    assert set(found["styles"][0]) == {"slug", "font", "colour", "active", "box", "words"}
    assert len(found["styles"]) == 6
    assert set(found["safeZones"]["tiktok"]) == {"top", "right", "bottom", "left"}


@pytest.mark.parametrize(
    "body",
    [
        {"text": "Où vas-tu ?"},
        {"text": "Hello there", "language": "en", "aspect": "16:9", "look": {"style": "boxed"}},
        {"words": [["un", 0, 0.4], ["mot", 0.4, 0.9]], "at": 0.1, "aspect": "1:1"},
        {"text": "x", "look": {"font": "Anton", "colour": "#ffffff", "active": "", "scale": 1.6}},
        {"text": "{\\pos(0,0)}\\N <b>&"},
    ],
)
async def test_a_preview_is_a_transparent_picture(alice, body):
    response = await alice.post(PREVIEW, json=body)

    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.headers["cache-control"] == "private, max-age=86400"
    with Image.open(io.BytesIO(response.content)) as picture:
        assert (picture.width, picture.mode) == (540, "RGBA")
        assert picture.getbbox() is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "x" * 2001}, "text"),
        ({"words": [["a", 0, 1]] * 401}, "words"),
        ({"words": [["a" * 201, 0, 1]]}, "words.0.0"),
        ({"words": [["a", 0]]}, "words.0.2"),
        ({"words": [["a", 0, 601]]}, "words.0.2"),
        ({"words": [["a", -1, 1]]}, "words.0.1"),
        ({"text": "x", "aspect": "4:3"}, "aspect"),
        ({"text": "x", "at": -1}, "at"),
        ({"text": "x", "language": "français"}, "language"),
        ({"text": "x", "look": {"style": "fancy"}}, "look.style"),
        ({"text": "x", "look": {"colour": "red"}}, "look.colour"),
        ({"text": "x", "look": {"scale": 9}}, "look.scale"),
        ({"text": "x", "look": {"file": "/etc/passwd"}}, "look.file"),
    ],
)
async def test_a_preview_nobody_can_draw_is_refused(alice, body, field):
    response = await alice.post(PREVIEW, json=body)

    assert (response.status_code, response.json()["field"]) == (422, field)


async def test_words_out_of_order_are_refused(alice):
    response = await alice.post(PREVIEW, json={"words": [["a", 1, 2], ["b", 0, 1]]})

    assert (response.status_code, response.json()["problem"]) == (422, "out_of_order")


async def test_a_renderer_that_fails_is_told(alice, monkeypatch):
    async def fail(*_args, **_options):
        raise RenderFailed("The font Anton is missing: install the package fontpkg_anton.")

    monkeypatch.setattr(preview, "draw", fail)
    response = await alice.post(PREVIEW, json={"text": "Bonjour"})

    assert (response.status_code, response.json()["code"]) == (500, "render_failed")


async def test_the_words_of_a_video_can_be_taken_along(alice, cut):
    srt = await alice.get(f"/api/video-generations/{cut}/captions.srt")
    vtt = await alice.get(f"/api/video-generations/{cut}/captions.vtt")

    assert srt.text.startswith("1\n00:00:00,300 --> 00:00:00,700\nOù\u202f?\n\n2\n")
    assert vtt.text.startswith("WEBVTT\n\n00:00:00.300 --> 00:00:00.700\n")
    assert srt.headers["content-type"] == "application/x-subrip; charset=utf-8"
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert vtt.headers["content-disposition"] == 'attachment; filename="captions.vtt"'


@pytest.mark.parametrize("kind", ["srt", "vtt"])
async def test_somebody_elses_words_are_not_found(bob, alice, cut, kind):
    theirs = await bob.get(f"/api/video-generations/{cut}/captions.{kind}")
    nothing = await bob.get(f"/api/video-generations/{'f' * 32}/captions.{kind}")
    odd = await alice.get(f"/api/video-generations/x/captions.{kind}")

    assert (theirs.status_code, theirs.json()["code"]) == (404, "not_found")
    assert theirs.json() == nothing.json()
    assert odd.status_code == 404


async def test_nobody_gets_them_without_saying_who_it_is(browser, cut):
    for call in (
        browser.get("/api/captions/styles"),
        browser.post(PREVIEW, json={"text": "x"}),
        browser.get(f"/api/video-generations/{cut}/captions.srt"),
    ):
        assert (await call).status_code == 401

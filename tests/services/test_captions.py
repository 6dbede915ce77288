"""Captions before and after a Run: previews, and the words of a video as a file."""

import json
from datetime import UTC, datetime

import pytest
from PIL import Image

from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.captions import STYLES, CaptionLook, TimedWord
from vidgenie.domain.run import RunStatus
from vidgenie.domain.timeline import Aspect
from vidgenie.errors import NotFound
from vidgenie.library import assets, store
from vidgenie.library.store import NewContent
from vidgenie.media.cache import Cache
from vidgenie.media.captions import preview
from vidgenie.services.captions import CaptionService, Sample

ALICE = Account(id="a" * 32, email="alice@example.org", name="Alice")
BOB = Account(id="b" * 32, email="bob@example.org", name="Bob")
WORDS = [["Où", 0.3, 0.5], ["vas-tu ?", 0.5, 1.0]]


@pytest.fixture
def service(reading, tmp_path):
    return CaptionService(reading, Cache(tmp_path / "cache"))


@pytest.fixture
def drawer(tmp_path):
    """The same service, of which only what needs no database is asked."""
    return CaptionService(None, Cache(tmp_path / "cache"))


@pytest.fixture
def cut(transaction):
    """A finished video of Alice's whose origin is given; the id of its Content."""

    def made(**origin):
        new = NewContent(ALICE.id, "r1", "video", "A cut", credits=0)
        facts = MediaFacts(suffix="mp4", width=1080, height=1920, bytes=9, seconds=2.0)
        video = Asset(
            id="1" * 32,
            account_id=ALICE.id,
            kind="video",
            sha256="0" * 64,
            facts=facts,
            created_at=datetime.now(tz=UTC),
            origin=origin,
        )
        with transaction() as session:
            content_id = store.add_content(session, new)
            assets.add_asset(session, video)
            store.end_content(
                session, run_id="r1", status=RunStatus.SUCCEEDED, files={"video": video.id}
            )
        return content_id

    return made


def test_what_there_is_to_choose(drawer):
    found = drawer.styles()

    assert tuple(style.slug for style in found.styles) == STYLES
    assert "Poppins ExtraBold" in found.fonts
    assert set(found.safe_zones) == {"tiktok", "reels", "shorts"}
    assert [style.slug for style in found.styles if style.box] == ["boxed"]


@pytest.mark.parametrize(
    ("aspect", "size"),
    [(Aspect.PORTRAIT, (540, 960)), (Aspect.LANDSCAPE, (540, 304)), (Aspect.SQUARE, (540, 540))],
)
async def test_a_preview_has_the_shape_of_the_video(drawer, aspect, size):
    path = await drawer.preview(Sample(text="Où vas-tu ?", aspect=aspect))

    with Image.open(path) as picture:
        assert (picture.size, picture.mode) == (size, "RGBA")
        assert picture.getbbox() is not None


async def test_equal_previews_are_drawn_once(drawer, monkeypatch):
    drawn = []
    real = preview.draw

    async def draw(*args, **options):
        drawn.append(args)
        await real(*args, **options)

    monkeypatch.setattr(preview, "draw", draw)
    words = (TimedWord("un", 0.0, 0.3), TimedWord("mot", 0.3, 0.6))
    first = await drawer.preview(Sample(words=words))
    again = await drawer.preview(Sample(words=words))
    other = await drawer.preview(Sample(words=words, look=CaptionLook(style="comic")))
    later = await drawer.preview(Sample(words=words, at=0.1))

    assert first == again
    assert len({first, other, later}) == len(drawn) == 3


@pytest.mark.parametrize("sample", [Sample(), Sample(text="mot", at=500.0), Sample(text="🚀")])
async def test_a_moment_without_words_is_an_empty_picture(drawer, sample):
    with Image.open(await drawer.preview(sample)) as picture:
        assert picture.getbbox() is None


def test_the_words_of_a_video_are_a_file(service, cut):
    content_id = cut(words=json.dumps(WORDS), language="fr")

    assert service.sidecar(ALICE, content_id, "srt") == (
        "1\n00:00:00,300 --> 00:00:01,200\nOù vas-tu\u202f?\n"
    )
    assert service.sidecar(ALICE, content_id, "vtt").startswith("WEBVTT\n\n00:00:00.300 --> ")


@pytest.mark.parametrize("origin", [{}, {"words": "[]"}, {"words": "broken"}, {"words": "[[1]]"}])
def test_a_video_nobody_speaks_in_has_none(service, cut, origin):
    content_id = cut(**origin)

    with pytest.raises(NotFound):
        service.sidecar(ALICE, content_id, "srt")


def test_somebody_elses_are_not_found(service, cut):
    content_id = cut(words=json.dumps(WORDS))

    for account, wanted, kind in ((BOB, content_id, "srt"), (ALICE, "f" * 32, "srt")):
        with pytest.raises(NotFound):
            service.sidecar(account, wanted, kind)
    with pytest.raises(NotFound):
        service.sidecar(ALICE, content_id, "exe")

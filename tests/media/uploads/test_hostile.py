"""Files that mean no good: accepted and clean, or refused and gone; whatever they are called."""

import asyncio
import resource
import time

import pytest
from sqlmodel import select

from tests.support.hostile_files import MAKERS, PLANTED, clip
from vidgenie import db
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidMedia
from vidgenie.library.tables import AssetRow
from vidgenie.media.probe import probe
from vidgenie.services.assets import AssetService
from vidgenie.services.links import Links
from vidgenie.services.uploads import Intake
from vidgenie.storage.disk import Store

ALICE = Account(id="a" * 32, email="alice@example.org", name="Alice")
LONGEST = 60  # s, on a machine that does much else
MEMORY = 1_000_000  # KB of any child

REFUSED = {
    "empty": "empty",
    "without_its_index": "unreadable",
    "cut_off": "unreadable",
    "corrupt_frames": "unreadable",
    "random_after_magic": "unreadable",
    "random_after_webm_magic": "unreadable",
    "playlist": "unsupported",
    "list_of_siblings": "unsupported",
    "dash_manifest": "unsupported",
    "drawing": "unsupported",
    "page": "unsupported",
    "bomb_of_png": "too_many_pixels",
    "bomb_of_jpeg": "too_many_pixels",
    "bomb_of_webp": "too_many_pixels",
    "gif": "unsupported",
    "tiff": "unsupported",
    "heic": "unsupported",
    "data_elsewhere_by_alias": "unreadable",
    "too_wide": "too_wide",
    "too_fast": "too_fast",
    "too_long": "too_long",
    "too_long_and_says_nothing": "too_long",
    "without_size": "unreadable",
    "only_subtitles": "no_video",
    "box_without_end": "no_video",
    "boxes_in_boxes": "unreadable",
    "wave_that_lies": "unreadable",
    "ogg_without_sound": "unsupported",
    "old_codec": "unknown_codec",
    "avi": "unsupported",
}
TAKEN = {
    "moving_webp": "image",
    "moving_png": "image",
    "jpeg_with_a_page": "image",
    "png_with_an_archive": "image",
    "data_elsewhere_by_url": "video",
    "says_eleven_minutes": "video",
    "fifty_streams": "video",
    "attachments": "video",
    "see_through": "video",
    "starts_late": "video",
    "eight_channels": "audio",
    "huge_tag": "audio",
    "cover_bomb": "audio",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory, create_tables):
    """Takes files in; for all tests of this file."""
    home = tmp_path_factory.mktemp("home")
    engine = db.open_engine(f"sqlite:///{home / 'test.db'}")
    create_tables(engine)
    storage = Store(home / "media")
    links = Links(b"s" * 32)
    yield AssetService(db.transactions(engine), db.reader(engine), storage, links)
    engine.dispose()


@pytest.fixture
def bring(service, tmp_path):
    """Upload what a maker makes, with a victim beside it."""

    def upload(made):
        path = tmp_path / "upload.mp4"
        (tmp_path / "victim.mp4").write_bytes(clip())
        MAKERS[made](path)
        began, fattest = time.monotonic(), _fattest()
        try:
            return service.upload(ALICE, path, name="upload.mp4")
        finally:
            assert time.monotonic() - began < LONGEST
            assert _fattest() <= max(fattest, MEMORY)
            assert list((service.storage.root / "tmp").iterdir()) == []

    return upload


def _fattest():
    """KB of the largest child so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _kept(service):
    with service.reading() as session:
        rows = {row.sha256 for row in session.exec(select(AssetRow))}
    files = [path for path in service.storage.root.rglob("*") if path.is_file()]
    assert {path.stem for path in files} == rows
    return files


def test_every_file_is_in_one_of_the_lists():
    assert MAKERS.keys() == REFUSED.keys() | TAKEN.keys()
    assert len(MAKERS) >= 40


@pytest.mark.parametrize("made", REFUSED)
def test_it_is_refused_in_words_and_nothing_is_kept(service, bring, made):
    before = _kept(service)

    with pytest.raises(InvalidMedia) as caught:
        bring(made)

    assert caught.value.params["problem"] == REFUSED[made]
    assert _kept(service) == before


@pytest.mark.parametrize("made", TAKEN)
def test_what_is_only_odd_is_taken_in_clean(service, bring, made):
    view = bring(made)

    path = service.file(ALICE, view.id)
    facts = asyncio.run(probe(path))
    assert view.kind == TAKEN[made]
    assert (facts.width, facts.height, facts.bytes) == (view.width, view.height, view.bytes)
    assert not any(PLANTED in kept.read_bytes() for kept in _kept(service))
    assert view.bytes < 500_000


def test_a_limit_that_is_passed_is_said(bring):
    limits = {}
    for made in ("too_wide", "too_fast", "too_long"):
        with pytest.raises(InvalidMedia) as caught:
            bring(made)
        limits[made] = caught.value.params["limit"]

    assert limits == {"too_wide": 4096, "too_fast": 60, "too_long": 600}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\windows\\clip.mp4", "clip.mp4"),
        ("{\\an8}x{\\p1}.mp4", "p1}.mp4"),
        ("a',drawtext=textfile='/etc/passwd':[v];.mp4", "passwd':[v];.mp4"),
        ("n" * 10_000, "n" * 120),
        ("holiday\u202e4pm.exe", "holiday4pm.exe"),
        ("-i\n\0.mp4", "-i.mp4"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_a_name_is_only_a_note(service, tmp_path, monkeypatch, name, kept):
    noted = {}

    async def take_in(_intake, account_id, source, *, origin, keep_alpha):
        noted.update(origin)
        raise InvalidMedia("Enough of it.", problem="unreadable")

    monkeypatch.setattr(Intake, "take_in", take_in)
    with pytest.raises(InvalidMedia):
        service.upload(ALICE, tmp_path / "upload", name=name)

    assert noted.get("name", "") == kept

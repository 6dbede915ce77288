"""The shelf the engine keeps files on."""

from datetime import UTC, datetime

import pytest

from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.value import PortType
from vidgenie.errors import NotFound
from vidgenie.library import assets
from vidgenie.library.shelf import Shelf
from vidgenie.storage.disk import Store

ALICE, BOB = "a" * 32, "b" * 32


@pytest.fixture
def storage(tmp_path):
    return Store(tmp_path / "media")


@pytest.fixture
def clip(storage):
    temp = storage.new_temp("mp4")
    temp.write_bytes(b"clip")
    stored = storage.put(temp)
    return Asset(
        id="1" * 32,
        account_id=ALICE,
        kind="video",
        sha256=stored.sha256,
        facts=MediaFacts(
            suffix="mp4",
            width=1080,
            height=1920,
            bytes=4,
            seconds=8.0,
            frames=240,
            video_codec="h264",
            audio_codec="aac",
        ),
        created_at=datetime.now(tz=UTC),
        run_id="r1",
        node_id="video",
        origin={"provider": "local"},
    )


def test_a_kept_file_is_found_as_a_value(transaction, storage, clip):
    shelf = Shelf(storage)
    with transaction() as session:
        shelf.keep(session, clip)

    with transaction() as session:
        value = shelf.find(session, ALICE, clip.id)

    assert (value.type, value.seconds, value.origin) == (PortType.VIDEO, 8.0, {"provider": "local"})


def test_a_value_knows_its_thumbnail(transaction, storage, clip):
    shelf = Shelf(storage)
    small = Asset(
        id=assets.thumbnail_id(clip.id),
        account_id=ALICE,
        kind="thumbnail",
        sha256="0" * 64,
        facts=MediaFacts(suffix="jpg", width=360, height=640, bytes=9),
        created_at=clip.created_at,
    )
    with transaction() as session:
        shelf.keep(session, clip)
        shelf.keep(session, small)

    with transaction() as session:
        assert shelf.find(session, ALICE, clip.id).thumbnail_id == small.id


def test_the_path_leads_to_the_bytes(transaction, storage, clip):
    shelf = Shelf(storage)
    with transaction() as session:
        shelf.keep(session, clip)

    with transaction() as session:
        assert shelf.path(session, ALICE, clip.id).read_bytes() == b"clip"


def test_somebody_elses_file_is_not_found(transaction, storage, clip):
    shelf = Shelf(storage)
    with transaction() as session:
        shelf.keep(session, clip)

    with transaction() as session, pytest.raises(NotFound):
        shelf.path(session, BOB, clip.id)

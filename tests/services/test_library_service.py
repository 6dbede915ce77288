"""The library as pages and the REST API see it."""

from datetime import UTC, datetime

import pytest

from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.run import RunStatus
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.library import assets, store
from vidgenie.library.store import NewContent
from vidgenie.services.assets import AssetService
from vidgenie.services.library import LibraryService
from vidgenie.services.links import Links
from vidgenie.storage.disk import Store

ALICE = Account(id="a" * 32, email="alice@example.org", name="Alice")
BOB = Account(id="b" * 32, email="bob@example.org", name="Bob")


@pytest.fixture
def library(transaction, reading, tmp_path):
    files = AssetService(transaction, reading, Store(tmp_path / "media"), Links(b"s" * 32))
    return LibraryService(transaction=transaction, reading=reading, assets=files)


@pytest.fixture
def started(transaction):
    """Starts a Run's Content; its id."""

    def start(run_id="r1", prompt="A red fox", account=ALICE):
        new = NewContent(account.id, run_id, "video", prompt, credits=16)
        with transaction() as session:
            return store.add_content(session, new)

    return start


@pytest.fixture
def finished(transaction, started):
    """A finished clip in Alice's library; its id."""
    content_id = started()
    clip = MediaFacts(
        suffix="mp4", width=1080, height=1920, bytes=9, seconds=8.0, video_codec="h264"
    )
    small = MediaFacts(suffix="jpg", width=360, height=640, bytes=5)
    made = [("1", "video", clip), ("2", "thumbnail", small)]
    with transaction() as session:
        for digit, kind, facts in made:
            asset = Asset(
                id=digit * 32,
                account_id=ALICE.id,
                kind=kind,
                sha256="0" * 64,
                facts=facts,
                created_at=datetime.now(tz=UTC),
                origin={"demo": "true"},
            )
            assets.add_asset(session, asset)
        files = {"video": "1" * 32, "thumbnail": "2" * 32}
        store.end_content(session, run_id="r1", status=RunStatus.SUCCEEDED, files=files, charged=14)
    return content_id


def test_a_run_under_way_has_no_files_yet(library, started):
    view = library.get(ALICE, started())

    assert (view.status, view.video_url, view.download_url, view.width) == (
        "processing",
        None,
        None,
        None,
    )


def test_a_finished_clip_is_shown_with_links(library, finished):
    view = library.get(ALICE, finished)

    assert view.video_url is not None
    assert view.video_url.startswith(f"/media/{'1' * 32}.mp4?e=")
    assert view.thumbnail_url is not None
    assert view.download_url == f"{view.video_url}&d=1"


def test_a_finished_clip_tells_its_facts_and_price(library, finished):
    view = library.get(ALICE, finished)

    assert (view.seconds, view.width, view.height, view.bytes) == (8.0, 1080, 1920, 9)
    assert (view.credits, view.workflow_id, view.demo) == (14, "r1", True)


def test_the_total_counts_every_page(library, started):
    for number in range(5):
        started(run_id=f"r{number}", prompt=f"fox {number}")

    page = library.page(ALICE, page=2, page_size=2)

    assert [item.prompt for item in page.items] == ["fox 2", "fox 1"]
    assert (page.page, page.page_size, page.total) == (2, 2, 5)


def test_a_page_after_the_last_is_empty(library, started):
    started()

    assert library.page(ALICE, page=9).items == []


def test_nobody_sees_or_deletes_what_others_made(library, started):
    content_id = started()

    assert library.page(BOB).total == 0
    for look in (library.get, library.delete):
        with pytest.raises(NotFound):
            look(BOB, content_id)


def test_what_was_deleted_is_gone(library, started):
    content_id = started()
    library.delete(ALICE, content_id)

    assert library.page(ALICE).total == 0


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"page": 0}, "page"),
        ({"page": 10**9}, "page"),
        ({"page_size": 0}, "pageSize"),
        ({"page_size": 101}, "pageSize"),
        ({"status": "finished"}, "status"),
    ],
)
def test_a_wish_that_makes_no_sense_names_its_field(library, wanted, field):
    with pytest.raises(InvalidInput) as caught:
        library.page(ALICE, **wanted)

    assert caught.value.params["field"] == field

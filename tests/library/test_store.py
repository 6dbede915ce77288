"""Content: what each Run made, as its owner finds it again."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.run import RunStatus
from vidgenie.errors import NotFound
from vidgenie.library import assets, store
from vidgenie.library.store import Filter, NewContent
from vidgenie.library.tables import fold

ALICE, BOB = "a" * 32, "b" * 32
EVERYTHING = Filter()


def an_asset(asset_id, *, account=ALICE, kind="image", run_id=None, node_id=None, sha256="0" * 64):
    return Asset(
        id=asset_id,
        account_id=account,
        kind=kind,
        sha256=sha256,
        facts=MediaFacts(suffix="png", width=2, height=3, bytes=4),
        created_at=datetime.now(tz=UTC),
        run_id=run_id,
        node_id=node_id,
        origin={"provider": "local"},
    )


def a_content(transaction, prompt="A red fox", *, run_id="r1", account=ALICE):
    with transaction() as session:
        new = NewContent(account_id=account, run_id=run_id, type="video", prompt=prompt)
        return store.add_content(session, new)


def prompts(transaction, wanted=EVERYTHING, *, account=ALICE, offset=0, limit=50):
    with transaction() as session:
        found = store.page(session, account, wanted, offset=offset, limit=limit)
        return [content.prompt for content in found]


def test_an_asset_is_read_back_as_it_was(transaction):
    asset = an_asset("1" * 32)

    with transaction() as session:
        assets.add_asset(session, asset)

    with transaction() as session:
        assert assets.asset(session, ALICE, asset.id) == asset


def test_the_same_asset_may_be_kept_twice(transaction):
    with transaction() as session:
        assets.add_asset(session, an_asset("1" * 32))

    with transaction() as session:
        assets.add_asset(session, an_asset("1" * 32))


@pytest.mark.parametrize("who", [BOB, ""])
def test_somebody_elses_asset_is_not_found(transaction, who):
    with transaction() as session:
        assets.add_asset(session, an_asset("1" * 32))

    with transaction() as session, pytest.raises(NotFound):
        assets.asset(session, who, "1" * 32)


def test_only_own_assets_come_back_from_a_list_of_ids(transaction):
    with transaction() as session:
        assets.add_asset(session, an_asset("1" * 32))
        assets.add_asset(session, an_asset("2" * 32, account=BOB))

    with transaction() as session:
        assert set(assets.assets(session, ALICE, {"1" * 32, "2" * 32, "3" * 32})) == {"1" * 32}


def test_the_same_bytes_are_one_asset_for_each_account():
    assert assets.upload_id(ALICE, "0" * 64) == assets.upload_id(ALICE, "0" * 64)
    assert assets.upload_id(ALICE, "0" * 64) != assets.upload_id(BOB, "0" * 64)


def test_the_thumbnail_of_an_upload_is_known_by_its_id(transaction):
    upload = an_asset("1" * 32)
    small = an_asset(assets.thumbnail_id(upload.id), kind="thumbnail")
    with transaction() as session:
        assets.add_asset(session, upload)
        assets.add_asset(session, small)

    with transaction() as session:
        assert assets.thumbnail_of(session, upload) == small


def test_the_thumbnail_of_what_a_run_made_comes_with_its_node(transaction):
    made = an_asset("1" * 32, run_id="r1", node_id="image")
    small = an_asset("2" * 32, kind="thumbnail", run_id="r1", node_id="image")
    with transaction() as session:
        assets.add_asset(session, made)
        assets.add_asset(session, small)
        assets.add_asset(
            session, an_asset("3" * 32, kind="thumbnail", run_id="r1", node_id="video")
        )

    with transaction() as session:
        assert assets.thumbnail_of(session, made) == small


def test_a_run_that_starts_is_in_the_library_at_once(transaction):
    content_id = a_content(transaction)

    with transaction() as session:
        found = store.content(session, ALICE, content_id)

    assert (found.status, found.type, found.run_id) == ("processing", "video", "r1")


def test_the_title_is_the_first_words_of_the_prompt(transaction):
    content_id = a_content(transaction, "  A  fox\nruns " + "far " * 100)

    with transaction() as session:
        title = store.content(session, ALICE, content_id).title

    assert title.startswith("A fox runs far")
    assert len(title) == 80


@pytest.mark.parametrize(
    ("ended", "shown"),
    [
        (RunStatus.SUCCEEDED, "completed"),
        (RunStatus.FAILED, "failed"),
        (RunStatus.UNKNOWN, "failed"),
        (RunStatus.CANCELLED, "cancelled"),
    ],
)
def test_the_end_of_a_run_is_the_end_of_its_content(transaction, ended, shown):
    content_id = a_content(transaction)

    with transaction() as session:
        store.end_content(session, run_id="r1", status=ended, files={})

    with transaction() as session:
        assert store.content(session, ALICE, content_id).status == shown


def test_what_a_run_made_is_read_with_its_files(transaction):
    content_id = a_content(transaction)
    kinds = (("1", "image"), ("2", "video"), ("3", "audio"), ("4", "thumbnail"))
    with transaction() as session:
        for digit, kind in kinds:
            assets.add_asset(session, an_asset(digit * 32, kind=kind, run_id="r1"))
        files = {kind: digit * 32 for digit, kind in kinds}
        store.end_content(session, run_id="r1", status=RunStatus.SUCCEEDED, files=files, charged=14)

    with transaction() as session:
        found = store.content(session, ALICE, content_id)

    assert found.credits == 14
    read = [found.image, found.video, found.audio, found.thumbnail]
    assert [file and file.id for file in read] == list(files.values())


def test_the_newest_come_first(transaction):
    for number in range(3):
        a_content(transaction, f"fox {number}", run_id=f"r{number}")

    assert prompts(transaction) == ["fox 2", "fox 1", "fox 0"]


def test_pages_follow_each_other(transaction):
    for number in range(5):
        a_content(transaction, f"fox {number}", run_id=f"r{number}")

    assert prompts(transaction, offset=2, limit=2) == ["fox 2", "fox 1"]


def test_a_page_is_two_queries_however_many_rows(transaction, database):
    for number in range(4):
        a_content(transaction, run_id=f"r{number}")
    with transaction() as session:
        assets.add_asset(session, an_asset("1" * 32))
        for number in range(4):
            files = {"image": "1" * 32}
            store.end_content(session, run_id=f"r{number}", status=RunStatus.SUCCEEDED, files=files)
    selects = []
    event.listen(
        database,
        "before_cursor_execute",
        lambda _c, _u, sql, *_: sql.startswith("SELECT") and selects.append(sql),
    )

    prompts(transaction)

    assert len(selects) == 2


def test_somebody_elses_content_is_nowhere(transaction):
    content_id = a_content(transaction)

    assert prompts(transaction, account=BOB) == []
    with transaction() as session, pytest.raises(NotFound):
        store.content(session, BOB, content_id)


def test_somebody_else_cannot_delete_it(transaction):
    content_id = a_content(transaction)

    with transaction() as session, pytest.raises(NotFound):
        store.delete_content(session, BOB, content_id)

    assert prompts(transaction) == ["A red fox"]


def test_what_was_deleted_is_gone_once(transaction):
    content_id = a_content(transaction)
    with transaction() as session:
        store.delete_content(session, ALICE, content_id)

    assert prompts(transaction) == []
    with transaction() as session, pytest.raises(NotFound):
        store.delete_content(session, ALICE, content_id)


def test_the_status_filters(transaction):
    a_content(transaction, "done", run_id="r1")
    a_content(transaction, "going on", run_id="r2")
    with transaction() as session:
        store.end_content(session, run_id="r1", status=RunStatus.SUCCEEDED, files={})

    assert prompts(transaction, Filter(status="completed")) == ["done"]


@pytest.mark.parametrize(
    "q", ["forêt", "FORÊT", "foret", "  Forêt ", "fore\N{COMBINING CIRCUMFLEX ACCENT}t"]
)
def test_neither_case_nor_accents_matter_to_a_search(transaction, q):
    a_content(transaction, "Une FORÊT au matin", run_id="r1")
    a_content(transaction, "Une plage", run_id="r2")

    assert prompts(transaction, Filter(q=q)) == ["Une FORÊT au matin"]


@pytest.mark.parametrize(
    ("q", "found"), [("50%", 1), ("%", 1), ("_", 1), ("a_b", 1), ("/", 0), ("\\", 0)]
)
def test_a_search_takes_every_sign_literally(transaction, q, found):
    a_content(transaction, "50% a_b", run_id="r1")
    a_content(transaction, "fifty aXb", run_id="r2")

    assert len(prompts(transaction, Filter(q=q))) == found


def test_the_count_is_of_what_is_searched(transaction):
    a_content(transaction, "fox", run_id="r1")
    a_content(transaction, "owl", run_id="r2")
    a_content(transaction, "fox", run_id="r3", account=BOB)

    with transaction() as session:
        assert store.count(session, ALICE, Filter(q="fox")) == 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
def test_a_text_is_found_in_any_text_around_it(text):
    assert fold(text) in fold(f"before {text} after")


@settings(max_examples=50)
@given(text=st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_case_is_forgotten(text):
    assert fold(text.upper()) == fold(text.lower())

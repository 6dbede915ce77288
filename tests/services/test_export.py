"""The export has all that is an Account's, and nothing else."""

import io
import json
import stat
import threading
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event, update
from sqlmodel import col

from tests.services.people import Installation
from vidgenie.domain.asset import Asset
from vidgenie.errors import StorageFull, TooManyAttempts
from vidgenie.graphs.tables import GraphRow
from vidgenie.library.tables import AssetRow
from vidgenie.services.owned import account_table, owned, shown
from vidgenie.settings import Settings

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def home(tmp_path, database_url, database):
    installation = Installation(Settings(home=tmp_path / "home", database_url=database_url))
    yield installation
    installation.engine.close()


@pytest.fixture
def exports(home):
    return home.services.export


@pytest.fixture
def ana(home):
    return home.person("zanana")


@pytest.fixture
def bob(home):
    return home.person("qobbob")


@pytest.fixture
def unpacked(exports):
    def unpack(person):
        archive = exports.export(person.account)
        with zipfile.ZipFile(archive.path) as zipped:
            files = {name: zipped.read(name) for name in zipped.namelist()}
        archive.path.unlink()
        return files

    return unpack


def tables(files):
    return {
        name.removeprefix("data/").removesuffix(".json"): json.loads(content)
        for name, content in files.items()
        if name.startswith("data/")
    }


def test_every_row_is_in_it(home, ana, bob, unpacked):
    exported = tables(unpacked(ana))

    owned_rows = {
        name.removeprefix("vg_"): rows for name, rows in home.rows(ana.account.id).items()
    }
    assert {name: len(rows) for name, rows in exported.items()} == {
        # The export itself is written down after it was made.
        name: len(rows) - (name == "audit")
        for name, rows in owned_rows.items()
    }
    assert all(exported[each.name] for each in owned() if not each.is_kept)


@on_sqlite
def test_a_row_is_what_the_table_has(home, ana, unpacked):
    graph, *_ = tables(unpacked(ana))["graph"]

    row = next(one for one in home.rows(ana.account.id)["vg_graph"] if one["id"] == graph["id"])
    assert graph["graph"] == row["graph"]
    assert graph["updated_at"].startswith(f"{row['updated_at']:%Y-%m-%dT%H:%M}")


def test_nothing_of_another_account_is_in_it(ana, bob, unpacked):
    files = unpacked(ana)

    everything = b"".join([*files.values(), *(name.encode() for name in files)])
    assert b"zanana" in everything
    assert b"qobbob" not in everything
    assert bob.account.id.encode() not in everything


@on_sqlite
def test_no_column_with_a_secret_is_in_it(ana, unpacked):
    exported = tables(unpacked(ana))

    columns = {
        each.name: {column.name for column in each.table.columns}
        - {c.name for c in shown(each.table)}
        for each in owned()
    }
    assert columns["session"] == columns["token"] == {"token_hash"}
    for name, rows in exported.items():
        assert not any(columns[name] & row.keys() for row in rows)


def test_columns_that_sound_secret_are_left_out_though_nobody_said_so():
    assert "password_hash" not in {column.name for column in shown(account_table())}


@on_sqlite
def test_the_profile_is_in_it(ana, unpacked):
    profile = json.loads(unpacked(ana)["account.json"])

    assert profile["email"] == "zanana@example.org"
    assert "password_hash" not in profile


@on_sqlite
def test_the_files_are_in_it_as_they_are(ana, unpacked):
    files = unpacked(ana)

    media = {name: content for name, content in files.items() if name.startswith("media/")}
    assert sorted(media.values()) == sorted(ana.files)
    assert all(name.startswith("media/zanana-") for name in media)


@on_sqlite
def test_files_are_not_compressed_again(exports, ana):
    archive = exports.export(ana.account)

    with zipfile.ZipFile(archive.path) as zipped:
        kinds = {
            info.compress_type for info in zipped.infolist() if info.filename.startswith("media/")
        }
    assert kinds == {zipfile.ZIP_STORED}


@on_sqlite
def test_a_name_cannot_lead_out_of_the_folder_it_is_unpacked_in(home, exports, ana):
    asset = home.picture(ana, b"evil")
    with home.transaction() as session:
        row = session.get_one(AssetRow, asset.id)
        row.origin = {"name": "../../..\\etc/pass\nwd.png"}

    archive = exports.export(ana.account)

    with zipfile.ZipFile(archive.path) as zipped:
        names = [info.filename for info in zipped.infolist() if asset.id in info.filename]
    assert names == [f"media/passwd-{asset.id}.png"]


@on_sqlite
def test_a_file_that_is_lost_is_told(home, ana, unpacked):
    asset: Asset = home.picture(ana, b"lost")
    home.storage.delete(asset.sha256, "png")

    files = unpacked(ana)

    assert asset.id in files["README.txt"].decode()
    assert not any(asset.id in name for name in files)


@on_sqlite
@pytest.mark.parametrize("name", ["README.txt", "LISEZMOI.txt"])
def test_what_is_in_it_is_explained(ana, unpacked, name):
    files = unpacked(ana)

    readme = files[name].decode()
    assert [name for name in files if name.startswith("data/") and name not in readme] == []


@on_sqlite
def test_only_we_can_read_it_and_a_sweep_would_find_it(exports, home, ana):
    archive = exports.export(ana.account)

    assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
    assert archive.path.parent == home.storage.new_temp("x").parent


@on_sqlite
def test_nothing_is_left_when_there_is_no_room(home, exports, ana, monkeypatch):
    monkeypatch.setattr(type(home.storage), "free_bytes", lambda _: 1000)

    with pytest.raises(StorageFull):
        exports.export(ana.account)

    assert list(home.storage.new_temp("x").parent.iterdir()) == []


@on_sqlite
def test_one_archive_is_made_at_a_time(exports, ana, bob):
    exports.making.add(ana.account.id)

    with pytest.raises(TooManyAttempts):
        exports.export(ana.account)
    assert exports.export(bob.account)


def test_it_is_written_down(home, exports, ana):
    exports.export(ana.account)

    with home.reading() as session:
        entry = home.audit.entries(session, ana.account.id)[0]
    assert (entry.action, entry.data["files"]) == ("account.export", 2)


@on_sqlite
def test_more_rows_are_not_more_queries(home, exports, ana):
    def queries():
        asked.clear()
        exports.export(ana.account).path.unlink()
        return len(asked)

    asked = []
    event.listen(home.services.database, "before_cursor_execute", lambda *_: asked.append(1))
    few = queries()
    for number in range(50):
        home.picture(ana, f"{number}".encode())

    assert queries() == few


def test_others_may_write_while_it_is_made(home, exports, ana, bob):
    """Rows are read as of one instant, and nobody waits for the reader."""
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            written.append(home.picture(bob, f"qobbob {len(written)}".encode()))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = {zipfile.ZipFile(exports.export(ana.account).path).testzip() for _ in range(3)}
    finally:
        stop.set()
        writer.join()

    assert (sizes, bool(written)) == ({None}, True)


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mine=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)))
@on_sqlite
def test_whatever_people_type_comes_out_as_they_typed_it(home, exports, ana, mine):
    with home.transaction() as session:
        session.exec(
            update(GraphRow)
            .where(col(GraphRow.account_id) == ana.account.id)
            .values(graph={"texts": mine})
        )

    archive = exports.export(ana.account)

    with zipfile.ZipFile(io.BytesIO(archive.path.read_bytes())) as zipped:
        assert json.loads(zipped.read("data/graph.json"))[0]["graph"] == {"texts": mine}
    archive.path.unlink()

"""A Project in a zip: what is in it is what was made, and its receipt says so."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import update

from tests.services.makers import ALICE, BOB
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.project import Mode, Purpose
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import TakeOrder
from vidgenie.domain.value import to_json
from vidgenie.engine import store as runs
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import Conflict, NotFound
from vidgenie.library import assets as shelf
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.library.tables import ContentRow
from vidgenie.projects import store
from vidgenie.projects.store import NewTake
from vidgenie.projects.tables import ProjectRow, SegmentRow
from vidgenie.services.project_export import ProjectExportService, file_name
from vidgenie.services.stages import Stages
from vidgenie.services.zip_stream import Member, zipped
from vidgenie.storage.disk import Store

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PROJECT = "9" * 32
WORDS = json.dumps([["Bonjour", 0.2, 0.6], ["à", 0.6, 0.7], ["tous.", 0.7, 1.1]])


def id_of(name):
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


class Workshop:
    """A Project with three Segments, of which nothing was made yet."""

    def __init__(self, transaction, reading, folder):
        self.transaction, self.storage = transaction, Store(folder / "media")
        self.folder = folder
        stages = Stages(reading, lambda *_: False)
        self.exports = ProjectExportService(reading, self.storage, stages, lambda: NOW)
        with transaction() as session:
            session.add(
                ProjectRow(
                    id=PROJECT,
                    account_id=ALICE.id,
                    title="../Été : 3 conseils\\?.",
                    theme="Conseils",
                    script_by="local",
                    choices={},
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
            session.flush()
            for position, text in enumerate(("Bonjour à tous.", "Voici.", "Au revoir.")):
                session.add(
                    SegmentRow(
                        id=id_of(f"segment {position}"),
                        project_id=PROJECT,
                        account_id=ALICE.id,
                        position=position,
                        text=text,
                        prompt=f"scene {position + 1}",
                    )
                )

    def asset(self, name, content, *, origin=None):
        """A clip with this content."""
        path = self.folder / f"{name}.mp4"
        path.write_bytes(content)
        stored = self.storage.put(path)
        facts = MediaFacts("mp4", 1080, 1920, stored.bytes, 5.0, 150, "h264", "aac")
        made = Asset(id_of(name), ALICE.id, "video", stored.sha256, facts, NOW, origin=origin or {})
        with self.transaction() as session:
            shelf.add_asset(session, made)
        return made

    def makes_clips(self, **contents):
        """A Run that makes a Take of each of these Segments, by luma."""
        new = NewRun(
            id_of("takes"),
            ALICE.id,
            "",
            {"nodes": [], "edges": []},
            [NewNode(name, "video", "luma", 10, 1.0) for name in contents],
            0,
        )
        with self.transaction() as session:
            runs.create(session, new)
            orders = [
                NewTake(name, replace(ORDER, segment=id_of(f"segment {name[-1]}")))
                for name in contents
            ]
            store.add_run(
                session,
                account_id=ALICE.id,
                project_id=PROJECT,
                run_id=new.id,
                purpose=Purpose.TAKES,
                orders=orders,
            )
        for name, content in contents.items():
            asset = self.asset(name, content, origin={"model": "ray-3.2"})
            value = FileValue(asset.id, PortType.VIDEO, "mp4", 1080, 1920, 1, 5.0)
            with self.transaction() as session:
                session.exec(
                    update(NodeRow)
                    .where(NodeRow.run_id == new.id, NodeRow.node_id == name)
                    .values(status=NodeStatus.SUCCEEDED, output={"video": to_json(value)})
                )

    def makes_film(self, content):
        """A Run that makes the finished video."""
        origin = {"words": WORDS, "language": "fr"}
        asset = self.asset(f"film{len(content)}", content, origin=origin)
        run_id = id_of(f"run {len(content)}")
        with self.transaction() as session:
            runs.create(session, NewRun(run_id, ALICE.id, "", {"nodes": [], "edges": []}, [], 0))
            session.exec(
                update(RunRow).where(RunRow.id == run_id).values(status=RunStatus.SUCCEEDED)
            )
            store.add_run(
                session,
                account_id=ALICE.id,
                project_id=PROJECT,
                run_id=run_id,
                purpose=Purpose.FILM,
                orders=[],
            )
            library.add_content(session, NewContent(ALICE.id, run_id, "video", ""))
            session.exec(
                update(ContentRow)
                .where(ContentRow.run_id == run_id)
                .values(status="completed", video_asset_id=asset.id)
            )

    def unpacked(self):
        """Name -> content of what is in the zip."""
        parcel = self.exports.export(ALICE, PROJECT)
        with zipfile.ZipFile(io.BytesIO(b"".join(parcel.pieces))) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}


ORDER = TakeOrder("", Mode.TEXT, "a heron", "luma", "", 5)


@pytest.fixture
def database_kind():
    """What is in the zip does not depend on the database."""
    return "sqlite"


@pytest.fixture
def workshop(transaction, reading, tmp_path):
    return Workshop(transaction, reading, tmp_path)


def test_everything_is_in_it_and_the_receipt_has_the_hash_of_each_file(workshop):
    workshop.makes_clips(clip0=b"first", clip2=b"third")
    workshop.makes_film(b"a film")

    files = workshop.unpacked()

    assert list(files) == [
        "video.mp4",
        "captions.srt",
        "captions.vtt",
        "clips/01-luma.mp4",
        "clips/03-luma.mp4",
        "script.json",
        "script.txt",
        "receipt.json",
    ]
    receipt = json.loads(files["receipt.json"])
    listed = {line["name"]: line["sha256"] for line in receipt["files"]}
    assert listed == {
        name: hashlib.sha256(files[name]).hexdigest() for name in files if name.endswith("mp4")
    }
    assert files["clips/03-luma.mp4"] == b"third"
    assert "00:00:00,200 --> " in files["captions.srt"].decode()


def test_the_receipt_says_who_made_what_when_and_for_how_much(workshop):
    workshop.makes_clips(clip0=b"first", clip1=b"second")

    receipt = json.loads(workshop.unpacked()["receipt.json"])

    assert receipt["credits"] == 20
    assert receipt["script"] == {"by": "local", "isDraft": True}
    assert receipt["madeWith"].keys() == {"vidgenie", "receipt"}
    first = receipt["files"][0]
    assert (first["provider"], first["model"], first["prompt"]) == ("luma", "ray-3.2", "a heron")
    assert (first["credits"], first["isDemo"]) == (10, False)
    assert first["createdAt"] == NOW.isoformat()


def test_no_path_and_no_address_is_in_it(workshop):
    workshop.makes_clips(clip0=b"first")
    workshop.makes_film(b"a film")

    files = workshop.unpacked()

    texts = b"".join(content for name, content in files.items() if not name.endswith("mp4"))
    assert ALICE.email.encode() not in texts
    assert str(workshop.folder).encode() not in texts


def test_the_script_is_there_for_programs_and_for_people(workshop):
    workshop.makes_clips(clip0=b"first")

    files = workshop.unpacked()

    script = json.loads(files["script.json"])
    assert [line["text"] for line in script["segments"]] == [
        "Bonjour à tous.",
        "Voici.",
        "Au revoir.",
    ]
    assert "[0:05] Voici.\nscene 2" in files["script.txt"].decode()


def test_it_has_the_newest_video_that_was_not_deleted(workshop):
    workshop.makes_film(b"old")
    workshop.makes_film(b"newer")
    workshop.makes_film(b"deleted")
    with workshop.transaction() as session:
        newest = library.content_of_run(session, ALICE.id, id_of("run 7"))
        library.delete_content(session, ALICE.id, newest.id)

    assert workshop.unpacked()["video.mp4"] == b"newer"


def test_while_nothing_was_made_it_says_so(workshop):
    with pytest.raises(Conflict) as refused:
        workshop.exports.export(ALICE, PROJECT)

    assert refused.value.params["problem"] == "nothing_made"


def test_somebody_elses_project_is_not_found(workshop):
    workshop.makes_clips(clip0=b"first")

    with pytest.raises(NotFound):
        workshop.exports.export(BOB, PROJECT)


def test_a_file_that_is_gone_is_found_out_before_anything_is_sent(workshop):
    workshop.makes_clips(clip0=b"first")
    stored = next(workshop.storage.root.rglob("*.mp4"))
    stored.unlink()

    with pytest.raises(NotFound):
        workshop.exports.export(ALICE, PROJECT)


def test_its_name_is_one_that_every_system_takes(workshop):
    workshop.makes_clips(clip0=b"first")

    parcel = workshop.exports.export(ALICE, PROJECT)

    assert parcel.download_name == "ete-3-conseils.zip"
    assert (file_name("..."), file_name("東京")) == ("video", "video")


def test_a_large_file_is_never_whole_in_memory(tmp_path):
    size = 64 << 20
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(size)

    tracemalloc.start()
    sent = sum(map(len, zipped([Member("video.mp4", large, NOW)])))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > size
    assert most < 4 << 20


def test_a_file_over_two_gigabytes_gets_the_large_format(tmp_path, monkeypatch):
    monkeypatch.setattr("vidgenie.services.zip_stream._ZIP64", 4)
    (tmp_path / "video.mp4").write_bytes(b"large enough")

    sent = b"".join(zipped([Member("video.mp4", tmp_path / "video.mp4", NOW)]))

    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        assert archive.read("video.mp4") == b"large enough"

"""A Project in a zip: what is in it is what was made, and its receipt says so."""

import hashlib
import io
import json
import tracemalloc
import zipfile

import pytest

from tests.services.makers import ALICE, BOB
from tests.support.made_project import NOW, PROJECT, MadeProject, id_of
from vidgenie.errors import Conflict, NotFound
from vidgenie.library import store as library
from vidgenie.media.receipt import read
from vidgenie.services.project_export import ProjectExportService, file_name
from vidgenie.services.receipts import ReceiptService
from vidgenie.services.stages import Stages
from vidgenie.services.zip_stream import Member, zipped
from vidgenie.storage.disk import Store


@pytest.fixture
def database_kind():
    """What is in the zip does not depend on the database."""
    return "sqlite"


@pytest.fixture
def project(transaction, tmp_path):
    """Alice's Project, of which nothing was made yet."""
    return MadeProject(transaction, Store(tmp_path / "media"), tmp_path, ALICE.id)


@pytest.fixture
def exports(project, reading):
    stages = Stages(reading, lambda *_: False)
    receipts = ReceiptService(reading, {})
    return ProjectExportService(reading, project.storage, stages, lambda: NOW, receipts)


@pytest.fixture
def unpacked(exports):
    """Name -> content of what is in the zip."""

    def unpack():
        parcel = exports.export(ALICE, PROJECT)
        with zipfile.ZipFile(io.BytesIO(b"".join(parcel.pieces))) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    return unpack


def test_everything_is_in_it_and_the_receipt_has_the_hash_of_each_file(project, unpacked):
    project.makes_clips(clip0=b"first", clip2=b"third")
    project.makes_film(b"a film")

    files = unpacked()

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


def test_the_receipt_says_who_made_what_when_and_for_how_much(project, unpacked):
    project.makes_clips(clip0=b"first", clip1=b"second")

    receipt = json.loads(unpacked()["receipt.json"])

    assert receipt["project"]["credits"] == 20
    assert receipt["project"]["script"] == {"by": "local", "isDraft": True}
    assert receipt["vidgenie"].keys() == {"receipt", "version"}
    first = receipt["files"][0]
    assert (first["provider"], first["model"], first["prompt"]) == ("luma", "ray-3.2", "a heron")
    assert (first["credits"], first["isDemo"]) == (10, False)
    assert first["createdAt"] == NOW.isoformat()


def test_the_receipt_is_that_of_the_run_and_is_in_the_video_too(project, unpacked, tmp_path):
    project.makes_film(b"a film")

    files = unpacked()

    receipt = json.loads(files["receipt.json"])
    (tmp_path / "video.mp4").write_bytes(files["video.mp4"].removeprefix(b"a film"))
    inside = read(tmp_path / "video.mp4")
    assert inside is not None
    assert inside["run"]["id"] == id_of("run 6")
    assert {name: receipt[name] for name in inside} == inside
    assert receipt["result"]["sha256"] == hashlib.sha256(b"a film").hexdigest()


def test_no_path_and_no_address_is_in_it(project, unpacked):
    project.makes_clips(clip0=b"first")
    project.makes_film(b"a film")

    files = unpacked()

    texts = b"".join(files.values())
    assert ALICE.email.encode() not in texts
    assert str(project.folder).encode() not in texts


def test_the_script_is_there_for_programs_and_for_people(project, unpacked):
    project.makes_clips(clip0=b"first")

    files = unpacked()

    script = json.loads(files["script.json"])
    assert [line["text"] for line in script["segments"]] == [
        "Bonjour à tous.",
        "Voici.",
        "Au revoir.",
    ]
    assert "[0:05] Voici.\nscene 2" in files["script.txt"].decode()


def test_it_has_the_newest_video_that_was_not_deleted(project, unpacked):
    project.makes_film(b"old")
    project.makes_film(b"newer")
    project.makes_film(b"deleted")
    with project.transaction() as session:
        newest = library.content_of_run(session, ALICE.id, id_of("run 7"))
        library.delete_content(session, ALICE.id, newest.id)

    assert unpacked()["video.mp4"].startswith(b"newer")


def test_while_nothing_was_made_it_says_so(exports):
    with pytest.raises(Conflict) as refused:
        exports.export(ALICE, PROJECT)

    assert refused.value.params["problem"] == "nothing_made"


def test_somebody_elses_project_is_not_found(project, exports):
    project.makes_clips(clip0=b"first")

    with pytest.raises(NotFound):
        exports.export(BOB, PROJECT)


def test_a_file_that_is_gone_is_found_out_before_anything_is_sent(project, exports):
    project.makes_clips(clip0=b"first")
    stored = next(project.storage.root.rglob("*.mp4"))
    stored.unlink()

    with pytest.raises(NotFound):
        exports.export(ALICE, PROJECT)


def test_its_name_is_one_that_every_system_takes(project, exports):
    project.makes_clips(clip0=b"first")

    parcel = exports.export(ALICE, PROJECT)

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

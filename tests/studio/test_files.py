"""What a script is given is whole, and the same as what is kept; or it is not there."""

import hashlib

import pytest

from vidgenie.errors import InvalidInput, OutputRejected
from vidgenie.studio.files import fetch, write


@pytest.fixture
def stored(tmp_path):
    """A file as it is kept."""
    content = b"a finished video"
    folder = tmp_path / "media"
    folder.mkdir()
    path = folder / f"{hashlib.sha256(content).hexdigest()}.mp4"
    path.write_bytes(content)
    return path


def test_a_copy_is_the_same(stored, tmp_path):
    copied = fetch(stored, tmp_path / "film.mp4")

    assert copied.read_bytes() == b"a finished video"


def test_a_receipt_follows_what_was_stored(stored, tmp_path):
    copied = fetch(stored, tmp_path / "film.mp4", b" and how")

    assert copied.read_bytes() == b"a finished video and how"


def test_a_file_that_was_there_is_replaced(stored, tmp_path):
    (tmp_path / "film.mp4").write_text("old")

    assert fetch(stored, tmp_path / "film.mp4").read_bytes() == b"a finished video"


def test_a_damaged_file_is_not_handed_out(stored, tmp_path):
    stored.write_bytes(b"a finished vid")

    with pytest.raises(OutputRejected):
        fetch(stored, tmp_path / "film.mp4")

    assert [path.name for path in tmp_path.iterdir()] == ["media"]


def test_a_folder_there_is_not_is_said(stored, tmp_path):
    with pytest.raises(InvalidInput, match="nowhere"):
        fetch(stored, tmp_path / "nowhere" / "film.mp4")
    with pytest.raises(InvalidInput):
        fetch(stored, tmp_path / "media")


def test_pieces_that_end_early_leave_nothing_behind(tmp_path):
    def pieces():
        yield b"half"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write(pieces(), tmp_path / "all.zip")

    assert list(tmp_path.iterdir()) == []

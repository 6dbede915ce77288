"""What `vidgenie generate` leaves beside a video."""

import hashlib

import pytest

from vidgenie.cli.generate.made import Made, Receipt


@pytest.fixture
def made(tmp_path):
    """A video as it is stored."""
    stored = tmp_path / f"{hashlib.sha256(b'film').hexdigest()}.mp4"
    stored.write_bytes(b"film")
    return Made(stored, "r" * 32, 5.0, 540, 960, 4, 10, receipt=Receipt({"a": 1}, b"+tail"))


def test_its_receipt_is_in_it_and_beside_it(made, tmp_path):
    made.save(tmp_path / "a.mp4")

    assert (tmp_path / "a.mp4").read_bytes() == b"film+tail"
    assert (tmp_path / "a.mp4.json").read_text() == '{\n  "a": 1\n}\n'
    assert made.facts(tmp_path / "a.mp4")["bytes"] == 9


def test_without_one_it_is_the_stored_file_alone(made, tmp_path):
    bare = made.telling(has_receipt=False)

    bare.save(tmp_path / "a.mp4")

    assert (tmp_path / "a.mp4").read_bytes() == b"film"
    assert not (tmp_path / "a.mp4.json").exists()
    assert "receipt" not in bare.facts(tmp_path / "a.mp4")

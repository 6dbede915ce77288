"""The content-addressed store."""

import errno
import hashlib
import os
import stat
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from vidgenie.errors import StorageFull
from vidgenie.storage.disk import Store, copy, full_disk_is_told


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "media")


def _temp(store, content=b"hello", suffix="png"):
    path = store.new_temp(suffix)
    path.write_bytes(content)
    return path


def test_a_file_is_found_again_under_its_checksum(store):
    stored = store.put(_temp(store, b"hello"))

    assert stored.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert stored.bytes == 5
    assert store.path(stored.sha256, "png").read_bytes() == b"hello"


def test_a_temporary_file_is_moved(store):
    temp = _temp(store)

    store.put(temp)

    assert not temp.exists()


def test_a_file_from_elsewhere_is_copied_and_stays(store, tmp_path):
    source = tmp_path / "picture.png"
    source.write_bytes(b"theirs")

    stored = store.put(source)

    assert source.read_bytes() == b"theirs"
    assert store.exists(stored.sha256, "png")


def test_equal_bytes_are_kept_once(store):
    first = store.put(_temp(store, b"same"))
    second = store.put(_temp(store, b"same"))

    assert first == second
    assert len([path for path in store.root.rglob("*") if path.is_file()]) == 1


def test_many_threads_may_store_the_same_bytes_at_once(store):
    temps = [_temp(store, b"raced") for _ in range(8)]
    threads = [threading.Thread(target=store.put, args=(temp,)) for temp in temps]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.exists(hashlib.sha256(b"raced").hexdigest(), "png")


def test_nobody_else_on_the_machine_can_read_the_files(store):
    stored = store.put(_temp(store))

    path = store.path(stored.sha256, "png")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("sha256", "suffix"),
    [("../" * 21 + "a", "png"), ("a" * 64, "../x"), ("A" * 64, "png"), ("a" * 63, "png")],
)
def test_only_a_checksum_and_a_suffix_are_an_address(store, sha256, suffix):
    with pytest.raises(ValueError, match="not the address"):
        store.path(sha256, suffix)


def test_a_deleted_file_is_gone_and_deleting_twice_is_fine(store):
    stored = store.put(_temp(store))

    store.delete(stored.sha256, "png")
    store.delete(stored.sha256, "png")

    assert not store.exists(stored.sha256, "png")


def test_only_old_temporary_files_are_swept(store):
    old, new = _temp(store), _temp(store)
    os.utime(old, (0, 0))

    removed = store.sweep_temp(timedelta(hours=1))

    assert removed == 1
    assert new.exists()


def test_a_temporary_file_goes_with_its_block_however_it_ends(store):
    with store.temp("png") as temp:
        temp.write_bytes(b"half")
    with suppress(StorageFull), store.temp("png") as failed:
        failed.write_bytes(b"half")
        raise StorageFull
    with store.temp("png") as kept:
        kept.write_bytes(b"whole")
        stored = store.put(kept)

    assert (temp.exists(), failed.exists()) == (False, False)
    assert store.exists(stored.sha256, "png")


def test_a_disk_has_free_bytes(store):
    assert store.free_bytes() > 0


def test_a_full_disk_is_told_in_our_words_and_leaves_no_half_file(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"x" * 100_000)

    with pytest.raises(StorageFull):
        copy(source, Path("/dev/full"))


def test_other_troubles_of_the_disk_are_not_called_full():
    with pytest.raises(PermissionError), full_disk_is_told():
        raise OSError(errno.EACCES, "no")

"""What was made is kept by what it was made of: whole, within bounds, and never poisoned."""

import asyncio
import errno
import os
from pathlib import Path

import pytest

from vidgenie.errors import StorageFull
from vidgenie.media.cache import Cache, key_of


def writing(text: str):
    async def make(path: Path) -> None:
        path.write_text(text)

    return make


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", limit=100)


def names(cache: Cache) -> list[str]:
    return sorted(path.name for path in cache.root.glob("*/*"))


def test_a_key_depends_on_every_part_and_on_their_order():
    keys = {key_of("a", 1), key_of(1, "a"), key_of("a", 2), key_of("a", [1]), key_of("a1")}

    assert len(keys) == 5
    assert key_of({"b": 1, "a": 2}) == key_of({"a": 2, "b": 1})
    assert len(key_of("\ud800")) == 40


async def test_a_file_is_made_once(cache: Cache):
    first = await cache.get("aa1", "txt", writing("one"))
    again = await cache.get("aa1", "txt", writing("two"))

    assert (first, again.read_text()) == (again, "one")


async def test_what_could_not_be_made_is_not_kept(cache: Cache):
    async def fail(path: Path) -> None:
        path.write_text("half")
        raise OSError(errno.EIO, "no")

    with pytest.raises(OSError, match="no"):
        await cache.get("aa1", "txt", fail)

    assert names(cache) == []
    assert cache.find("aa1", "txt") is None


async def test_what_is_cancelled_is_not_kept(cache: Cache):
    async def hang(path: Path) -> None:
        path.write_text("half")
        await asyncio.Event().wait()

    task = asyncio.create_task(cache.get("aa1", "txt", hang))
    while not names(cache):
        await asyncio.sleep(0.01)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(cache) == []


async def test_a_file_in_the_making_is_found_by_nobody(cache: Cache):
    part = cache.part("aa1", "txt")
    part.write_text("half")

    assert cache.find("aa1", "txt") is None
    assert cache.keep(part, "aa1", "txt") == cache.find("aa1", "txt")


async def test_two_that_make_the_same_both_get_a_whole_file(cache: Cache):
    found = await asyncio.gather(*(cache.get("aa1", "txt", writing("one")) for _ in range(5)))

    assert {path.read_text() for path in found} == {"one"}
    assert names(cache) == ["aa1.txt"]


async def test_the_file_unused_for_longest_goes_first(cache: Cache):
    for at, key in enumerate(("aa1", "bb2", "cc3")):
        path = await cache.get(key, "txt", writing("x" * 45))
        os.utime(path, (at, at))
    cache.find("aa1", "txt")

    assert (cache.sweep(), names(cache)) == (1, ["aa1.txt", "cc3.txt"])


async def test_nothing_goes_within_the_limit(cache: Cache):
    await cache.get("aa1", "txt", writing("x" * 100))

    assert (cache.sweep(), names(cache)) == (0, ["aa1.txt"])


async def test_what_a_dead_process_left_goes_after_a_day(cache: Cache):
    await cache.get("aa1", "txt", writing("x"))
    old, fresh = cache.part("aa1", "txt"), cache.part("aa1", "txt")
    for part in (old, fresh):
        part.write_text("half")
    os.utime(old, (1, 1))

    cache.sweep()

    assert names(cache) == sorted(["aa1.txt", fresh.name])


async def test_clearing_leaves_alone_what_is_in_the_making(cache: Cache):
    made = await cache.get("aa1", "txt", writing("one"))

    async def make(part: Path) -> None:
        part.write_text("two")
        cache.clear()

    path = await cache.get("aa2", "txt", make)

    assert (made.exists(), path.read_text()) == (False, "two")


async def test_a_cache_that_was_deleted_begins_anew(cache: Cache):
    path = await cache.get("aa1", "txt", writing("one"))
    path.unlink()
    path.parent.rmdir()
    cache.root.rmdir()

    assert (await cache.get("aa1", "txt", writing("two"))).read_text() == "two"
    assert Cache(cache.root / "none").sweep() == 0


@pytest.mark.parametrize("method", ["replace", "mkdir"])
async def test_a_full_disk_is_called_a_full_disk(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, method: str
):
    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, method, full)

    with pytest.raises(StorageFull):
        await cache.get("aa1", "txt", writing("one"))

    monkeypatch.undo()
    assert names(cache) == []

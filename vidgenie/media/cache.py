"""What took long to make, kept by what it was made of."""

import asyncio
import errno
import hashlib
import json
import os
import secrets
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidgenie.errors import StorageFull

LIMIT = 8 * 1024**3
"""Bytes that are kept by themselves."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


def key_of(*parts: object) -> str:
    """The name of what is made of these JSON values and of nothing else; 40 digits."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]


@contextmanager
def _full_disk() -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull from None


class Cache:
    """Files in a folder, each under its key; the one unused for longest is the first to go.

    root: the folder; it is made when it is needed, and may be deleted at any time.
    limit: bytes that are kept.
    """

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self.root = root
        self.limit = limit

    def find(self, key: str, suffix: str) -> Path | None:
        """The file made before, and is now used again; None when there is none."""
        path = self._path(key, suffix)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    async def get(self, key: str, suffix: str, make: Callable[[Path], Awaitable[object]]) -> Path:
        """The file under the key; `make` writes it when there is none yet.

        make: writes the whole file to the path it is given, or raises; the file is then
            not kept. Two that make the same at once both do, and one file stays.
        """
        found = await asyncio.to_thread(self.find, key, suffix)
        if found is not None:
            return found
        part = await asyncio.to_thread(self.part, key, suffix)
        try:
            await make(part)
            return await asyncio.to_thread(self.keep, part, key, suffix)
        finally:
            part.unlink(missing_ok=True)

    def part(self, key: str, suffix: str) -> Path:
        """Where a file may be made that shall be kept under the key; nobody finds it there."""
        path = self._path(key, suffix)
        with _full_disk():
            path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f".{secrets.token_hex(8)}.{suffix}")

    def keep(self, part: Path, key: str, suffix: str) -> Path:
        """Where the file that was made at `part` is from now on."""
        path = self._path(key, suffix)
        with _full_disk():
            part.replace(path)
        return path

    def sweep(self, stale: float = 86_400.0) -> int:
        """Make room: the longest unused files go first; how many went.

        stale: seconds after which a file in the making was surely left by a dead process.
        """
        files = list[tuple[float, int, Path]]()
        newest = 0.0
        for path in self.root.glob("*/*"):
            with suppress(OSError):
                found = path.stat()
                files.append((found.st_mtime, found.st_size, path))
                newest = max(newest, found.st_mtime)
        kept = sum(size for _, size, _ in files)
        gone = 0
        for used, size, path in sorted(files):
            is_left = path.name.startswith(".") and newest - used > stale
            if kept > self.limit or is_left:
                with suppress(OSError):
                    path.unlink()
                    kept -= size
                    gone += 1
        return gone

    def clear(self) -> None:
        """Forget every file that was made; what is in the making, of whatever Run, stays."""
        for path in self.root.glob("*/*"):
            if not path.name.startswith("."):
                path.unlink(missing_ok=True)

    def _path(self, key: str, suffix: str) -> Path:
        return self.root / key[:2] / f"{key}.{suffix}"

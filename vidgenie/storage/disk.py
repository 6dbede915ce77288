"""Files on this machine's disk, each under the checksum of its content."""

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from vidgenie.domain.ports.storage import Storage, StoredObject
from vidgenie.errors import StorageFull

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CHUNK = 1 << 20  # bytes


class Store(Storage):
    """A folder of files; several processes may share it.

    root: the folder, made when it is missing, readable by its owner only.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._temp = self.root / "tmp"
        self._temp.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root.chmod(0o700)

    def put(self, path: Path) -> StoredObject:
        """Take a file in: written out, synced, then renamed, so that no half file is ever seen."""
        suffix = path.suffix.lstrip(".")
        temp = path
        with full_disk_is_told():
            if path.absolute().parent != self._temp:
                temp = self.new_temp(suffix)
                copy(path, temp)
            stored = _digest(temp)
            target = self.path(stored.sha256, suffix)
            _sync(temp)
            temp.chmod(0o600)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            temp.replace(target)
            for folder in (target.parent, target.parent.parent, self.root):
                _sync(folder)
        return stored

    def path(self, sha256: str, suffix: str) -> Path:
        """Two levels of folders keep each of them small. Raises ValueError for no address."""
        if not (_SHA256.fullmatch(sha256) and _SUFFIX.fullmatch(suffix)):
            raise ValueError(f"not the address of a stored file: {sha256!r}, {suffix!r}")
        return self.root / sha256[:2] / sha256[2:4] / f"{sha256}.{suffix}"

    def exists(self, sha256: str, suffix: str) -> bool:
        """Whether the file is there."""
        return self.path(sha256, suffix).is_file()

    def delete(self, sha256: str, suffix: str) -> None:
        """Remove the file if it is there."""
        self.path(sha256, suffix).unlink(missing_ok=True)

    def free_bytes(self) -> int:
        """Free bytes of the file system, for a process without privileges."""
        return shutil.disk_usage(self.root).free

    def new_temp(self, suffix: str) -> Path:
        """A path with a random name in a private folder of the same file system."""
        return self._temp / f"{secrets.token_hex(16)}.{suffix}"

    @contextmanager
    def temp(self, suffix: str) -> Generator[Path]:
        """A path as from `new_temp`; what is there when the block ends goes with it."""
        path = self.new_temp(suffix)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def sweep_temp(self, older_than: timedelta) -> int:
        """Remove what crashed work left behind."""
        oldest = time.time() - older_than.total_seconds()
        removed = 0
        for path in self._temp.iterdir():
            # Another process may sweep at the same time.
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
        return removed


@contextmanager
def full_disk_is_told() -> Generator[None]:
    """Turns "no space left on device" and "quota exceeded" into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull from error


def copy(source: Path, target: Path) -> None:
    """Copy a file's bytes; a target that could not be completed is removed. Raises StorageFull."""
    try:
        with full_disk_is_told(), source.open("rb") as old, target.open("wb") as new:
            shutil.copyfileobj(old, new, _CHUNK)
    except (OSError, StorageFull):
        if target.is_file():
            target.unlink()
        raise


def _digest(path: Path) -> StoredObject:
    with path.open("rb") as file:
        return StoredObject(
            sha256=hashlib.file_digest(file, "sha256").hexdigest(), bytes=path.stat().st_size
        )


def _sync(path: Path) -> None:
    """Have the disk keep what was written: a file's bytes, or a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Stored files that nobody has any more: deleted without racing whoever stores the same bytes."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from os import stat_result
from pathlib import Path
from typing import TypeVar

from vidgenie.domain.ports.storage import Storage

_TRASH = "erased"  # suffix of files about to be deleted
_LOOK = 0.05  # seconds between two looks at the clock
_BATCH = 500
Address = tuple[str, str]
"""sha256 and suffix of a stored file."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Discarder:
    """Deletes stored files; it waits, so call it from a thread.

    quiet: seconds between the moment a file is stored and the one its row is written;
        a file younger than that may be somebody else's, who has the very same one.
    """

    storage: Storage
    quiet: float

    def delete(
        self, addresses: Sequence[Address], others: Callable[[Iterable[Address]], set[Address]]
    ) -> None:
        """Delete these files, but for those that `others` says somebody still has."""
        seen = {address: stat for address in addresses if (stat := _stat(self._path(address)))}
        newest = max((stat.st_ctime for stat in seen.values()), default=0.0)
        while time.time() < newest + self.quiet:
            time.sleep(_LOOK)
        kept = others(seen)
        for address, stat in seen.items():
            if address not in kept:
                self._discard(self._path(address), stat)

    def empty_trash(self) -> None:
        """Delete what a crash left between being taken away and being deleted."""
        for path in self.storage.new_temp(_TRASH).parent.glob(f"*.{_TRASH}"):
            stat = _stat(path)
            if stat and stat.st_ctime + self.quiet <= time.time():
                path.unlink(missing_ok=True)

    def _discard(self, path: Path, seen: stat_result) -> None:
        """Delete a file, unless it was stored anew since it was `seen`: then it is another's."""
        trash = self.storage.new_temp(_TRASH)
        try:
            path.rename(trash)
        except FileNotFoundError:
            return
        if trash.stat().st_ino != seen.st_ino:
            with suppress(FileExistsError):
                path.hardlink_to(trash)
        trash.unlink(missing_ok=True)

    def _path(self, address: Address) -> Path:
        return self.storage.path(*address)


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, a few hundred at a time: databases do not take all of them at once."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _stat(path: Path) -> stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None

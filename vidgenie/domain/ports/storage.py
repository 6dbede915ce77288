"""Port: where the bytes of Assets are kept."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A file in the store; equal bytes are kept once.

    sha256: of the content, 64 hexadecimal digits; with the suffix, its address.
    bytes: its size.
    """

    sha256: str
    bytes: int


class Storage(ABC):
    """A content-addressed store: what is in it never changes."""

    @abstractmethod
    def put(self, path: Path) -> StoredObject:
        """Take a file in, under its checksum and its suffix; durable when this returns.

        A file from `new_temp` is moved, any other is copied. Raises StorageFull.
        """

    @abstractmethod
    def path(self, sha256: str, suffix: str) -> Path:
        """Where the file is, on this machine."""

    @abstractmethod
    def exists(self, sha256: str, suffix: str) -> bool:
        """Whether the store has it."""

    @abstractmethod
    def delete(self, sha256: str, suffix: str) -> None:
        """Forget the file; nothing happens when it is not there."""

    @abstractmethod
    def free_bytes(self) -> int:
        """Bytes that can still be stored."""

    @abstractmethod
    def new_temp(self, suffix: str) -> Path:
        """A path nobody else uses, for a file in the making; nothing is there yet."""

    @abstractmethod
    def temp(self, suffix: str) -> AbstractContextManager[Path]:
        """A path as from `new_temp`; what is there when the block ends goes with it."""

    @abstractmethod
    def sweep_temp(self, older_than: timedelta) -> int:
        """Remove temporary files untouched for that long; how many there were."""

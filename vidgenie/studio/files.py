"""Files that were made, put where a script wants them."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from vidgenie.errors import InvalidInput, OutputRejected
from vidgenie.storage.disk import copy, full_disk_is_told


def fetch(stored: Path, target: Path, tail: bytes = b"") -> Path:
    """A copy of a stored file at `target`: whole and the same, or not there at all.

    stored: named after its checksum, as everything this installation keeps.
    tail: bytes that follow: a receipt.
    Raises InvalidInput for a folder there is not, OutputRejected for a copy that is not the
    same, StorageFull.
    """
    check_folder(target)
    half = _beside(target)
    try:
        copy(stored, half)
        with half.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != stored.stem:
            raise OutputRejected("The file was damaged on its way.", problem="unreadable")
        if tail:
            with full_disk_is_told(), half.open("ab") as file:
                file.write(tail)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def write(pieces: Iterable[bytes], target: Path) -> Path:
    """A file of these pieces at `target`, whole or not there at all. Raises as `fetch`."""
    check_folder(target)
    half = _beside(target)
    try:
        with full_disk_is_told(), half.open("wb") as file:
            file.writelines(pieces)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def check_folder(target: Path) -> None:
    """Raise InvalidInput when there is no folder to put `target` in."""
    if not target.parent.is_dir() or target.is_dir():
        raise InvalidInput(
            f"A file cannot be put at {target}.", field="output", problem="no_folder"
        )


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}")

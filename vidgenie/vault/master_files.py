"""Master keys in files: `<home>/keys/master-1.key`, then 2, 3... one for each rotation."""

import base64
import binascii
import logging
import os
import re
import secrets
from pathlib import Path

from vidgenie.errors import VaultLocked
from vidgenie.vault.crypto import KEY_BYTES

log = logging.getLogger(__name__)

_NAME = re.compile(r"master-([1-9]\d{0,8})\.key")


def decode(text: str) -> bytes | None:
    """The 32 bytes behind base64, standard or for URLs; None when it is something else."""
    plain = text.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


class FileKeys:
    """A folder with one file a version, each readable by its owner only.

    A file holds what VIDGENIE_MASTER_KEY would: base64 of 32 bytes.
    """

    name = "file"
    makes_keys = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def where(self, version: int) -> str:
        """The path of a version."""
        return str(self._path(version))

    def versions(self) -> list[int]:
        """The versions there is a file of, readable or not, the oldest first."""
        if not self._folder.is_dir():
            return []
        names = [_NAME.fullmatch(path.name) for path in self._folder.iterdir()]
        return sorted(int(name[1]) for name in names if name)

    def find(self, version: int) -> bytes:
        """The key of a version, 32 bytes. Raises VaultLocked (missing or malformed)."""
        path = self._path(version)
        try:
            text = path.read_bytes().decode("ascii", errors="replace")
            is_open = path.stat().st_mode & 0o077
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                log.warning("%s cannot be read: %s", path, error.strerror)
            raise VaultLocked(problem="missing", variable=str(path), version=version) from None
        key = decode(text)
        if key is None:
            raise VaultLocked(problem="malformed", variable=str(path), version=version)
        if is_open:
            log.warning("%s can be read by others: chmod 600 it", path)
        return key

    def make(self, version: int) -> bytes:
        """The key of a version that is not in use yet: made now, unless there is a file already.

        When this returns the file is on the disk: what is locked with the key can be
        written to the database. Raises OSError, and VaultLocked for a file that is no key.
        """
        path = self._path(version)
        if not path.exists():
            self._create(path)
            log.info(
                "Master key %d was made: %s. Back it up apart from the database: without it, "
                "no stored key can be read again.",
                version,
                path.absolute(),
            )
        return self.find(version)

    def destroy(self, version: int) -> None:
        """Delete the file of a version."""
        path = self._path(version)
        if path.exists():
            path.unlink()
            _sync(self._folder)

    def _path(self, version: int) -> Path:
        return self._folder / f"master-{version}.key"

    def _create(self, path: Path) -> None:
        """Two processes may do this together: the file appears complete, and once."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            path.hardlink_to(draft)
        except FileExistsError:
            log.debug("%s was made by another process", path)
        finally:
            draft.unlink()
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """A file's name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

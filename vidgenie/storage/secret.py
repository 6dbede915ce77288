"""The secret this installation signs with."""

import os
import secrets
from pathlib import Path

_MINIMUM = 32  # characters


def secret_key(home: Path, given: str = "") -> bytes:
    """The bytes every process of this installation signs with.

    given: VIDGENIE_SECRET, at least 32 characters; several machines share it.
    Empty: `<home>/secret.key`, made at the first start, readable by its owner only.

    Raises ValueError when the given secret or the file is too short to be one.
    """
    if given:
        return _long_enough(given, "VIDGENIE_SECRET")
    path = home / "secret.key"
    if not path.exists():
        _create(path)
    return _long_enough(path.read_text().strip(), str(path))


def _create(path: Path) -> None:
    """Two processes may start together: the file appears complete, and once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _long_enough(text: str, where: str) -> bytes:
    if len(text) < _MINIMUM:
        raise ValueError(f"{where} must have at least {_MINIMUM} characters")
    return text.encode()

"""Master keys in the environment: one key, or "2:...,1:..." while one is being replaced."""

import re

from vidgenie.errors import VaultLocked
from vidgenie.vault.master_files import decode

_NUMBERED = re.compile(r"\s*([1-9]\d{0,8})\s*:(.*)", re.DOTALL)
VARIABLE = "VIDGENIE_MASTER_KEY"


class VariableKeys:
    """What VIDGENIE_MASTER_KEY holds; several machines share it.

    text: base64 of 32 bytes, which is version 1, or versions and keys as "2:...,1:...".
    """

    name = "variable"
    makes_keys = False

    def __init__(self, text: str) -> None:
        self._keys = _parse(text)

    def where(self, version: int) -> str:
        """The name of the variable."""
        del version
        return VARIABLE

    def versions(self) -> list[int]:
        """The versions it holds, the oldest first; none when it is malformed."""
        return sorted(self._keys or ())

    def find(self, version: int) -> bytes:
        """The key of a version, 32 bytes. Raises VaultLocked (missing or malformed)."""
        problem = "malformed" if self._keys is None else "missing"
        if self._keys is None or version not in self._keys:
            raise VaultLocked(problem=problem, variable=VARIABLE, version=version)
        return self._keys[version]

    def make(self, version: int) -> bytes:
        """As `find`: nobody but the operator puts keys into the environment."""
        return self.find(version)

    def destroy(self, version: int) -> None:
        """Nothing: the operator takes it out."""


def _parse(text: str) -> dict[int, bytes] | None:
    """Version -> key; None when any part of it is malformed, or there twice."""
    if ":" not in text:
        key = decode(text)
        return None if key is None else {1: key}
    keys: dict[int, bytes] = {}
    parts = [part for part in text.split(",") if part.strip()]
    for part in parts:
        numbered = _NUMBERED.fullmatch(part)
        key = decode(numbered[2]) if numbered else None
        if numbered is None or key is None:
            return None
        keys[int(numbered[1])] = key
    is_distinct = len(set(keys.values())) == len(keys) == len(parts)
    return keys if keys and is_distinct else None

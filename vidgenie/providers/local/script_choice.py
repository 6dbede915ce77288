"""Chance for drafts: equal seeds and themes choose alike."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """Chooses among things; `what` names the choice, so that each is its own."""

    key: str

    def number(self, what: str, count: int) -> int:
        """From 0 to count - 1."""
        digest = hashlib.sha256(f"{self.key}|{what}".encode(errors="replace")).digest()
        return int.from_bytes(digest[:8]) % count

    def one(self, what: str, choices: Sequence[T]) -> T:
        """One of them."""
        return choices[self.number(what, len(choices))]

    def order(self, what: str, choices: Sequence[T]) -> list[T]:
        """All of them, shuffled."""
        return [
            choices[at]
            for at in sorted(range(len(choices)), key=lambda at: self.number(f"{what}{at}", 2**60))
        ]

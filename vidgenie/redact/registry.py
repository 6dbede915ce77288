"""The keys in use at this moment, process-wide."""

import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from vidgenie.redact.forms import forms


class Registry:
    """Forms of live secrets. Writers take a lock; readers see one tuple or the next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._longest_first: tuple[str, ...] = ()

    @contextmanager
    def live(self, *secrets: str) -> Generator[None]:
        """Know the secrets while the block runs; blocks may nest and overlap."""
        known = [form for secret in secrets for form in forms(secret)]
        self._change(known, by=1)
        try:
            yield
        finally:
            self._change(known, by=-1)

    def hide(self, text: str) -> str:
        """The text with [key] for every form of every live secret."""
        # Looking for each form is quicker than one expression of all of them, which
        # would have to be compiled again whenever a call begins or ends.
        for form in self._longest_first:
            if form in text:
                text = text.replace(form, "[key]")
        return text

    def _change(self, known: list[str], *, by: int) -> None:
        with self._lock:
            for form in known:
                self._counts[form] += by
                if not self._counts[form]:
                    del self._counts[form]
            self._longest_first = tuple(sorted(self._counts, key=len, reverse=True))


REGISTRY = Registry()
live = REGISTRY.live

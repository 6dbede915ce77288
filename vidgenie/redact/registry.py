"""The keys in use at this moment, process-wide."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from vidgenie.redact.forms import forms

# Seconds a key stays known after its last use: an error that got out of a block is
# logged by somebody further up, and a task that nobody awaited when it is collected.
LINGER = 30.0


@dataclass(slots=True)
class _Secret:
    """forms: what to look for. uses: blocks it is live in. until: when to forget it, if in none."""

    forms: frozenset[str]
    uses: int = 0
    until: float = 0.0


class Registry:
    """Forms of live secrets. Writers take a lock; readers see one tuple or the next.

    linger: seconds a secret stays known after its last block. clock: seconds.
    """

    def __init__(self, linger: float = LINGER, clock: Callable[[], float] = time.monotonic) -> None:
        self._linger = linger
        self._clock = clock
        self._lock = threading.Lock()
        self._secrets: dict[str, _Secret] = {}
        self._longest_first: tuple[str, ...] = ()
        self._broom: threading.Timer | None = None

    @contextmanager
    def live(self, *secrets: str) -> Generator[None]:
        """Know the secrets while the block runs and a little longer; blocks may overlap."""
        with self._lock:
            for secret in secrets:
                self._enter(secret)
        try:
            yield
        finally:
            with self._lock:
                for secret in secrets:
                    self._leave(secret)

    def hide(self, text: str) -> str:
        """The text with [key] for every form of every live secret."""
        # Looking for each form is quicker than one expression of all of them, which
        # would have to be compiled again whenever a secret comes or goes.
        for form in self._longest_first:
            if form in text:
                text = text.replace(form, "[key]")
        return text

    def forget(self) -> None:
        """Drop the secrets whose time is over."""
        now = self._clock()
        with self._lock:
            self._broom = None
            kept = {text: one for text, one in self._secrets.items() if one.uses or one.until > now}
            if len(kept) < len(self._secrets):
                self._secrets = kept
                self._sort()
            self._sweep_later()

    def _enter(self, secret: str) -> None:
        known = self._secrets.get(secret)
        if known is None:
            known = self._secrets[secret] = _Secret(forms(secret))
            self._sort()
        known.uses += 1

    def _leave(self, secret: str) -> None:
        known = self._secrets[secret]
        known.uses -= 1
        if not known.uses:
            known.until = self._clock() + self._linger
            self._sweep_later()

    def _sort(self) -> None:
        every = {form for one in self._secrets.values() for form in one.forms}
        self._longest_first = tuple(sorted(every, key=len, reverse=True))

    def _sweep_later(self) -> None:
        """Have the idle ones forgotten in time, also when nothing happens any more."""
        if self._broom is None and any(not one.uses for one in self._secrets.values()):
            self._broom = threading.Timer(self._linger, self.forget)
            self._broom.daemon = True
            self._broom.start()


REGISTRY = Registry()
live = REGISTRY.live

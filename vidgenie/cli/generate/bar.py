"""How far the work is: a bar for people, plain lines for a log; always on stderr."""

import sys
import time
from typing import TextIO

from vidgenie.studio.steps import Step

_WIDTH = 30  # signs of the bar
_FIRST = "waiting"


class Bar:
    """Says what is being done.

    On a terminal one line is drawn again and again; elsewhere a line is written whenever
    something else begins.
    """

    def __init__(self, label: str = "", stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._label = f"{label}: " if label else ""
        self._last = ""
        self._length = 0
        self._begun = time.monotonic()

    def show(self, step: Step) -> None:
        """Tell where the work is."""
        words = step.words or self._last or _FIRST
        if self._stream.isatty():
            filled = _WIDTH * step.percent // 100
            seconds = round(time.monotonic() - self._begun)
            self._draw(
                f"{self._label}[{'#' * filled}{'-' * (_WIDTH - filled)}] {step.percent:3} %"
                f"  {words}  {seconds // 60}:{seconds % 60:02}"
            )
        elif words != self._last:
            print(f"{self._label}{step.percent} % {words}", file=self._stream, flush=True)
        self._last = words

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._stream.isatty() and self._length:
            print(file=self._stream, flush=True)
        self._length = 0

    def note(self, words: str) -> None:
        """Say something beside."""
        self.end()
        print(words, file=self._stream, flush=True)

    def _draw(self, line: str) -> None:
        print(f"\r{line:<{self._length}}", end="", file=self._stream, flush=True)
        self._length = len(line)

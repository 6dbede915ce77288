"""Black and frozen pictures, noticed by ffmpeg while it has the frames anyway."""

from collections.abc import Mapping
from pathlib import Path

from vidgenie.media.review.findings import Finding, Problem
from vidgenie.media.sound.loudness import escaped

RATE = 5
"""Frames of every second that are looked at; so exact are the findings."""

# Nearly every pixel (98 %) is nearly black; pictures at night are brighter.
_BLACK = "blackdetect=d=0:pix_th=0.05:pic_th=0.98"
# At this width a key frame of x264 differs by up to 0.0018 from the still picture before it,
# a slow zoom (1 % in 6 s) by 0.005 within three seconds. freezedetect measures too much below
# a width of 64, and colours bring both nearer.
_FROZEN = "format=gray,freezedetect=n=0.0025:d=1"
_WIDTH = 64  # pixels
_MARKS: Mapping[str, tuple[Problem, bool]] = {
    "lavfi.black_start": (Problem.BLACK, True),
    "lavfi.black_end": (Problem.BLACK, False),
    "lavfi.freezedetect.freeze_start": (Problem.FROZEN, True),
    "lavfi.freezedetect.freeze_end": (Problem.FROZEN, False),
}


def chain(report: Path) -> str:
    """The filters that look at every frame they are given, and write to `report`, for `parse`.

    They pass on a few small frames, which are of no use.
    """
    small = f"fps={RATE}:start_time=0,scale={_WIDTH}:-2:flags=area"
    return f"{small},{_BLACK},{_FROZEN},metadata=mode=print:file={escaped(report)}"


def branch(label: str, report: Path) -> str:
    """A branch of a filter graph that ends in nothing: `[label]` is one output of a `split`.

    It costs less than 1 % of encoding the same frames at 1080x1920.
    """
    return f"[{label}]{chain(report)},nullsink"


def parse(report: Path, *, seconds: float) -> list[Finding]:
    """What `chain` or `branch` has written, however short; nothing when there is no file.

    seconds: length of what was looked at; what lasts to its end has no other end.
    """
    try:
        lines = report.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return []
    return noticed(lines, _MARKS, seconds=seconds)


def noticed(
    lines: list[str], marks: Mapping[str, tuple[Problem, bool]], *, seconds: float
) -> list[Finding]:
    """The parts between marks. marks: name -> (problem, whether it begins there)."""
    found = list[Finding]()
    begun = dict[Problem, float]()
    for line in lines:
        name, _, value = line.partition("=")
        problem, begins = marks.get(name, (None, False))
        if problem is None:
            continue
        if begins:
            begun[problem] = float(value)
        elif problem in begun:
            found.append(Finding(problem, begun.pop(problem), float(value)))
    found += [Finding(problem, start, max(start, seconds)) for problem, start in begun.items()]
    return found

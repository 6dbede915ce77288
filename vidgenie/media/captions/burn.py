"""The filter that draws a script into a picture."""

from pathlib import Path


def filter_of(script: Path, fonts: Path) -> str:
    """`ass=...` for a filter graph: both paths escaped, for the option and for the graph."""
    return f"ass=filename={_escaped(script)}:fontsdir={_escaped(fonts)}"


def _escaped(path: Path) -> str:
    """Twice: the graph takes one layer off, the option's value the other.

    Source: ffmpeg-filters, notes on filtergraph escaping.
    """
    value = path.as_posix()
    for sign in "\\':":
        value = value.replace(sign, f"\\{sign}")
    for sign in "\\'[],;":
        value = value.replace(sign, f"\\{sign}")
    return value

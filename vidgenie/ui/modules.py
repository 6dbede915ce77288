"""JavaScript that lies beside the Python that wraps it.

Reflex's own way to share such files looks through the whole call stack at import
time, which made up a quarter of a server's start.
"""

from collections.abc import Iterator
from pathlib import Path

_UI = Path(__file__).parent
_FOLDER = "utils/vidgenie"
_KINDS = {".jsx", ".js", ".css"}


def module(python_file: str, name: str) -> str:
    """Where the front end imports file `name` from, which lies beside `python_file`.

    Raises FileNotFoundError when it does not.
    """
    folder = Path(python_file).parent
    if not (folder / name).is_file():
        raise FileNotFoundError(folder / name)
    return f"$/{_FOLDER}/{folder.relative_to(_UI).as_posix()}/{name}"


def files() -> Iterator[tuple[Path, str]]:
    """(path in the front end, content) of every such file of the components."""
    for path in sorted(_UI.glob("*/*")):
        if path.suffix in _KINDS:
            yield Path(_FOLDER) / path.relative_to(_UI), path.read_text(encoding="utf-8")

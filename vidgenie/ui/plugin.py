"""What the front-end build needs beyond Reflex; rxconfig.py lists it as a plugin."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

from vidgenie.ui import modules
from vidgenie.ui.causes import table
from vidgenie.ui.i18n import catalogue

_STATE_JS = "utils/state.js"
_BAKED = "endpoint.hostname = frontend_hostname;"
_PAGES_OWN = "endpoint.host = window.location.host;"


class VidGeniePlugin(Plugin):
    """Adds the texts, and lets the page talk to the origin it came from."""

    def get_static_assets(self, **context: Any) -> Sequence[tuple[Path, str | bytes]]:  # noqa: ANN401  # Reflex's signature
        """The texts, the causes of errors, the code that reads them, and all components."""
        del context
        runtime = Path(catalogue.__file__).with_name("runtime.js")
        return [
            (Path("utils/vidgenie_texts.js"), catalogue.javascript()),
            (Path("utils/vidgenie_causes.js"), table.javascript()),
            (Path("utils/vidgenie_i18n.js"), runtime.read_text(encoding="utf-8")),
            *modules.files(),
        ]

    def pre_compile(self, **context: Any) -> None:  # noqa: ANN401  # Reflex's signature
        """Ask for the one change to Reflex's own files."""
        context["add_modify_task"](_STATE_JS, same_origin)


def same_origin(source: str) -> str:
    """Reflex's state.js, connecting to the host *and port* the page was loaded from.

    Reflex writes the port of the build into the page, and a build is served on
    whatever port the operator chooses. Raises ValueError when the line to
    replace is gone: a new Reflex needs another look.
    """
    if _PAGES_OWN in source:
        return source
    if source.count(_BAKED) != 1:
        raise ValueError(f"{_STATE_JS} has changed: {_BAKED!r} is not there once")
    return source.replace(_BAKED, _PAGES_OWN)

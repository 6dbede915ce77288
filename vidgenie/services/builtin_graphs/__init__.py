"""The Templates of Graphs that come with VidGenie: one file each, its name is the slug.

`place`: among the others, from 1. `holes`: texts to be typed in, {{name}} in the values of
Nodes; `files`: Assets to be chosen. Any value may be said by language, {"en": ..., "fr": ...}.
`preview`: for tools/template_previews.py: what files to draw, which seconds to show.
"""

import json
from functools import cache
from pathlib import Path

from vidgenie.projects.graph_templates import GraphTemplate, parse

_FOLDER = Path(__file__).parent


@cache
def builtin_graphs() -> tuple[GraphTemplate, ...]:
    """All of them, in their places."""
    told = {path.stem: json.loads(path.read_text("utf-8")) for path in _FOLDER.glob("*.json")}
    return tuple(
        parse(slug, one["texts"], {name: one[name] for name in ("graph", "holes", "files")})
        for slug, one in sorted(told.items(), key=lambda item: item[1]["place"])
    )

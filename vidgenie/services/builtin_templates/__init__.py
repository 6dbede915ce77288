"""The Templates of Projects that come with VidGenie: one file each, its name is the slug.

`{theme}` is the hole for what a Project is about; what stands in [brackets] is to be filled
in by whoever uses it. `place`: among the others, from 1. `poster`: what
tools/template_posters.py draws.
"""

import json
from functools import cache
from pathlib import Path

from vidgenie.projects.templates import Template, parse

_FOLDER = Path(__file__).parent


@cache
def builtin_templates() -> tuple[Template, ...]:
    """All of them, in their places."""
    told = {path.stem: json.loads(path.read_text("utf-8")) for path in _FOLDER.glob("*.json")}
    return tuple(
        parse(slug, one["texts"], {name: one[name] for name in ("pillar", "choices", "segments")})
        for slug, one in sorted(told.items(), key=lambda item: item[1]["place"])
    )

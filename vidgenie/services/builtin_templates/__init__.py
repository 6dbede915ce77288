"""The Templates of Projects that come with VidGenie: one file each, its name is the slug.

`{theme}` is the hole for what a Project is about; what stands in [brackets] is to be filled
in by whoever uses it. `poster`: what tools/template_posters.py draws.
"""

import json
from functools import cache
from pathlib import Path

from vidgenie.projects.templates import Template, parse

_FOLDER = Path(__file__).parent


@cache
def builtin_templates() -> tuple[Template, ...]:
    """All of them, by slug."""
    return tuple(_template(path) for path in sorted(_FOLDER.glob("*.json")))


def _template(path: Path) -> Template:
    told = json.loads(path.read_text(encoding="utf-8"))
    body = {name: told[name] for name in ("pillar", "choices", "segments")}
    return parse(path.stem, told["texts"], body)

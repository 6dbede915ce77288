"""Services that Providers call, one file each, as their documentation says they answer.

A file declares BASE (path of its address here), SHAPE (a regular expression of keys it
knows), KEY_HEAD and KEY_LENGTH (keys that tests make: the head, then so many random
signs) and `answer(http, path)`, which replies or raises Refusal. `path` comes after BASE.
"""

import importlib
import pkgutil
from types import ModuleType


class Refusal(Exception):
    """The service says no. body: what it answers."""

    def __init__(self, status: int, body: object, **headers: str) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers


def found() -> dict[str, ModuleType]:
    """Every service there is a file for, by its name."""
    return {
        info.name: importlib.import_module(f"{__name__}.{info.name}")
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
    }

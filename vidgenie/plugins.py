"""Discovery: a plug-in is one file in a package; nobody keeps a list of them."""

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import ClassVar, Protocol, TypeVar


class _Named(Protocol):
    slug: ClassVar[str]


T = TypeVar("T", bound=_Named)


def discover(package: ModuleType, base: type[T], **deps: object) -> dict[str, T]:
    """One instance of each concrete subclass of `base` in `package`, by slug, sorted.

    A plug-in may be a package of its own; what it shows in its `__init__` counts.
    deps: what every constructor takes, the same for all plug-ins of a kind.

    Raises ValueError when a slug differs from its file's name or two classes of
    one file claim it, so a copied file cannot replace another silently.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for cls in vars(module).values():
            if not (inspect.isclass(cls) and issubclass(cls, base)) or inspect.isabstract(cls):
                continue
            if not f"{cls.__module__}.".startswith(f"{module.__name__}."):
                continue
            if cls.slug != info.name or cls.slug in found:
                raise ValueError(f"{module.__name__}: the slug must be {info.name!r}, once")
            found[cls.slug] = cls(**deps)
    return found

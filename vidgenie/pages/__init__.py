"""Pages: one folder each; a page registers itself when it is imported."""

import importlib
import pkgutil


def discover() -> list[str]:
    """Import every page; the names found, sorted."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if info.ispkg)
    for name in names:
        importlib.import_module(f"{__name__}.{name}.page")
    return names

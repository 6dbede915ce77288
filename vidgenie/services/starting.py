"""How a process that stays begins: what it loads is there to stay."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def loading() -> Generator[None]:
    """No garbage is looked for while modules are loaded, and none among them afterwards.

    A fifth of the time a server takes to start would go into that; later each full
    collection would hold up every page for as long as it looks through them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

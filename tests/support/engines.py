"""Databases of tests know the SQL that others before them compiled."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

_known: dict[type, tuple[Any, Any]] = {}


def create_remembering(*address: Any, **options: Any) -> Engine:  # as create_engine
    """`create_engine`; engines of a kind share, in this process, what they have compiled.

    Each test has a database of its own, and to compile its SQL anew is a third of its work.
    """
    engine = create_engine(*address, **options)
    kind = type(engine.dialect)
    if kind in _known:
        engine.dialect, engine._compiled_cache = _known[kind]
        engine.pool._dialect = engine.dialect
        return engine

    # Not before it is connected: by then the dialect knows which server it speaks to.
    @event.listens_for(engine, "connect")
    def remember(*_connection: object) -> None:
        _known.setdefault(kind, (engine.dialect, engine._compiled_cache))

    return engine

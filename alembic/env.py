"""Alembic: every `tables` module of vidgenie is part of the schema."""

import importlib
import pkgutil

from sqlmodel import SQLModel

import vidgenie
from alembic import context
from vidgenie import db
from vidgenie.settings import Settings

for package in pkgutil.iter_modules(vidgenie.__path__, "vidgenie."):
    if package.ispkg and package.name not in ("vidgenie.pages", "vidgenie.ui", "vidgenie.api"):
        path = importlib.import_module(package.name).__path__
        for module in pkgutil.iter_modules(path, f"{package.name}."):
            if module.name.endswith(".tables"):
                importlib.import_module(module.name)


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The engine's own tables are its own affair."""
    return kind != "table" or (name or "").startswith("vg_")


engine = db.open_engine(context.config.get_main_option("database") or Settings.from_env().database)
try:
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            include_name=is_ours,
            compare_type=True,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()
finally:
    engine.dispose()

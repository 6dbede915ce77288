"""Reflex entry point: the app, its lifespan and its pages; nothing else."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from vidgenie import bootstrap, pages
from vidgenie.api.app import build as build_api
from vidgenie.api.guard import guard
from vidgenie.ui.build import build_app


@asynccontextmanager
async def executing() -> AsyncGenerator[None]:
    """Open the vault; execute Runs while the server is up, unless other processes do."""
    services = bootstrap.services()
    await asyncio.to_thread(services.vault_master.start)
    if services.settings.role == "web":
        yield
        return
    async with services.engine.executing():
        yield


app = build_app(api=build_api(), guard=guard)
app.register_lifespan_task(executing)  # pyright: ignore[reportUnknownMemberType]  # its overloads say no more
pages.discover()

"""`vidgenie serve`."""

import asyncio
import os
import sys
from typing import Protocol

import click

from vidgenie.redact import harden
from vidgenie.services import frontend
from vidgenie.services.logs import configure
from vidgenie.services.setup import migrate
from vidgenie.services.starting import loading
from vidgenie.settings import Settings

# How Reflex is told to serve pages that are already built; its own start would build them again.
_REFLEX = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}

# Seconds open connections have to end when the server stops.
PATIENCE = 5.0


class Stoppable(Protocol):
    """A server."""

    def stop(self) -> None:
        """Begin to end."""
        ...


@click.command("serve")
@click.option("--host", help="Address to listen on; default VIDGENIE_HOST or 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; default VIDGENIE_PORT or 3000.")
def command(host: str | None, port: int | None) -> None:
    """Start VidGenie: migrate, build the pages if needed, serve."""
    if host:
        os.environ["VIDGENIE_HOST"] = host
    if port:
        os.environ["VIDGENIE_PORT"] = str(port)
    settings = Settings.from_env()
    configure()
    harden()
    with loading():
        migrate(settings)
    frontend.ensure(click.echo)
    os.environ.update(_REFLEX)
    asyncio.run(_serve(settings))
    _leave()


async def _serve(settings: Settings) -> None:
    """One process: what ends it, ends everything."""
    from granian.constants import Interfaces  # noqa: PLC0415  # not needed by other commands
    from granian.server.embed import Server  # noqa: PLC0415  # as above

    with loading():
        from vidgenie.vidgenie import app  # noqa: PLC0415  # reads the environment set above

        pages = app()
    server = Server(
        pages,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        log_access=False,
    )
    loop = asyncio.get_running_loop()
    for number in (2, 15):
        loop.add_signal_handler(number, _stop, server, loop)
    click.echo(f"VidGenie is on {settings.origin}")
    await server.serve()


def _stop(server: Stoppable, loop: asyncio.AbstractEventLoop) -> None:
    """Stop; a connection nobody closes does not hold us up, and Runs survive anything."""
    server.stop()
    loop.call_later(PATIENCE, _leave)


def _leave() -> None:
    """End now: tidying an interpreter that is about to end takes seconds and gains nothing."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)

"""`vidgenie worker`."""

import asyncio
import signal

import click

from vidgenie import bootstrap
from vidgenie.redact import harden
from vidgenie.services.logs import configure
from vidgenie.services.setup import migrate
from vidgenie.services.starting import loading


@click.command("worker")
def command() -> None:
    """Execute Runs without serving pages; several may share one PostgreSQL database."""
    configure()
    harden()
    with loading():
        services = bootstrap.services()
        migrate(services.settings)
    services.vault_master.start()
    asyncio.run(_work(services))


async def _work(services: bootstrap.Services) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with services.engine.executing():
        click.echo("VidGenie executes Runs.")
        await stopped.wait()

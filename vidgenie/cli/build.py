"""`vidgenie build`."""

import click

from vidgenie.services import frontend


@click.command("build")
def command() -> None:
    """Build the pages now, so that `vidgenie serve` starts at once; nothing if they are fresh."""
    frontend.ensure(click.echo)

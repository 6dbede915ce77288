"""`vidgenie doctor`."""

import platform
import sys

import click

from vidgenie import __version__, bootstrap
from vidgenie.services import frontend


@click.command("doctor")
def command() -> None:
    """Look at everything VidGenie needs; exit code 1 when something is missing."""
    services = bootstrap.services()
    click.echo(f"VidGenie {__version__}, Python {platform.python_version()}, {sys.platform}")
    click.echo(f"home      {services.settings.home.absolute()}")
    problems = 0
    for finding in services.health.examine():
        problems += not finding.is_good
        click.echo(f"{finding.part:<9} {'ok' if finding.is_good else 'PROBLEM'}: {finding.detail}")
    stale = frontend.is_stale()
    click.echo(f"pages     {'built at the next start' if stale else 'ok: built'}")
    sys.exit(1 if problems else 0)

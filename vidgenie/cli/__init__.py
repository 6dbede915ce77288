"""The command line: one file per command, found by discovery and loaded when it is asked for."""

import importlib
import pkgutil
import sys

import click

from vidgenie import __version__
from vidgenie.errors import VidGenieError


class _Commands(click.Group):
    """The modules of this package, each with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(info.name for info in pkgutil.iter_modules(__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{__name__}.{cmd_name}").command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="vidgenie")
def group() -> None:
    """The self-hosted short-video studio."""


def main() -> None:
    """Run a command; an expected error is one line on stderr and exit code 1."""
    try:
        group()
    except VidGenieError as error:
        click.echo(f"{error} [{error.code}]", err=True)
        sys.exit(1)

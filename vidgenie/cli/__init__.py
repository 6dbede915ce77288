"""The command line: one file per command, found by discovery."""

import importlib
import pkgutil
import sys

import click

from vidgenie import __version__
from vidgenie.errors import VidGenieError


@click.group()
@click.version_option(__version__, prog_name="vidgenie")
def group() -> None:
    """The self-hosted short-video studio."""


def main() -> None:
    """Run a command; an expected error is one line on stderr and exit code 1."""
    for info in pkgutil.iter_modules(__path__):
        group.add_command(importlib.import_module(f"{__name__}.{info.name}").command)
    try:
        group()
    except VidGenieError as error:
        click.echo(f"{error} [{error.code}]", err=True)
        sys.exit(1)

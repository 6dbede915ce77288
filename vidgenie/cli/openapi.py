"""`vidgenie openapi`."""

import json

import click


@click.command("openapi")
def command() -> None:
    """Print the description of the REST API."""
    from vidgenie.api.app import build  # noqa: PLC0415  # not needed by other commands

    click.echo(json.dumps(build().openapi(), indent=2))

"""`vidgenie setup`."""

import click

from vidgenie.services.setup import set_up
from vidgenie.settings import Settings


@click.command("setup")
def command() -> None:
    """Bring the database up to this version and install the Templates; safe to repeat.

    What people made themselves is left alone.
    """
    done = set_up(Settings.from_env())
    click.echo("The database is up to date.")
    for what, slugs in (
        ("added", done.added),
        ("updated", done.updated),
        ("removed", done.removed),
    ):
        for slug in slugs:
            click.echo(f"Template {what}: {slug}")
    if not (done.added or done.updated or done.removed):
        click.echo("Every Template is as it should be.")

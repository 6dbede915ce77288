"""`vidgenie migrate`."""

import click

from vidgenie.services.setup import migrate
from vidgenie.settings import Settings


@click.command("migrate")
def command() -> None:
    """Bring the database up to this version; safe to repeat."""
    migrate(Settings.from_env())
    click.echo("The database is up to date.")

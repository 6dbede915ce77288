"""`vidgenie users`."""

import click

from vidgenie import bootstrap


@click.command("users")
def command() -> None:
    """List who has an account: e-mail, plan, role."""
    for account in bootstrap.services().accounts.everybody():
        click.echo(f"{account.email}\t{account.plan}\t{account.role}")

"""`vidgenie keys`: the master keys, which stored provider keys are locked with."""

import sys

import click

from vidgenie import bootstrap

_LEFT = "{} are still locked with an older one, see the log; to try again: rotate --finish."


@click.group("keys")
def command() -> None:
    """The master keys that stored provider keys are locked with."""


@command.command("status")
def status() -> None:
    """List the versions of the master key; exit code 1 when the vault is locked."""
    master = bootstrap.services().vault_master
    versions = master.report()
    for version in versions:
        retired = f", retired {version.retired_at:%Y-%m-%d}" if version.retired_at else ""
        click.echo(
            f"{version.number}\t{version.state}\tsince {version.activated_at:%Y-%m-%d}{retired}"
            f"\tlocks {version.rows}\t{version.where}"
            f"{f' PROBLEM: {version.problem}' if version.problem else ''}"
        )
    if not versions:
        click.echo("There is no master key yet: the server makes it when it starts.")
    elif fault := master.fault():
        click.echo(str(fault), err=True)
        sys.exit(1)


@command.command("rotate")
@click.option("--finish", is_flag=True, help="Only finish a rotation that was interrupted.")
def rotate(*, finish: bool) -> None:
    """Put a new master key to use and lock everything again with it; nothing has to stop.

    The server does this by itself every 90 days, unless keys come from the environment.
    """
    master = bootstrap.services().vault_master
    master.start()
    if not finish:
        click.echo(f"Master key {master.rotate()} is in use.")
    left = master.rewrap()
    for version in master.report():
        if version.state == "active":
            click.echo(f"Back it up apart from the database: {version.where}")
    if left:
        click.echo(_LEFT.format(left), err=True)
        sys.exit(1)
    click.echo("Everything is locked with it.")


@command.command("destroy")
@click.argument("version", type=int)
@click.confirmation_option(
    prompt="Backups from when this key was in use can never be read again. Go on?"
)
def destroy(version: int) -> None:
    """Delete the key of a retired version for good.

    Do this once backups from its time are gone, too: they hold keys of accounts
    that were deleted since. A key in VIDGENIE_MASTER_KEY is yours to take out.
    """
    bootstrap.services().vault_master.destroy(version)
    click.echo(f"Master key {version} is destroyed.")

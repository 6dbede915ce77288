"""`vidgenie erase`."""

import sys

import click

from vidgenie import bootstrap


@click.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask for the address again.")
def command(email: str, *, yes: bool) -> None:
    """Delete the account with this e-mail address and everything it owns, for good."""
    if not yes and click.prompt("Type the address again to delete it") != email:
        sys.exit("These are two different addresses: nothing was deleted.")
    certificate = bootstrap.services().erasure.erase_by_operator(email)
    counts = certificate.counts
    click.echo(
        f"Deleted {certificate.account_id}: {counts.keys} keys, {counts.runs} runs,"
        f" {counts.assets} files of {counts.bytes / 1e6:.1f} MB."
    )
    if not certificate.is_complete:
        click.echo("A part is still being deleted: the server goes on with it while it is up.")

"""`vidgenie users`: who has an account, and help for who lost their phone."""

import click

from vidgenie import bootstrap


@click.group("users", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List who has an account: e-mail, plan, role."""
    if context.invoked_subcommand is not None:
        return
    for account in bootstrap.services().accounts.everybody():
        click.echo(f"{account.email}\t{account.plan}\t{account.role}")


@command.command("remove-second-factor")
@click.argument("email")
def remove_second_factor(email: str) -> None:
    """For somebody who lost both the authenticator app and the recovery codes.

    They are told by e-mail, and the audit log keeps a line.
    """
    services = bootstrap.services()
    account = services.accounts.find(email)
    services.second_factor.disable(account, actor="operator")
    click.echo(f"{account.email} logs in with the password alone.")

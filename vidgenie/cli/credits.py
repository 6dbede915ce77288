"""`vidgenie credits`: look at somebody's credits, adjust them, give back what a Run cost."""

import secrets

import click

from vidgenie import bootstrap
from vidgenie.services.credit_admin import CreditBook

_REASON = click.option("--reason", required=True, help="Why; the account's owner reads it.")
_KEY = click.option("--key", default="", help="The same key does it once, however often it runs.")


@click.group("credits")
def command() -> None:
    """People's credits."""


@command.command("show")
@click.argument("email")
def show(email: str) -> None:
    """Print what an account has: balance, lots, Runs that hold credits, newest entries."""
    _print(bootstrap.services().credit_admin.find(email))


# So that -50 is an amount and no option.
@command.command("adjust", context_settings={"ignore_unknown_options": True})
@click.argument("email")
@click.argument("amount", type=int)
@_REASON
@_KEY
def adjust(email: str, amount: int, reason: str, key: str) -> None:
    """Give AMOUNT credits to an account, or take some: -50. Never takes more than there are."""
    admin = bootstrap.services().credit_admin
    account = admin.find(email)
    book = admin.adjust(None, account.id, amount, reason, key=key or secrets.token_hex(16))
    click.echo(f"{book.email}\t{book.available} available")


@command.command("refund")
@click.argument("run_id")
@click.option("--amount", type=click.IntRange(min=1), help="Credits; all of them when left out.")
@_REASON
@_KEY
def refund(run_id: str, amount: int | None, reason: str, key: str) -> None:
    """Give back what a Run was charged."""
    admin = bootstrap.services().credit_admin
    given, book = admin.refund(None, run_id, amount, reason, key=key or secrets.token_hex(16))
    click.echo(f"{book.email}\t{given} given back\t{book.available} available")


def _print(book: CreditBook) -> None:
    limit = "\tno limit" if book.unlimited else ""
    click.echo(f"{book.email}\t{book.plan}{limit}")
    click.echo(f"available {book.available}\theld {book.held}\tused {book.used}")
    for lot in book.lots:
        until = f"\tuntil {lot.expires_at:%Y-%m-%d}" if lot.expires_at else ""
        click.echo(f"lot\t{lot.source}\t{lot.available} of {lot.granted}{until}")
    for hold in book.holds:
        click.echo(
            f"run\t{hold.run_id}\t{hold.state}\theld {hold.amount}\tcharged {hold.captured}"
            f"\tgiven back {hold.refunded}"
        )
    for order in book.shortfalls:
        click.echo(f"order\t{order.order_id}\t{order.shortfall} spent before it was reversed")
    for line in book.entries:
        when = f"{line.created_at:%Y-%m-%d %H:%M}"
        click.echo(f"{when}\t{line.type}\t{line.amount}\t{line.reason}")

"""`vidgenie audit`: who used whose key and why, and whether the log is whole."""

import json
import sys

import click

from vidgenie import bootstrap, db

_SHOWN = 20  # faults


@click.group("audit")
def command() -> None:
    """The audit log."""


@command.command("list")
@click.option("--account", default="", help="Id of an account; all of them when left out.")
@click.option("--before", type=int, help="Only lines with a lower number.")
@click.option("--limit", default=50, show_default=True, help="Lines at most.")
def entries(account: str, before: int | None, limit: int) -> None:
    """Print lines, the newest first: number, time, actor, account, action, thing, data."""
    services = bootstrap.services()
    chain = services.audit_chain
    with db.reader(services.database)() as session:
        if account:
            found = chain.entries(session, account, before=before, limit=limit)
        else:
            found = chain.everything(session, before=before, limit=limit)
    for entry in found:
        at = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        data = json.dumps(entry.data, sort_keys=True, ensure_ascii=False)
        said = (entry.seq, at, entry.actor, entry.account_id, entry.action, entry.thing, data)
        click.echo("\t".join(str(part) for part in said))


@command.command("verify")
def verify() -> None:
    """Prove that no line was edited, removed or added; exit code 1 when one was."""
    services = bootstrap.services()
    chain = services.audit_chain
    anchors = services.audit_anchors.read()
    with db.reader(services.database)() as session:
        faults = chain.verify(session, anchors)
        head = chain.head(session)
    lines = head.seq if head else 0
    if not faults:
        click.echo(f"The log is whole: {lines} lines, {len(anchors)} anchors.")
        return
    for fault in faults[:_SHOWN]:
        click.echo(f"line {fault.seq}: {fault.problem}", err=True)
    if len(faults) > _SHOWN:
        click.echo(f"and {len(faults) - _SHOWN} more", err=True)
    if [fault.seq for fault in faults] == list(range(1, len(faults) + 1)):
        click.echo(
            "Every line fails: is VIDGENIE_SECRET (or secret.key) the one they were written with?",
            err=True,
        )
    sys.exit(1)

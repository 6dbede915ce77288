"""`vidgenie outbox`: the e-mails of an installation without a mail server."""

import click

from vidgenie import bootstrap


@click.group("outbox")
def command() -> None:
    """Read the e-mails that wait here when VIDGENIE_SMTP_URL is not set."""


@command.command("list")
@click.option("--limit", default=20, show_default=True, help="How many, 1 to 100.")
def show_all(limit: int) -> None:
    """The newest e-mails: id, when, to whom, kind, state."""
    for mail in bootstrap.services().mail.outbox(limit=limit).items:
        state = "sent" if mail.sent_at else f"failed: {mail.error}" if mail.error else "waiting"
        when = mail.created_at.isoformat(timespec="seconds")
        click.echo(f"{mail.id}\t{when}\t{mail.recipient}\t{mail.kind}\t{state}")


@command.command("show")
@click.argument("mail_id", metavar="ID")
def show_one(mail_id: str) -> None:
    """One e-mail with its text; a link in it may sign in, so the audit log keeps a line."""
    mail = bootstrap.services().mail.open(mail_id, actor="operator")
    click.echo(f"To: {mail.recipient}\nSubject: {mail.subject}\n\n{mail.body}", nl=False)

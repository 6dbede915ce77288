"""The outbox: e-mails that wait, for admins of installations without a mail server."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Id, problems
from vidgenie.api.session import Admin

router = APIRouter(prefix="/api/admin/outbox", tags=["admin"], responses=problems(401, 403))


class MailItem(Answer):
    """An e-mail. error: why the last attempt to send it failed."""

    id: str
    recipient: str
    kind: str
    locale: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str


class MailAnswer(MailItem):
    """An e-mail with its text; "" once it was sent."""

    body: str


class OutboxAnswer(Answer):
    """E-mails, newest first. isSending: there is a mail server; next: `before` of the next page."""

    items: list[MailItem]
    next: str | None
    is_sending: bool


@router.get("")
def outbox(
    _admin: Admin,
    before: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> OutboxAnswer:
    """The newest e-mails, without their texts."""
    mail = bootstrap.services().mail
    page = mail.outbox(before=before, limit=limit)
    return OutboxAnswer(
        items=[MailItem.model_validate(one) for one in page.items],
        next=page.next,
        is_sending=mail.server is not None,
    )


@router.get("/{mail_id}", responses=problems(404))
def show(mail_id: Id, admin: Admin) -> MailAnswer:
    """One e-mail with its text: a link in it may sign in, so who reads it is written down."""
    return MailAnswer.model_validate(bootstrap.services().mail.open(mail_id, actor=admin.id))

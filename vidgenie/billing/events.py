"""Events that were taken in, and the payments they speak of."""

from datetime import datetime

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from vidgenie.billing.tables import DisputeRow, PaymentEventRow, PaymentRow
from vidgenie.domain.ports.payments import PaymentEvent

_FINAL = ("won", "lost")


def is_new(session: Session, service: str, event: PaymentEvent, *, now: datetime) -> bool:
    """Write down that an event was taken in; False when it was before.

    Who takes the same one in at the same time waits until this transaction ends.
    """
    row = PaymentEventRow(
        service=service,
        id=event.id,
        name=event.name[:80],
        created_at=event.created_at,
        received_at=now,
    )
    return insert_once(session, row)


def payment(session: Session, service: str, payment_id: str) -> PaymentRow:
    """What is known of a payment, locked; written down when it was not known yet."""
    insert_once(session, PaymentRow(service=service, id=payment_id))
    mine = (col(PaymentRow.service) == service, col(PaymentRow.id) == payment_id)
    query = select(PaymentRow).where(*mine).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def dispute(  # noqa: PLR0913  # all of it is one dispute
    session: Session, service: str, dispute_id: str, *, payment_id: str, cents: int, outcome: str
) -> bool:
    """Note how a dispute stands; False when that changes nothing. The first final word counts."""
    new = DisputeRow(
        service=service, id=dispute_id, payment_id=payment_id, cents=cents, outcome=outcome
    )
    if insert_once(session, new):
        return True
    mine = (col(DisputeRow.service) == service, col(DisputeRow.id) == dispute_id)
    row = session.scalars(select(DisputeRow).where(*mine).with_for_update()).one()
    if row.payment_id != payment_id or row.outcome in _FINAL or outcome == row.outcome:
        return False
    row.outcome, row.cents = outcome, cents
    session.flush()
    return True


def disputes(session: Session, service: str, payment_id: str) -> list[DisputeRow]:
    """The disputes about a payment."""
    mine = (col(DisputeRow.service) == service, col(DisputeRow.payment_id) == payment_id)
    return list(session.scalars(select(DisputeRow).where(*mine).order_by(col(DisputeRow.id))))


def insert_once(session: Session, row: SQLModel) -> bool:
    """Insert a row unless its key is taken; returns whether it was inserted."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    make = sqlite.insert if is_sqlite else postgresql.insert
    statement: Insert = make(type(row)).on_conflict_do_nothing()
    counted = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(counted, row.model_dump()).rowcount == 1

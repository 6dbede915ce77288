"""SQL of what Accounts type in for Providers; nothing here commits."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from vidgenie.library.tables import ProviderOptionsRow


def options(session: Session, account_id: str) -> dict[str, dict[str, str]]:
    """Provider slug -> option -> text, for one Account."""
    rows = select(ProviderOptionsRow).where(ProviderOptionsRow.account_id == account_id)
    return {row.provider: dict(row.values) for row in session.exec(rows)}


def options_of(session: Session, account_id: str, provider: str) -> dict[str, str]:
    """Option -> text, for one Account and Provider."""
    row = session.get(ProviderOptionsRow, (account_id, provider))
    return dict(row.values) if row else {}


def save_options(
    session: Session, account_id: str, provider: str, values: Mapping[str, str], *, now: datetime
) -> None:
    """Keep these, instead of what was there; the last one stands."""
    session.merge(
        ProviderOptionsRow(
            account_id=account_id, provider=provider, values=dict(values), updated_at=now
        )
    )
    session.flush()

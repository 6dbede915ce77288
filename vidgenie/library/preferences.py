"""SQL of preferences: which Providers an Account wants first; nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from vidgenie.library.tables import PreferenceRow


def preference(session: Session, account_id: str) -> PreferenceRow | None:
    """What the Account has chosen, if anything."""
    return session.get(PreferenceRow, account_id)


def save(  # noqa: PLR0913  # a row
    session: Session,
    account_id: str,
    *,
    providers: Mapping[str, Sequence[str]],
    fallback: bool,
    max_micro_usd: Mapping[str, int],
    now: datetime,
) -> None:
    """Keep the choice; the last one stands."""
    row = PreferenceRow(
        account_id=account_id,
        providers={kind: list(slugs) for kind, slugs in providers.items()},
        fallback=fallback,
        max_micro_usd=dict(max_micro_usd),
        updated_at=now,
    )
    session.merge(row)
    session.flush()

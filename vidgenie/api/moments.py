"""Days and moments in an address."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Query

from vidgenie.api.models import Text
from vidgenie.errors import InvalidInput

_FIRST_YEAR, _LAST_YEAR = 2000, 9000  # that every database and every zone can write

Moment = Annotated[Text, Query(max_length=40)]
"""As it was written; "" = none."""


def moment(field: str, text: str, *, is_end: bool = False) -> datetime | None:
    """What was written, in UTC; of a day its beginning, or its end. Raises InvalidInput."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901  # refused below
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        message = f"{field} is a day or a moment, as 2026-11-21."
        raise InvalidInput(message, field=field, problem="malformed")
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    is_day = len(text) <= len("2026-11-21")
    return found + timedelta(days=1) if is_end and is_day else found

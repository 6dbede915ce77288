"""Looking for a clip whose order got no answer."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from vidgenie.domain.ports.provider import Call
from vidgenie.providers.luma_legacy.service import SERVICE
from vidgenie.wire import at, items, read_json

_PAGE, _PAGES = 100, 10
_SKEW = timedelta(seconds=60)  # between Luma's clock and ours
# Told or not; what is told must be what was ordered.
_IF_TOLD = ("model", "aspect_ratio", "duration", "resolution")


async def generation(
    ordered: Mapping[str, Any], call: Call, *, since: datetime, wait: timedelta
) -> str | None:
    """The id of the generation of this order, None when there is none.

    since: when it was sent. wait: how long its answer was waited for.
    Of several, the one nearest in time: others may be orders of the same clip.
    Raises ProviderUnavailable and ProviderRejected.
    """
    found: list[tuple[timedelta, str]] = []
    for page in range(_PAGES):
        path = f"/generations?limit={_PAGE}&offset={page * _PAGE}"
        said = read_json(await SERVICE.ask(call, path))
        if not isinstance(said.get("generations"), list):
            raise SERVICE.unavailable()
        for made in items(said, "generations"):
            name, created = at(made, "id"), _created(made)
            if not isinstance(name, str) or created is None or not _is_same(made, ordered):
                continue
            if -_SKEW <= created - since <= _SKEW + wait:
                found.append((abs(created - since), name))
        if said.get("has_more") is not True:
            break
    return min(found)[1] if found else None


def _is_same(made: object, ordered: Mapping[str, Any]) -> bool:
    """Whether a generation was made by an order that says the same.

    A picture's address is not compared: ours is signed anew each time it is told.
    """
    asked = at(made, "request")
    if at(asked, "prompt") != ordered["prompt"]:
        return False
    if (at(asked, "keyframes", "frame0") is None) != ("keyframes" not in ordered):
        return False
    return all(at(asked, name) in (None, ordered[name]) for name in _IF_TOLD)


def _created(made: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(at(made, "created_at")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""What is noted about the parts of a Graph: which changed when, and what they were then.

A part is "n:<id>" (what a Node does), "p:<id>" (where it stands) or "e:<id>" (what leads
into it). The notes are one flat mapping, so that they can be kept as JSON:

    "n:clip": 7       the revision that changed it last, or removed it
    "n:clip@7": 913…  digest of what it is from that revision on; @0 = from the beginning
    "floor": 3        notes of older revisions were dropped: nothing is known about them
"""

import hashlib
import json
from collections.abc import Mapping

MOST = 3_000
"""Parts, and digests, that are noted; of more the oldest are dropped."""
_LEFT = 2_000  # of them, once some were dropped
_MOST_OF_ONE = 3  # digests
_FLOOR = "floor"


class Notes:
    """What is known about a Graph since a revision that somebody has seen; -1 = nothing."""

    def __init__(self, touched: Mapping[str, int], *, seen: int) -> None:
        self._touched = touched
        self._histories = _histories(touched)
        self._seen = seen
        self._is_blind = seen < touched.get(_FLOOR, 0)

    def is_touched(self, part: str) -> bool:
        """Whether the part may have changed since."""
        return self._is_blind or self._touched.get(part, 0) > self._seen

    def is_as_seen(self, part: str, value: object) -> bool:
        """Whether this is what the part was then; False also when that is not known."""
        past = {} if self._is_blind else self._histories.get(part, {})
        at = max((revision for revision in past if revision <= self._seen), default=None)
        return at is not None and past[at] == _digest(value)


def noted(
    touched: Mapping[str, int],
    changed: Mapping[str, tuple[object, object]],
    *,
    revision: int,
) -> dict[str, int]:
    """The notes after a save. changed: part -> (what it was, what it is), None = not there."""
    parts = {key: at for key, at in touched.items() if "@" not in key}
    histories = _histories(touched)
    for part, (before, after) in changed.items():
        past = histories.setdefault(part, {})
        past.setdefault(parts.get(part, 0), _digest(before))
        past[revision] = _digest(after)
        histories[part] = {at: past[at] for at in sorted(past)[-_MOST_OF_ONE:]}
        parts[part] = revision
    past = {
        f"{part}@{at}": (at, digest)
        for part, past in histories.items()
        for at, digest in past.items()
    }
    if len(past) > MOST:
        past = dict(sorted(past.items(), key=lambda item: item[1])[-_LEFT:])
    return _pruned(parts) | {key: digest for key, (_, digest) in past.items()}


def _pruned(parts: dict[str, int]) -> dict[str, int]:
    """Without the oldest, when there are too many; the floor says how far that goes."""
    floor = parts.pop(_FLOOR, 0)
    if len(parts) > MOST:
        by_age = sorted(parts.items(), key=lambda item: item[1])
        floor = max(floor, by_age[-_LEFT - 1][1])
        parts = dict(by_age[-_LEFT:])
    return {**parts, _FLOOR: floor} if floor else parts


def _histories(touched: Mapping[str, int]) -> dict[str, dict[int, int]]:
    """Part -> revision -> digest of what it is from then on."""
    found: dict[str, dict[int, int]] = {}
    for key, digest in touched.items():
        part, at, revision = key.rpartition("@")
        if at:
            found.setdefault(part, {})[int(revision)] = digest
    return found


def _digest(value: object) -> int:
    """The same for equal values; 0 for what is not there. Exact in any JSON reader."""
    if value is None:
        return 0
    told = json.dumps(value, sort_keys=True, default=str)
    return int(hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:12], 16)

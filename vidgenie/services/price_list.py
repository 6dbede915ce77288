"""The operator's own price list: <home>/prices.json, instead of the rows in the code."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vidgenie.domain.ports.declared import Cost
from vidgenie.domain.ports.provider import Provider

PriceList = Mapping[tuple[str, str], tuple[Cost, ...]]
"""(kind, slug) -> rows of its list."""

NAME = "prices.json"
_MOST_BYTES = 1_000_000


class _Row(BaseModel):
    """One row; `as_of` as 2026-11-20, `micro_usd` in millionths of a dollar."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["text", "image", "video", "speech"]
    provider: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    model: Annotated[str, Field(max_length=120)] = ""
    what: Annotated[str, Field(max_length=120)] = ""
    unit: Literal["prompt", "script", "image", "second", "clip", "thousand_characters"]
    micro_usd: Annotated[int, Field(ge=0, le=10**12)]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    as_of: Annotated[date, Field(strict=False)]


_ROWS = TypeAdapter(list[_Row])


def load_overrides(
    home: Path, providers: Mapping[tuple[str, str], Provider] | None = None
) -> PriceList:
    """(kind, slug) -> the rows the operator wrote, {} when there is no such file.

    providers: when given, a row must be for one of them, in a unit of its list: in another
    one the estimate would be wrong by far.
    Raises ValueError, which ends the start: who writes prices relies on them, and an
    estimate that quietly uses others is worse than none.
    """
    path = home / NAME
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ValueError(f"{NAME} cannot be read: {error.strerror}") from None
    if len(text) > _MOST_BYTES:
        raise ValueError(f"{NAME} is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        rows = _ROWS.validate_json(text)
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(str(step) for step in wrong["loc"])
        raise ValueError(f"{NAME}: {where or 'the file'}: {wrong['msg']}") from None
    found: dict[tuple[str, str], tuple[Cost, ...]] = {}
    for number, row in enumerate(rows):
        place = (row.kind, row.provider)
        _check(number, row, providers)
        cost = Cost(row.micro_usd, row.unit, row.as_of.isoformat(), row.model, row.what, row.source)
        if any(
            (known.model, known.what) == (cost.model, cost.what) for known in found.get(place, ())
        ):
            raise ValueError(f"{NAME}: {number}: this price is there twice")
        found[place] = (*found.get(place, ()), cost)
    return found


def _check(number: int, row: _Row, providers: Mapping[tuple[str, str], Provider] | None) -> None:
    if providers is None:
        return
    provider = providers.get((row.kind, row.provider))
    if provider is None:
        raise ValueError(f"{NAME}: {number}: there is no {row.kind} Provider {row.provider!r}")
    units = {cost.unit for cost in provider.costs}
    if units and row.unit not in units:
        raise ValueError(
            f"{NAME}: {number}: {row.provider} is paid by the {', '.join(sorted(units))}"
        )

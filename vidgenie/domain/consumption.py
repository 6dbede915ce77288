"""Consumption: whether an Account uses far more credits than it usually does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

LEAST_CREDITS = 50
"""Below so many, nothing is unusual."""
WINDOW = 28  # days that are looked back on
LEAST_DAYS = 7
"""With so many days of use in them there is a usual day. With fewer there is none, and an Account
is compared with the largest day it ever had."""
LONG_WINDOW = 730  # days that are looked back on for that
_RECORDS = 3  # times the largest day there was
_SHARE = 2  # half of what the Plan grants a month is no loss to warn such an Account of
_SPREADS = 5  # deviations above what is usual
_BURST = 3  # times the busiest hour there was


class Period(StrEnum):
    """In which time so much was used."""

    DAY = "day"
    HOUR = "hour"
    RARE = "rare"  # a day, of who rarely has any


@dataclass(frozen=True, slots=True)
class Habit:
    """What an Account usually uses; credits.

    usual: on a day of use, > 0. busiest_hour: the most in one hour, > 0.
    day_limit, hour_limit: more than that is unusual.
    is_rare: there is no usual day; `usual` is the largest there was, and hours do not count.
    """

    usual: int
    busiest_hour: int
    day_limit: int
    hour_limit: int
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Unusual:
    """Far more than usual was used.

    used: in this period. usual: on a day of use, in the busiest hour or on the largest day
        there was.
    """

    period: Period
    used: int
    usual: int


def habit(hours: Mapping[datetime, int], today: date) -> Habit | None:
    """What the 28 days before today say; None with fewer than seven days of use: see `rare`.

    hours: start of an hour -> credits used in it. Days without use say nothing about how much
    a day of use takes: who makes one film a week does so every week.
    """
    past = _past(hours, today, WINDOW)
    days = _by_day(past)
    if len(days) < LEAST_DAYS:
        return None
    usual, busiest = median(days.values()), max(past.values())
    # Where every day is like the other there is no deviation: twice as much is not much then.
    beyond = max(_SPREADS * _deviation(list(days.values()), usual), usual)
    return Habit(
        usual=max(1, round(usual)),
        busiest_hour=busiest,
        day_limit=max(LEAST_CREDITS - 1, int(usual + beyond)),
        hour_limit=max(LEAST_CREDITS - 1, _BURST * busiest),
    )


def rare(hours: Mapping[datetime, int], today: date) -> Habit | None:
    """What two years say of who rarely uses anything; None when use began within a week.

    Who has just come tries things out: nothing is unusual yet.
    """
    past = _past(hours, today, LONG_WINDOW)
    days = _by_day(past)
    if not days or min(days) > today - timedelta(days=LEAST_DAYS):
        return None
    largest = max(days.values())
    limit = max(LEAST_CREDITS - 1, _RECORDS * largest)
    return Habit(largest, max(past.values()), day_limit=limit, hour_limit=limit, is_rare=True)


def judge(usual: Habit | None, *, today: int, last_hour: int, planned: int = 0) -> Unusual | None:
    """What is unusual about so many credits used today, and in the last hour.

    planned: what the Plan grants a month, 0 without a limit.
    """
    if usual is None:
        return None
    if usual.is_rare:
        is_much = today > max(usual.day_limit, planned // _SHARE)
        return Unusual(Period.RARE, today, usual.usual) if is_much else None
    if today > usual.day_limit:
        return Unusual(Period.DAY, today, usual.usual)
    if last_hour > usual.hour_limit:
        return Unusual(Period.HOUR, last_hour, usual.busiest_hour)
    return None


def _past(hours: Mapping[datetime, int], today: date, window: int) -> dict[datetime, int]:
    begin = today - timedelta(days=window)
    return {hour: used for hour, used in hours.items() if begin <= hour.date() < today and used > 0}


def _by_day(past: Mapping[datetime, int]) -> dict[date, int]:
    days = dict[date, int]()
    for hour, used in past.items():
        days[hour.date()] = days.get(hour.date(), 0) + used
    return days


def _deviation(values: Sequence[int], middle: float) -> float:
    """The median of how far they are from the middle: one day of excess does not move it."""
    return median(abs(value - middle) for value in values)

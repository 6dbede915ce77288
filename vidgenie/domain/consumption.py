"""Consumption: whether an Account uses far more credits than it usually does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

LEAST_CREDITS = 50
"""Below so many, nothing is unusual."""
WINDOW = 28  # days that are looked back on
LEAST_HISTORY = 7  # days ago the first use was, at least
_SPREADS = 5  # deviations above what is usual
_BURST = 3  # times the busiest hour there was


class Period(StrEnum):
    """In which time so much was used."""

    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Habit:
    """What an Account usually uses; credits.

    usual: on a day of use, > 0. busiest_hour: the most in one hour, > 0.
    day_limit, hour_limit: more than that is unusual.
    """

    usual: int
    busiest_hour: int
    day_limit: int
    hour_limit: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """Far more than usual was used.

    used: in this period. usual: on a day of use, or in the busiest hour there was.
    """

    period: Period
    used: int
    usual: int


def habit(hours: Mapping[datetime, int], today: date) -> Habit | None:
    """What the 28 days before today say; None when use began less than seven days ago.

    hours: start of an hour -> credits used in it. Days without use say nothing about how much
    a day of use takes: who makes one film a week does so every week.
    """
    begin = today - timedelta(days=WINDOW)
    past = {hour: used for hour, used in hours.items() if begin <= hour.date() < today and used > 0}
    days = dict[date, int]()
    for hour, used in past.items():
        days[hour.date()] = days.get(hour.date(), 0) + used
    if not days or min(days) > today - timedelta(days=LEAST_HISTORY):
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


def judge(usual: Habit | None, *, today: int, last_hour: int) -> Unusual | None:
    """What is unusual about so many credits used today, and in the last hour."""
    if usual is None:
        return None
    if today > usual.day_limit:
        return Unusual(Period.DAY, today, usual.usual)
    if last_hour > usual.hour_limit:
        return Unusual(Period.HOUR, last_hour, usual.busiest_hour)
    return None


def _deviation(values: Sequence[int], middle: float) -> float:
    """The median of how far they are from the middle: one day of excess does not move it."""
    return median(abs(value - middle) for value in values)

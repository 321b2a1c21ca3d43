"""Periods of days, from `valid_from` to `valid_to` (inclusive; None = open end)."""

import datetime as dt
from typing import Protocol


class Period(Protocol):
    """Whatever lasts from one day to another: a unit, a name of it, a post, a role."""

    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...


def overlaps_days(period: Period, first: dt.date, last: dt.date | None) -> bool:
    """Whether the period has a day in common with `first` to `last` (None = open end)."""
    begins_in_time = last is None or period.valid_from <= last
    return begins_in_time and not has_ended(period, first)


def covers_day(period: Period, day: dt.date) -> bool:
    """Whether the day lies in the period."""
    return period.valid_from <= day and not has_ended(period, day)


def has_ended(period: Period, day: dt.date) -> bool:
    """Whether the last day of the period is before `day`."""
    return period.valid_to is not None and period.valid_to < day

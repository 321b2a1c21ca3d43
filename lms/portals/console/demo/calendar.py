"""Days of the demo, counted from today, so that the demo is always in the middle of its classes."""

import datetime as dt

from lms.core import clock

_FRIDAY = 4


def working_day(count: int) -> dt.date:
    """Today for 0, the next working day for 1, the one before for -1 …"""
    day = clock.today()
    one_day = dt.timedelta(days=1 if count > 0 else -1)
    for _step in range(abs(count)):
        day += one_day
        while day.weekday() > _FRIDAY:
            day += one_day
    return day


def local_time(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """This time of the day in Vietnam."""
    local = clock.local(clock.now())
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=local.tzinfo)


def around_now(minutes: int) -> tuple[dt.datetime, dt.datetime]:
    """First and last moment of a meeting that began half an hour ago, kept within today."""
    now = clock.local(clock.now())
    first, last = local_time(now.date(), 0), local_time(now.date(), 23, 55)
    five_minutes_sharp = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    begins = max(first, five_minutes_sharp - dt.timedelta(minutes=30))
    ends = begins + dt.timedelta(minutes=minutes)
    if ends > last:
        begins, ends = last - dt.timedelta(minutes=minutes), last
    return begins, ends

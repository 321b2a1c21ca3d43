"""Days of the demo: counted in working days from today, so that the demo is always in the middle of
its classes.
"""

import datetime as dt

from lms.core import clock


def workday(count: int) -> dt.date:
    """Today for 0, the next working day for 1, the one before for -1 …"""
    day, step = clock.today(), dt.timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """That time of that day in Vietnam."""
    local = clock.local(clock.now())
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=local.tzinfo)


def around_now(minutes: int) -> tuple[dt.datetime, dt.datetime]:
    """A meeting of so many minutes that began half an hour ago, kept within today."""
    now = clock.local(clock.now())
    first, last = moment(now.date(), 0), moment(now.date(), 23, 55)
    begins = max(
        first,
        now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) - dt.timedelta(minutes=30),
    )
    ends = begins + dt.timedelta(minutes=minutes)
    if ends > last:
        begins, ends = last - dt.timedelta(minutes=minutes), last
    return begins, ends

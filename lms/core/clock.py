"""The only clock. On PostgreSQL it follows the database's time, so that a wrong clock on one web
server cannot move a deadline; on SQLite it is the process's. Tests and the demo set it with `at`.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Iterator
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from lms.core.errors import BadInput

_fixed: ContextVar[dt.datetime | None] = ContextVar("clock_fixed", default=None)
# The database's time and the monotonic reading at which it was asked.
_synced: tuple[dt.datetime, float] | None = None


def now() -> dt.datetime:
    """The present moment, aware, UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    if connection.vendor != "postgresql":
        return machine()
    return _database_now()


def machine() -> dt.datetime:
    """The time of this machine, for what runs without a database; everything else asks `now`."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in Vietnam (settings.TIME_ZONE)."""
    return local(now()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """`moment` on the wall clock of settings.TIME_ZONE."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def check_order(first: dt.date, last: dt.date | None, *, field: str) -> None:
    """BadInput for a period whose last day lies before its first; `last` None is an open end."""
    if last is not None and last < first:
        raise BadInput(
            _("The last day lies before the first. Correct one of the two days."), field=field
        )


@contextlib.contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Everything inside happens at `moment` (aware)."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def _database_now() -> dt.datetime:
    # Asked rarely and carried on by the monotonic clock, so that reading the time costs no query.
    global _synced  # noqa: PLW0603 - one clock a process
    mono = time.monotonic()
    if _synced is None or mono - _synced[1] > settings.CLOCK_RESYNC_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            _synced = (cursor.fetchone()[0].astimezone(dt.UTC), mono)
    return _synced[0] + dt.timedelta(seconds=mono - _synced[1])

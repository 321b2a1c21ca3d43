"""Days as people write them and as Excel keeps them; what is no day is never guessed."""

import datetime as dt
import enum
import re

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import Value
from lms.people.workbooks.reading.files.grid import day_of
from lms.people.workbooks.reading.values.plain import Unreadable, text_of
from lms.people.workbooks.reading.words import plain

_CLOCK = r"(?: 0{1,2} 0{1,2}(?: 0{1,2})?(?: 0+)?)?"
_DAY = re.compile(rf"(\d{{1,2}}) (\d{{1,2}}) (\d{{4}}|\d{{2}}){_CLOCK}")
_ISO = re.compile(rf"(\d{{4}}) (\d{{1,2}}) (\d{{1,2}}){_CLOCK}")
_WORDED = re.compile(r"(?:ngay )?(\d{1,2}) (?:thang|th|t) ?(\d{1,2}) (?:nam )?(\d{4})")
_NAMED = re.compile(
    r"(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4}|\d{2})"
)
_MONTH = re.compile(r"(?:thang )?(\d{1,2}) (?:nam )?(\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YOUNGEST, _OLDEST = 16, 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SERIALS = (10_000, 80_000)


class Exact(enum.IntEnum):
    """How exact a day must be.

    A month or a year stands for its first day, or for its last one with `at_end`.
    """

    DAY = 0
    MONTH = 1
    YEAR = 2


def birth(value: Value | None, *, is_1904: bool, as_of: dt.date) -> dt.date:
    """A birth date with day and month, of somebody from 16 to 100 years old on `as_of`."""
    found = _read(
        value, is_1904=is_1904, exact=Exact.DAY, at_end=False, newest=as_of.year - _YOUNGEST
    )
    if found > as_of:
        raise Unreadable(_("%(day)s lies in the future.") % {"day": f"{found:%d/%m/%Y}"})
    age = as_of.year - found.year - ((as_of.month, as_of.day) < (found.month, found.day))
    if not _YOUNGEST <= age <= _OLDEST:
        raise Unreadable(
            _("Born on %(day)s would be %(age)d years old. Check the year.")
            % {
                "day": f"{found:%d/%m/%Y}",
                "age": age,
            }
        )
    return found


def past_day(
    value: Value | None,
    *,
    is_1904: bool,
    as_of: dt.date,
    exact: Exact = Exact.DAY,
    at_end: bool = False,
) -> dt.date:
    """A day up to `as_of`. The end of a month or year that is not over yet is `as_of` itself."""
    found = _read(value, is_1904=is_1904, exact=exact, at_end=at_end, newest=as_of.year)
    if (
        at_end
        and found > as_of
        and (found.year, found.month) == (as_of.year, found.month)
        and _is_rough(value)
    ):
        return as_of
    if found > as_of:
        raise Unreadable(
            _("%(day)s is later than %(limit)s, the day of which the workbook speaks.")
            % {
                "day": f"{found:%d/%m/%Y}",
                "limit": f"{as_of:%d/%m/%Y}",
            }
        )
    return found


def _is_rough(value: Value | None) -> bool:
    word = plain(text_of(value))
    return bool(_MONTH.fullmatch(word) or _YEAR.fullmatch(word))


def _read(
    value: Value | None, *, is_1904: bool, exact: Exact, at_end: bool, newest: int
) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    word = plain(text_of(value))
    if word.isdigit() and _SERIALS[0] <= int(word[:9]) < _SERIALS[1]:
        serial = day_of(int(word), is_1904=is_1904)
        if serial:
            return serial.date()
    if isinstance(value, float) and not value.is_integer():
        serial = day_of(value, is_1904=is_1904) if _SERIALS[0] <= value < _SERIALS[1] else None
        if serial:
            return serial.date()
    return _written(word, text_of(value), newest) or _rough(
        word, text_of(value), exact, at_end=at_end
    )


def _written(word: str, text: str, newest: int) -> dt.date | None:
    if found := _ISO.fullmatch(word):
        return _day(int(found[3]), int(found[2]), int(found[1]), text)
    if found := _NAMED.fullmatch(word):
        return _day(int(found[1]), _MONTHS.index(found[2]) + 1, _year(found[3], newest), text)
    if found := _DAY.fullmatch(word) or _WORDED.fullmatch(word):
        return _day(int(found[1]), int(found[2]), _year(found[3], newest), text)
    return None


def _year(digits: str, newest: int) -> int:
    """Of two digits the newest year that is not after `newest`."""
    year = int(digits)
    if len(digits) > 2:
        return year
    century = newest // 100 * 100
    return century + year if century + year <= newest else century - 100 + year


def _day(day: int, month: int, year: int, text: str) -> dt.date:
    if month > 12 >= day:
        raise Unreadable(
            _("“%(text)s” has no month %(month)d. Write day/month/year, for example %(example)s.")
            % {"text": text[:40], "month": month, "example": f"{month:02}/{day:02}/{year}"}
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(_("“%(text)s”: check the year.") % {"text": text[:40]})
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise Unreadable(
            _("There is no day “%(text)s”. Check day and month.") % {"text": text[:40]}
        ) from error


def _rough(word: str, text: str, exact: Exact, *, at_end: bool) -> dt.date:
    month, year = _MONTH.fullmatch(word), _YEAR.fullmatch(word)
    if (month and exact < Exact.MONTH) or (year and exact < Exact.YEAR):
        raise Unreadable(
            _("“%(text)s” has no day and month. Write the whole date: dd/mm/yyyy.")
            % {"text": text[:40]}
            if year
            else _("“%(text)s” has no day. Write the whole date: dd/mm/yyyy.") % {"text": text[:40]}
        )
    if month:
        return _edge(_day(1, int(month[1]), int(month[2]), text), 31, at_end=at_end)
    if year:
        return _edge(_day(1, 1, int(year[1]), text), 366, at_end=at_end)
    raise Unreadable(_("“%(text)s” is no date. Write it as dd/mm/yyyy.") % {"text": text[:40]})


def _edge(first: dt.date, days: int, *, at_end: bool) -> dt.date:
    if not at_end:
        return first
    if days > 31:
        return dt.date(first.year, 12, 31)
    after = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return after - dt.timedelta(days=1)

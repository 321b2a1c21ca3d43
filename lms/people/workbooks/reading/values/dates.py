"""Days as people write them and as Excel keeps them; what is no day is never guessed."""

import datetime as dt
import enum
import re

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.files.grid import day_of
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

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
# Years of age, practice.
_YOUNGEST, _OLDEST = 16, 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Serial numbers of Excel that may be days of the living: from 1927 to 2119.
_SERIALS = (10_000, 80_000)


class DatePrecision(enum.IntEnum):
    """How exact a day must be.

    A month or a year stands for its first day, or for its last one with `at_end`.
    """

    DAY = 0
    MONTH = 1
    YEAR = 2


def read_birth_date(value: CellContent | None, *, is_1904: bool, as_of: dt.date) -> dt.date:
    """A birth date with day and month, of a person from 16 to 100 years old on `as_of`."""
    newest = as_of.year - _YOUNGEST
    born = _read_day(
        value, is_1904=is_1904, precision=DatePrecision.DAY, at_end=False, newest=newest
    )
    if born > as_of:
        raise UnreadableCell(_("%(day)s lies in the future.") % {"day": f"{born:%d/%m/%Y}"})
    has_birthday_to_come = (as_of.month, as_of.day) < (born.month, born.day)
    age = as_of.year - born.year - has_birthday_to_come
    if not _YOUNGEST <= age <= _OLDEST:
        raise UnreadableCell(
            _("Born on %(day)s would be %(age)d years old. Check the year.")
            % {
                "day": f"{born:%d/%m/%Y}",
                "age": age,
            }
        )
    return born


def read_past_day(
    value: CellContent | None,
    *,
    is_1904: bool,
    as_of: dt.date,
    precision: DatePrecision = DatePrecision.DAY,
    at_end: bool = False,
) -> dt.date:
    """A day up to `as_of`. The end of a month or year that is not over yet is `as_of` itself."""
    day = _read_day(value, is_1904=is_1904, precision=precision, at_end=at_end, newest=as_of.year)
    if day <= as_of:
        return day
    is_this_year = day.year == as_of.year
    if at_end and is_this_year and _is_rough(value):
        return as_of
    raise UnreadableCell(
        _("%(day)s is later than %(limit)s, the day of which the workbook speaks.")
        % {
            "day": f"{day:%d/%m/%Y}",
            "limit": f"{as_of:%d/%m/%Y}",
        }
    )


def _is_rough(value: CellContent | None) -> bool:
    """Whether only a month or a year is written."""
    word = plain_words(text_of(value))
    return bool(_MONTH.fullmatch(word) or _YEAR.fullmatch(word))


def _read_day(
    value: CellContent | None, *, is_1904: bool, precision: DatePrecision, at_end: bool, newest: int
) -> dt.date:
    """The day in a cell: a date of Excel, a serial number, a written day, a month or a year.

    `newest`: the last year that two digits may mean.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    text = text_of(value)
    word = plain_words(text)
    serial = _serial_in(value, word)
    day = None if serial is None else day_of(serial, is_1904=is_1904)
    if day:
        return day.date()
    return _read_written(word, text, newest) or _read_month_or_year(
        word, text, precision, at_end=at_end
    )


def _serial_in(value: CellContent | None, word: str) -> float | None:
    """The number by which Excel keeps a day, where the cell holds one that may be a day."""
    first, after = _SERIALS
    if word.isdigit() and first <= int(word[:9]) < after:
        return int(word)
    if isinstance(value, float) and not value.is_integer() and first <= value < after:
        return value
    return None


def _read_written(word: str, text: str, newest: int) -> dt.date | None:
    """A written day, or None: 2024-03-05, 5 Mar 24, 5/3/2024, ngày 5 tháng 3 năm 2024."""
    if match := _ISO.fullmatch(word):
        return _make_day(int(match[3]), int(match[2]), int(match[1]), text)
    if match := _NAMED.fullmatch(word):
        return _make_day(
            int(match[1]), _MONTHS.index(match[2]) + 1, _full_year(match[3], newest), text
        )
    if match := _DAY.fullmatch(word) or _WORDED.fullmatch(word):
        return _make_day(int(match[1]), int(match[2]), _full_year(match[3], newest), text)
    return None


def _full_year(digits: str, newest: int) -> int:
    """The year as written; of two digits the last year up to `newest` that ends in them."""
    year = int(digits)
    if len(digits) > 2:
        return year
    century = newest // 100 * 100
    return century + year if century + year <= newest else century - 100 + year


def _make_day(day: int, month: int, year: int, text: str) -> dt.date:
    """The day. Unreadable, naming the cell's `text`, where there is no such day."""
    if month > 12 >= day:
        raise UnreadableCell(
            _("“%(text)s” has no month %(month)d. Write day/month/year, for example %(example)s.")
            % {"text": text[:40], "month": month, "example": f"{month:02}/{day:02}/{year}"}
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableCell(_("“%(text)s”: check the year.") % {"text": text[:40]})
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise UnreadableCell(
            _("There is no day “%(text)s”. Check day and month.") % {"text": text[:40]}
        ) from error


def _read_month_or_year(word: str, text: str, precision: DatePrecision, *, at_end: bool) -> dt.date:
    """The first or last day of a written month or year. Unreadable where a day is needed."""
    month, year = _MONTH.fullmatch(word), _YEAR.fullmatch(word)
    if year:
        if precision < DatePrecision.YEAR:
            raise UnreadableCell(
                _("“%(text)s” has no day and month. Write the whole date: dd/mm/yyyy.")
                % {"text": text[:40]}
            )
        return _first_or_last_day(_make_day(1, 1, int(year[1]), text), 12, at_end=at_end)
    if month:
        if precision < DatePrecision.MONTH:
            raise UnreadableCell(
                _("“%(text)s” has no day. Write the whole date: dd/mm/yyyy.") % {"text": text[:40]}
            )
        return _first_or_last_day(
            _make_day(1, int(month[1]), int(month[2]), text), 1, at_end=at_end
        )
    raise UnreadableCell(_("“%(text)s” is no date. Write it as dd/mm/yyyy.") % {"text": text[:40]})


def _first_or_last_day(first: dt.date, months: int, *, at_end: bool) -> dt.date:
    """The first day of the period of 1 or 12 months that begins with it, or its last day."""
    if not at_end:
        return first
    if months == 12:
        return dt.date(first.year, 12, 31)
    next_month = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return next_month - dt.timedelta(days=1)

"""Days as lists write them and as Excel keeps them."""

import datetime as dt
import enum

from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.personnel.rules.dates import parse_birth_date, parse_date
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.files.grid import day_of
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

# Serial numbers of Excel that may be days of the living: from 1927 to 2119.
_SERIALS = (10_000, 80_000)


class DatePrecision(enum.IntEnum):
    """How exact a day must be.

    A month or a year stands for its first day, or for its last one with `at_end`.
    """

    DAY = 0
    MONTH = 1
    YEAR = 2


def read_birth_date(value: CellContent | None, *, is_1904: bool, as_of: dt.date) -> BirthDate:
    """A birth date, or a year of birth, or a month and year, not later than `as_of`."""
    kept = _kept_day(value, is_1904=is_1904)
    if kept is not None:
        return BirthDate(kept)
    try:
        return parse_birth_date(text_of(value), as_of)
    except BadInput as refusal:
        raise UnreadableCell(refusal.message) from None


def read_past_day(
    value: CellContent | None,
    *,
    is_1904: bool,
    as_of: dt.date,
    precision: DatePrecision = DatePrecision.DAY,
    at_end: bool = False,
) -> dt.date:
    """A day up to `as_of`. The end of a month or year that is not over yet is `as_of` itself."""
    kept = _kept_day(value, is_1904=is_1904)
    if kept is not None:
        written = BirthDate(kept)
    else:
        try:
            written = parse_date(text_of(value), as_of.year)
        except BadInput as refusal:
            raise UnreadableCell(refusal.message) from None
    _check_precision(written, text_of(value), precision)
    day = _last_day_of(written) if at_end else written.day
    if day <= as_of:
        return day
    if at_end and day.year == as_of.year and not written.is_complete:
        return as_of
    raise UnreadableCell(
        _("%(day)s is later than %(limit)s, the day of which the workbook speaks.")
        % {
            "day": f"{day:%d/%m/%Y}",
            "limit": f"{as_of:%d/%m/%Y}",
        }
    )


def _kept_day(value: CellContent | None, *, is_1904: bool) -> dt.date | None:
    """The day of a date of Excel or of a serial number; None for what is written otherwise."""
    if isinstance(value, dt.datetime):
        return value.date()
    serial = _serial_in(value, plain_words(text_of(value)))
    day = None if serial is None else day_of(serial, is_1904=is_1904)
    return day.date() if day else None


def _serial_in(value: CellContent | None, word: str) -> float | None:
    """The number by which Excel keeps a day, where the cell holds one that may be a day."""
    first, after = _SERIALS
    if word.isdigit() and first <= int(word[:9]) < after:
        return int(word)
    if isinstance(value, float) and not value.is_integer() and first <= value < after:
        return value
    return None


def _check_precision(written: BirthDate, text: str, needed: DatePrecision) -> None:
    """Unreadable where a day, or a month, is needed and only a month or a year is written."""
    if written.precision == BirthPrecision.YEAR and needed < DatePrecision.YEAR:
        raise UnreadableCell(
            _("“%(text)s” has no day and month. Write the whole date: dd/mm/yyyy.")
            % {"text": text[:40]}
        )
    if written.precision == BirthPrecision.MONTH and needed < DatePrecision.MONTH:
        raise UnreadableCell(
            _("“%(text)s” has no day. Write the whole date: dd/mm/yyyy.") % {"text": text[:40]}
        )


def _last_day_of(written: BirthDate) -> dt.date:
    """The last day that the month or year has, or the day itself."""
    first = written.day
    if written.is_complete:
        return first
    if written.precision == BirthPrecision.YEAR:
        return dt.date(first.year, 12, 31)
    next_month = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return next_month - dt.timedelta(days=1)

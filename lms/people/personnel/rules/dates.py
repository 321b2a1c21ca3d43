"""Days as people write them; what is no day is never guessed."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from lms.core import text
from lms.core.errors import BadInput
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision

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
# A year outside is a slip of the pen.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SIGNS = re.compile(r"[^a-z0-9]+")
# Two digits of a birth year are the newest year in which a person of this age was born (practice).
_AGE_OF_TWO_DIGITS = 16


def parse_date(written: str, latest_year: int) -> BirthDate:
    """A day, or a month or a year alone, as people write it: 5/3/1980, 5.3.80, 1980-03-05,
    5 Mar 80, ngày 5 tháng 3 năm 1980, 3/1980, 1980.

    BadInput for anything else and for days that do not exist. `latest_year`: the last year that two
    digits may mean.
    """
    words = _SIGNS.sub(" ", text.fold_marks(written)).strip()
    shown = {"text": written[:40]}
    if match := _ISO.fullmatch(words):
        return BirthDate(_make_day(int(match[3]), int(match[2]), int(match[1]), written))
    if match := _NAMED.fullmatch(words):
        month = _MONTHS.index(match[2]) + 1
        return BirthDate(
            _make_day(int(match[1]), month, _full_year(match[3], latest_year), written)
        )
    if match := _DAY.fullmatch(words) or _WORDED.fullmatch(words):
        year = _full_year(match[3], latest_year)
        return BirthDate(_make_day(int(match[1]), int(match[2]), year, written))
    if match := _YEAR.fullmatch(words):
        return BirthDate(_make_day(1, 1, int(match[1]), written), BirthPrecision.YEAR)
    if match := _MONTH.fullmatch(words):
        first = _make_day(1, int(match[1]), int(match[2]), written)
        return BirthDate(first, BirthPrecision.MONTH)
    raise BadInput(_("“%(text)s” is no date. Write it as dd/mm/yyyy.") % shown)


def parse_birth_date(written: str, day: dt.date) -> BirthDate:
    """A birth date as it is written on `day`; of two digits of a year the newest that can be."""
    return parse_date(written, day.year - _AGE_OF_TWO_DIGITS)


def _full_year(digits: str, latest_year: int) -> int:
    """The year as written; of two digits the last year up to `latest_year` that ends in them."""
    year = int(digits)
    if len(digits) > 2:
        return year
    century = latest_year // 100 * 100
    return century + year if century + year <= latest_year else century - 100 + year


def _make_day(day: int, month: int, year: int, written: str) -> dt.date:
    """The day. BadInput, naming what is written, where there is no such day."""
    if month > 12 >= day:
        raise BadInput(
            _("“%(text)s” has no month %(month)d. Write day/month/year, for example %(example)s.")
            % {"text": written[:40], "month": month, "example": f"{month:02}/{day:02}/{year}"}
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadInput(_("“%(text)s”: check the year.") % {"text": written[:40]})
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise BadInput(
            _("There is no day “%(text)s”. Check day and month.") % {"text": written[:40]}
        ) from error

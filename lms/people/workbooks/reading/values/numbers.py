"""Staff codes, ID numbers, periods of ratings, lesson periods."""

import re

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

_CODE = re.compile(r"[\w./\-]{1,32}")
_ID_DIGITS, _OLD_ID_DIGITS = 12, 9
# Excel takes zeros off the beginning; the code of a province has at most two.
_LEAST_ID_DIGITS = 10
_YEAR = re.compile(r"\b(20[0-4]\d|19[5-9]\d)\b")
_FIRST_HALF = re.compile(
    r"\b(?:6 thang dau(?: nam)?|06 thang dau(?: nam)?|sau thang dau(?: nam)?|nua dau nam|h1)\b"
)
_SECOND_HALF = re.compile(
    r"\b(?:6 thang cuoi(?: nam)?|06 thang cuoi(?: nam)?|sau thang cuoi(?: nam)?|nua cuoi nam|h2)\b"
)
_MOST_PERIODS = 3000


def read_code(value: CellContent | None) -> str:
    """A staff code in capitals without spaces; 1234.0 is "1234"."""
    text = text_of(value).replace(" ", "").upper()
    if not _CODE.fullmatch(text):
        raise UnreadableCell(
            _("“%(text)s” is no staff code: only letters, digits and - . / are used, at most 32.")
            % {"text": text[:40]}
        )
    return text


def read_id_number(value: CellContent | None) -> str:
    """Twelve digits; zeros that Excel took off the beginning are put back.

    Nine digits (CMND) are refused: such cards are no longer valid.
    """
    text = re.sub(r"[\s.'’\-]", "", text_of(value))
    if not text.isdecimal():
        raise UnreadableCell(_("The ID number may hold digits only."))
    digits = str(int(text)) if isinstance(value, int | float) else text
    if len(digits) == _OLD_ID_DIGITS:
        raise UnreadableCell(
            _(
                "An ID number of 9 digits (CMND) is no longer valid. Write the 12 digits of the"
                " identity card (CCCD)."
            )
        )
    if not _LEAST_ID_DIGITS <= len(digits) <= _ID_DIGITS:
        raise UnreadableCell(
            _("The ID number has %(length)d digits; it must have 12.") % {"length": len(digits)}
        )
    return digits.zfill(_ID_DIGITS)


def read_period(value: CellContent | str | None) -> str:
    """ "Năm 2024" → "2024", "6 tháng đầu năm 2025" → "2025-H1"."""
    word = plain_words(text_of(value))
    years = set(_YEAR.findall(word))
    if len(years) != 1:
        raise UnreadableCell(
            _("“%(text)s” names no year. Write for example 2025, or “6 tháng đầu năm 2025”.")
            % {"text": text_of(value)[:40]}
        )
    year = years.pop()
    if _FIRST_HALF.search(word):
        return f"{year}-H1"
    if _SECOND_HALF.search(word):
        return f"{year}-H2"
    return year


def read_lesson_periods(value: CellContent | None) -> int:
    """ "40", "40 tiết" → 40; at most 3,000."""
    match = re.fullmatch(r"(\d{1,5})(?: tiet)?", plain_words(text_of(value)))
    if match is None or not 0 < int(match[1]) <= _MOST_PERIODS:
        raise UnreadableCell(
            _("“%(text)s” is no number of lesson periods (tiết).") % {"text": text_of(value)[:40]}
        )
    return int(match[1])

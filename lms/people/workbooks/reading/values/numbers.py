"""Staff codes, ID numbers, periods of ratings, lesson periods."""

import re

from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.people.personnel.rules.codes import clean_code, clean_id_number
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

_YEAR = re.compile(r"\b(20[0-4]\d|19[5-9]\d)\b")
_FIRST_HALF = re.compile(
    r"\b(?:6 thang dau(?: nam)?|06 thang dau(?: nam)?|sau thang dau(?: nam)?|nua dau nam|h1)\b"
)
_SECOND_HALF = re.compile(
    r"\b(?:6 thang cuoi(?: nam)?|06 thang cuoi(?: nam)?|sau thang cuoi(?: nam)?|nua cuoi nam|h2)\b"
)
_MOST_PERIODS = 3000


def read_code(value: CellContent | None) -> str:
    """A staff code by the rule of the register; 1234.0 is "1234"."""
    try:
        return clean_code(text_of(value))
    except BadInput as refusal:
        raise UnreadableCell(refusal.message) from None


def read_id_number(value: CellContent | None) -> str:
    """An ID number by the rule of the register; zeros that Excel took off are put back."""
    try:
        return clean_id_number(text_of(value), may_lack_zeros=True)
    except BadInput as refusal:
        raise UnreadableCell(refusal.message) from None


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

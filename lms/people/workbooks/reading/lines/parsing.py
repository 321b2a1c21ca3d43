"""Parse the cell of a field: which reader of values each field has."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from lms.core.errors import BadInput
from lms.people.personnel.fields import OFFICIAL_FIELDS, CellKind, OfficialField
from lms.people.personnel.rules.ages import BirthDate
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.fields import DIMENSIONS, GROUPS, LEVELS, NONE
from lms.people.workbooks.reading.values import choices, dates, levels, names, numbers, plain
from lms.people.workbooks.reading.values.dates import DatePrecision
from lms.people.workbooks.reading.values.levels import LevelRead
from lms.people.workbooks.reading.values.plain import UnreadableCell


@dataclass(frozen=True)
class DateContext:
    """How days are read: the epoch of the workbook and the day of its figures."""

    is_1904: bool
    as_of: dt.date


Parser = Callable[[CellContent, DateContext], Any]


def parse_cell(key: str, value: CellContent, times: DateContext) -> Any:
    """The value of a field; None where the cell says nothing.

    Unreadable where the reader of its values says so.
    """
    if key == _REMARKS:
        return plain.text_of(value)[:_LONGEST]
    if isinstance(value, str) and len(value) > _LONGEST:
        # raises: no reader should search a text of many thousand letters
        plain.read_short_text(value, _LONGEST)
    base, _colon, header_words = key.partition(":")
    if base == "rating" and ":" in header_words:
        return plain.read_mark(value) or None
    if base in _PERSONAL_KEYS:
        return _parse_value(base, value, times)
    return _parse_value_cached(base, value, times)


def _parse_value(base: str, value: CellContent, times: DateContext) -> Any:
    parser = _PARSERS[base]
    if base not in _NO_IS_AN_ANSWER and plain.is_nothing(plain.text_of(value)):
        return None
    return parser(value, times)


# Words of a list repeat. Typed: 1 and True are the same key otherwise. The cache keeps nothing that
# is unreadable.
_parse_value_cached = lru_cache(8192, typed=True)(_parse_value)


def _value_parser(read: Callable[[CellContent | None], Any]) -> Parser:
    return lambda value, _times: read(value)


def _words_parser(limit: int) -> Parser:
    return lambda value, _times: plain.read_words(value, limit)


def _text_parser(limit: int) -> Parser:
    return lambda value, _times: plain.read_short_text(value, limit)


def _parse_birth(value: CellContent, times: DateContext) -> BirthDate:
    return dates.read_birth_date(value, is_1904=times.is_1904, as_of=times.as_of)


def _parse_day(
    precision: DatePrecision, value: CellContent, times: DateContext, *, at_end: bool = False
) -> dt.date:
    return dates.read_past_day(
        value, is_1904=times.is_1904, as_of=times.as_of, precision=precision, at_end=at_end
    )


def _parse_text(field: OfficialField, value: CellContent, _times: DateContext) -> Any:
    limit = field.max_length or _LONGEST
    return _clean_value(field.clean, plain.read_short_text(value, limit))


def _parse_choice(field: OfficialField, value: CellContent, _times: DateContext) -> Any:
    return _clean_value(field.parse_choice, plain.text_of(value))


def _clean_value(clean: Callable[[str], Any], written: str) -> Any:
    """The value by the rule of the register. Unreadable where the rule refuses it."""
    try:
        return clean(written)
    except BadInput as refusal:
        raise UnreadableCell(refusal.message) from None


def _parse_party(value: CellContent, times: DateContext) -> bool | dt.date:
    """A mark, or the day of joining."""
    try:
        return plain.read_mark(value)
    except UnreadableCell as error:
        if not any(map(str.isdigit, plain.text_of(value))):
            raise error from None
        return _parse_day(DatePrecision.YEAR, value, times)


def _parse_level(dimension: str, value: CellContent, _times: DateContext) -> LevelRead | None:
    return levels.read_level(dimension, value)


def _parse_level_mark(
    level: str, may_be_field: bool, value: CellContent, _times: DateContext
) -> LevelRead | None:
    """A mark below a level, or below one of study the field of study in place of the mark."""
    try:
        return LevelRead(level) if plain.read_mark(value) else None
    except UnreadableCell:
        text = plain.text_of(value)
        if may_be_field and any(map(str.isalpha, text)) and len(text) > 2:
            return LevelRead(level, plain.read_short_text(value, 120))
        raise


_LONGEST = 1000
# Looked at alone, so that nobody is refused for a long one.
_REMARKS = "remarks"
# Cells of these kinds differ for each person, so that a cache of them is of no use.
_PERSONAL_CELLS = {
    CellKind.CODE,
    CellKind.FULL_NAME,
    CellKind.FAMILY_NAME,
    CellKind.GIVEN_NAME,
    CellKind.BIRTH_DATE,
    CellKind.ID_NUMBER,
}
# In these "không" and "chưa" are an answer, or for a name an error.
_ANSWERED_CELLS = {
    CellKind.FULL_NAME,
    CellKind.FAMILY_NAME,
    CellKind.GIVEN_NAME,
    CellKind.MARK,
    CellKind.MARK_OR_DAY,
}
# Kind of cell → its reader for a field of an official.
_CELL_PARSERS: dict[CellKind, Callable[[OfficialField], Parser]] = {
    CellKind.TEXT: lambda field: partial(_parse_text, field),
    CellKind.CHOICE: lambda field: partial(_parse_choice, field),
    CellKind.MARK: lambda _field: _value_parser(plain.read_mark),
    CellKind.DAY: lambda _field: partial(_parse_day, DatePrecision.YEAR),
    CellKind.CODE: lambda _field: _value_parser(numbers.read_code),
    CellKind.FULL_NAME: lambda _field: _value_parser(names.read_full_name),
    CellKind.FAMILY_NAME: lambda _field: _text_parser(100),
    CellKind.GIVEN_NAME: lambda _field: _text_parser(40),
    CellKind.BIRTH_DATE: lambda _field: _parse_birth,
    CellKind.SEX: lambda _field: _value_parser(choices.read_sex),
    CellKind.ID_NUMBER: lambda _field: _value_parser(numbers.read_id_number),
    CellKind.ETHNIC_GROUP: lambda _field: _value_parser(choices.read_ethnicity),
    CellKind.MARK_OR_DAY: lambda _field: _parse_party,
}
_YEAR_END = partial(_parse_day, DatePrecision.YEAR, at_end=True)
_PARSERS: dict[str, Parser] = {
    **{
        column.key: _CELL_PARSERS[column.cell](field)
        for field in OFFICIAL_FIELDS
        for column in field.columns
    },
    "unit": _text_parser(200),
    "unit_code": _text_parser(40),
    "title": _words_parser(160),
    "position": _words_parser(160),
    "decision": _text_parser(120),
    "group": _value_parser(choices.read_group),
    "is_key": _value_parser(plain.read_mark),
    "rank": _value_parser(choices.read_rank),
    "post_from": partial(_parse_day, DatePrecision.MONTH),
    "rating": _value_parser(choices.read_rating),
    "rating.period": _value_parser(numbers.read_period),
    "rating.decision": _text_parser(120),
    "training.title": _text_parser(200),
    "training.school": _text_parser(200),
    "training.kind": _text_parser(100),
    "training.document": _text_parser(80),
    "training.from": partial(_parse_day, DatePrecision.YEAR),
    "training.to": _YEAR_END,
    "training.periods": _value_parser(numbers.read_lesson_periods),
    **{f"group.{key}": _value_parser(plain.read_mark) for key in GROUPS},
    **{dimension: partial(_parse_level, dimension) for dimension in DIMENSIONS},
    **{
        f"{dimension}.{level}": partial(_parse_level_mark, level, dimension == "professional")
        for dimension, steps in LEVELS.items()
        for level in (*steps, NONE)
    },
    **{
        f"{dimension}.field": _text_parser(120)
        for dimension in ("professional", "foreign_language", "ethnic_language")
    },
    **{
        f"{dimension}.institution": _text_parser(200)
        for dimension in ("professional", "political_theory")
    },
    **{
        f"{dimension}.mode": _value_parser(choices.read_mode)
        for dimension in ("professional", "political_theory")
    },
    **{
        f"{dimension}.date": _YEAR_END
        for dimension in ("professional", "political_theory", "state_management")
    },
}
_CELLS = {column.key: column.cell for field in OFFICIAL_FIELDS for column in field.columns}
_PERSONAL_KEYS = {key for key, cell in _CELLS.items() if cell in _PERSONAL_CELLS}
_NO_IS_AN_ANSWER = {
    *DIMENSIONS,
    *(key for key, cell in _CELLS.items() if cell in _ANSWERED_CELLS),
    "is_key",
}

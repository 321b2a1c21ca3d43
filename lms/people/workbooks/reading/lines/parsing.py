"""Parse the cell of a field: which reader of values each field has."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from lms.people.workbooks.reading.cells import Value
from lms.people.workbooks.reading.fields import DIMENSIONS, GROUPS, LEVELS, NONE
from lms.people.workbooks.reading.values import choices, dates, levels, names, numbers, plain
from lms.people.workbooks.reading.values.dates import Exact
from lms.people.workbooks.reading.values.levels import Read
from lms.people.workbooks.reading.values.plain import Unreadable


@dataclass(frozen=True)
class Times:
    """How days are read: the epoch of the workbook and the day of its figures."""

    is_1904: bool
    as_of: dt.date


Parser = Callable[[Value, Times], Any]


def parse(key: str, value: Value, times: Times) -> Any:
    """The value of a field; None where the cell says nothing.

    Unreadable where the reader of its values says so.
    """
    if isinstance(value, str) and len(value) > _LONGEST:
        # raises: no reader should search a text of many thousand letters
        plain.short(value, _LONGEST)
    base, _colon, header_words = key.partition(":")
    if base == "rating" and ":" in header_words:
        return plain.mark(value) or None
    if base in _PERSONAL:
        return _parsed(base, value, times)
    return _parsed_once(base, value, times)


def _parsed(base: str, value: Value, times: Times) -> Any:
    parser = _PARSERS[base]
    if base not in _SAYS_NOTHING_ITSELF and plain.is_nothing(plain.text_of(value)):
        return None
    return parser(value, times)


# Words of a list repeat. Typed: 1 and True are the same key otherwise. The cache keeps nothing that
# is unreadable.
_parsed_once = lru_cache(8192, typed=True)(_parsed)


def _plain(read: Callable[[Value | None], Any]) -> Parser:
    return lambda value, _times: read(value)


def _text(limit: int) -> Parser:
    return lambda value, _times: plain.short(value, limit)


def _birth(value: Value, times: Times) -> dt.date:
    return dates.birth(value, is_1904=times.is_1904, as_of=times.as_of)


def _day(exact: Exact, value: Value, times: Times, *, at_end: bool = False) -> dt.date:
    return dates.past_day(
        value, is_1904=times.is_1904, as_of=times.as_of, exact=exact, at_end=at_end
    )


def _party(value: Value, times: Times) -> bool | dt.date:
    """A mark, or the day of joining."""
    try:
        return plain.mark(value)
    except Unreadable as error:
        if not any(map(str.isdigit, plain.text_of(value))):
            raise error from None
        return _day(Exact.YEAR, value, times)


def _level(dimension: str, value: Value, _times: Times) -> Read | None:
    return levels.level(dimension, value)


def _level_mark(level: str, may_be_field: bool, value: Value, _times: Times) -> Read | None:
    """A mark below a level, or below one of study the field of study in place of the mark."""
    try:
        return Read(level) if plain.mark(value) else None
    except Unreadable:
        text = plain.text_of(value)
        if may_be_field and any(map(str.isalpha, text)) and len(text) > 2:
            return Read(level, plain.short(value, 120))
        raise


_LONGEST = 1000
# These differ for each person, so that a cache of them is of no use.
_PERSONAL = {
    "code",
    "full_name",
    "family_name",
    "given_name",
    "birth_date",
    "birth_male",
    "birth_female",
    "id_number",
}
_YEAR_END = partial(_day, Exact.YEAR, at_end=True)
_PARSERS: dict[str, Parser] = {
    "code": _plain(numbers.code),
    "full_name": _plain(names.full_name),
    "family_name": _text(100),
    "given_name": _text(40),
    "birth_date": _birth,
    "birth_male": _birth,
    "birth_female": _birth,
    "sex": _plain(choices.sex),
    "sex_male": _plain(plain.mark),
    "sex_female": _plain(plain.mark),
    "id_number": _plain(numbers.id_number),
    "ethnicity": _plain(choices.ethnicity),
    "ethnic_minority": _plain(plain.mark),
    "party_member": _party,
    "party_date": partial(_day, Exact.YEAR),
    "unit": _text(200),
    "unit_code": _text(40),
    "title": _text(160),
    "position": _text(160),
    "decision": _text(120),
    "group": _plain(choices.group),
    "is_key": _plain(plain.mark),
    "rank": _plain(choices.rank),
    "post_from": partial(_day, Exact.MONTH),
    "rating": _plain(choices.rating),
    "rating.period": _plain(numbers.period),
    "rating.decision": _text(120),
    "training.title": _text(200),
    "training.school": _text(200),
    "training.kind": _text(100),
    "training.document": _text(80),
    "training.from": partial(_day, Exact.YEAR),
    "training.to": _YEAR_END,
    "training.periods": _plain(numbers.lesson_periods),
    **{f"group.{key}": _plain(plain.mark) for key in GROUPS},
    **{dimension: partial(_level, dimension) for dimension in DIMENSIONS},
    **{
        f"{dimension}.{level}": partial(_level_mark, level, dimension == "professional")
        for dimension, steps in LEVELS.items()
        for level in (*steps, NONE)
    },
    **{
        f"{dimension}.field": _text(120)
        for dimension in ("professional", "foreign_language", "ethnic_language")
    },
    **{
        f"{dimension}.institution": _text(200) for dimension in ("professional", "political_theory")
    },
    **{
        f"{dimension}.mode": _plain(choices.mode)
        for dimension in ("professional", "political_theory")
    },
    **{
        f"{dimension}.date": _YEAR_END
        for dimension in ("professional", "political_theory", "state_management")
    },
}
# "không" and "chưa" in these cells is an answer, or for a name an error.
_SAYS_NOTHING_ITSELF = {
    *DIMENSIONS,
    "full_name",
    "family_name",
    "given_name",
    "is_key",
    "ethnic_minority",
    "party_member",
}

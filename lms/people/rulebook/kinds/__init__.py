"""Kinds of value that a rule may have: what is allowed, how people type it, how people read it.

No tables.
"""

from lms.people.rulebook.kinds.base import ValueKind
from lms.people.rulebook.kinds.lists import (
    BandsValue,
    DaysValue,
    GroundsValue,
    NamedNumbersValue,
    ScaleValue,
)
from lms.people.rulebook.kinds.single import NumberValue, PatternValue, PercentValue, YesNoValue

__all__ = [
    "BandsValue",
    "DaysValue",
    "GroundsValue",
    "NamedNumbersValue",
    "NumberValue",
    "PatternValue",
    "PercentValue",
    "ScaleValue",
    "ValueKind",
    "YesNoValue",
]

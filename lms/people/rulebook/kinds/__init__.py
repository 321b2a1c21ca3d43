"""Kinds of value that a rule may have: what is allowed, how it is typed on a page, how it is said
in words.

No tables.
"""

from lms.people.rulebook.kinds.base import Kind
from lms.people.rulebook.kinds.lists import Bands, Dates, Grounds, NumbersBy, Scale
from lms.people.rulebook.kinds.single import Number, Pattern, Percent

__all__ = [
    "Bands",
    "Dates",
    "Grounds",
    "Kind",
    "Number",
    "NumbersBy",
    "Pattern",
    "Percent",
    "Scale",
]

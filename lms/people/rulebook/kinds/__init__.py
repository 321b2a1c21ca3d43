"""Kinds of value that a rule may have: what is allowed, how people type it, how people read it.

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

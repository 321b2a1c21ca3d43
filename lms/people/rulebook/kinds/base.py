"""The interface of every kind of value."""

from abc import ABC, abstractmethod
from collections.abc import Sized
from typing import Any, Never

from django.utils.translation import gettext as _

from lms.core.errors import BadInput


class ValueKind(ABC):
    """`read(typed(value), value) == value` for every value that `check` lets pass."""

    # whether it is typed as several lines
    many_lines = False

    @abstractmethod
    def hint(self) -> str:
        """How it is typed, for people."""

    @abstractmethod
    def check(self, value: Any) -> None:
        """BadInput (field "value") where the value is not of this kind."""

    @abstractmethod
    def read(self, typed: str, old: Any = None) -> Any:
        """The value of a text that a person typed. BadInput names the line.

        `old`: the value in force; parts that it names too keep their keys.
        """

    @abstractmethod
    def typed(self, value: Any) -> str:
        """The value as one would type it."""

    @abstractmethod
    def words(self, value: Any, measure: str) -> list[str]:
        """The value for people, a line each."""


def refuse_value(message: str) -> Never:
    """Raise BadInput on the field of the value."""
    raise BadInput(message, field="value")


def numbered_lines(typed: str) -> list[tuple[int, str]]:
    """(number, text) of the lines that are not empty."""
    numbered = []
    for number, line in enumerate(typed.splitlines(), start=1):
        words = " ".join(line.split())
        if words:
            numbered.append((number, words))
    return numbered


def require_lines(values: Sized) -> None:
    """BadInput where there is nothing at all."""
    if not values:
        refuse_value(_("Type at least one line."))

"""What every kind of value can do."""

from abc import ABC, abstractmethod
from typing import Any, Never

from django.utils.translation import gettext as _

from lms.core.errors import BadInput


class Kind(ABC):
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
        """The value that was typed; the keys of `old` are kept for what it names too.

        BadInput names the line.
        """

    @abstractmethod
    def typed(self, value: Any) -> str:
        """The value as one would type it."""

    @abstractmethod
    def words(self, value: Any, measure: str) -> list[str]:
        """The value for people, a line each."""


def refuse(message: str) -> Never:
    """The value cannot be used."""
    raise BadInput(message, field="value")


def lines(typed: str) -> list[tuple[int, str]]:
    """(number, text) of the lines that are not empty."""
    found = ((number, " ".join(line.split())) for number, line in enumerate(typed.splitlines(), 1))
    return [(number, line) for number, line in found if line]


def some(found: list[Any]) -> None:
    """A list has at least one line."""
    if not found:
        refuse(_("Type at least one line."))

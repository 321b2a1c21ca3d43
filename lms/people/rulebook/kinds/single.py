"""Values of one line: a number, a share, yes or no, the pattern of a number."""

import re
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import text
from lms.people.rulebook.kinds.base import ValueKind, refuse_value

_WHOLE = re.compile(r"\d{1,12}|\d{1,3}(\.\d{3}){1,3}")
_DECIMAL = re.compile(r"\d{1,12}([.,]\d{1,6})?")
# How a number may be written in a pattern: as it is, or with up to nine digits.
_WRITTEN = re.compile(r"(0[1-9]d)?")


@dataclass(frozen=True)
class NumberValue(ValueKind):
    """A number from `low` to `high` with at most `places` decimals.

    Stored as int where it is whole.
    """

    low: int
    high: int
    places: int = 0

    def hint(self) -> str:
        if self.places:
            text = _("A number from %(low)s to %(high)s; decimals after a comma.")
        else:
            text = _("A whole number from %(low)s to %(high)s.")
        return text % {"low": format_number(self.low), "high": format_number(self.high)}

    def check(self, value: Any) -> None:
        # a flag is an int, too, for isinstance
        if type(value) not in {int, float} or not self.low <= value <= self.high:
            refuse_value(self.hint())
        if round(value, self.places) != value:
            refuse_value(self.hint())

    def read(self, typed: str, old: Any = None) -> Any:
        typed = "".join(typed.split())
        if not (_DECIMAL if self.places else _WHOLE).fullmatch(typed):
            refuse_value(self.hint())
        if not self.places:
            return int(typed.replace(".", ""))
        value = float(typed.replace(",", "."))
        return int(value) if value.is_integer() else value

    def typed(self, value: Any) -> str:
        return str(value).replace(".", ",")

    def words(self, value: Any, measure: str) -> list[str]:
        return [f"{format_number(value)} {measure}".strip()]


@dataclass(frozen=True)
class PercentValue(NumberValue):
    """A share in whole percent."""

    low: int = 0
    high: int = 100

    def words(self, value: Any, measure: str) -> list[str]:
        return [f"{value}{measure}" if measure.startswith("%") else f"{value} {measure}".strip()]


class YesNoValue(ValueKind):
    """Whether something is allowed: True or False."""

    def hint(self) -> str:
        return _("%(yes)s or %(no)s.") % {"yes": self.typed(True), "no": self.typed(False)}

    def check(self, value: Any) -> None:
        if not isinstance(value, bool):
            refuse_value(self.hint())

    def read(self, typed: str, old: Any = None) -> Any:
        answers = {text.fold_marks(self.typed(answer)): answer for answer in (True, False)}
        answer = answers.get(text.fold_marks(typed))
        if answer is None:
            refuse_value(self.hint())
        return answer

    def typed(self, value: Any) -> str:
        return pgettext("rule", "Yes") if value else pgettext("rule", "No")

    def words(self, value: Any, measure: str) -> list[str]:
        return [self.typed(value)]


@dataclass(frozen=True)
class PatternValue(ValueKind):
    """The pattern of a number: braces are filled in; each of `fields` stands in it."""

    fields: tuple[str, ...]
    longest: int = 60

    def hint(self) -> str:
        names = ", ".join(f"{{{name}}}" for name in self.fields)
        return _("Text that holds %(names)s; {number:05d} writes the number with five digits.") % {
            "names": names
        }

    def check(self, value: Any) -> None:
        if not isinstance(value, str) or not 0 < len(value) <= self.longest:
            refuse_value(self.hint())
        try:
            parts = [part for part in Formatter().parse(value) if part[1] is not None]
        except ValueError:
            refuse_value(self.hint())
        if {name for _text, name, _spec, _conversion in parts} != set(self.fields):
            refuse_value(self.hint())
        if not all(_is_fillable(name, spec, conversion) for _text, name, spec, conversion in parts):
            refuse_value(self.hint())

    def sample(self, value: str, number: int) -> str:
        """What the pattern gives for a number."""
        examples = {"school": "TCT-DB", "year": 2026, "number": number}
        return value.format(**{name: examples[name] for name in self.fields})

    def read(self, typed: str, old: Any = None) -> Any:
        return " ".join(typed.split())

    def typed(self, value: Any) -> str:
        return str(value)

    def words(self, value: Any, measure: str) -> list[str]:
        return [str(value), _("for example %(sample)s") % {"sample": self.sample(value, 123)}]


def format_number(value: float) -> str:
    """A number as Vietnamese writes it: dots between thousands, a comma before decimals."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def _is_fillable(name: str | None, spec: str | None, conversion: str | None) -> bool:
    """Whether a field of a pattern is written plainly, or is the number with leading zeros."""
    if conversion:
        return False
    return not spec or (name == "number" and _WRITTEN.fullmatch(spec) is not None)

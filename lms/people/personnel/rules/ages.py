"""Birth dates and ages: how exact a birth date is, and who is too young or too old for an entry."""

import datetime as dt
from dataclasses import dataclass
from typing import Never, assert_never

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.errors import BadInput


class BirthPrecision(models.TextChoices):
    """What is known of a birth date; of a month or a year alone its first day is stored."""

    DAY = "day", gettext_lazy("day, month and year")
    MONTH = "month", gettext_lazy("month and year alone")
    YEAR = "year", gettext_lazy("year alone")


@dataclass(frozen=True)
class BirthDate:
    """A birth date as precise as it is known; `day` is the first day that it may be."""

    day: dt.date
    precision: BirthPrecision = BirthPrecision.DAY

    def __str__(self) -> str:
        """As people read it: "17/05/1992", "1985 (day and month missing)"."""
        match self.precision:
            case BirthPrecision.DAY:
                return self.written
            case BirthPrecision.MONTH:
                return _("%(month)s (day missing)") % {"month": self.written}
            case BirthPrecision.YEAR:
                return _("%(year)s (day and month missing)") % {"year": self.written}
        assert_never(self.precision)

    @classmethod
    def of(cls, born: "dt.date | BirthDate") -> "BirthDate":
        """The birth date that is given; a plain day is a whole one."""
        return born if isinstance(born, BirthDate) else cls(born)

    @property
    def written(self) -> str:
        """As one types it: "17/05/1992", "05/1992", "1992"."""
        return f"{self.day:{_FORMATS[self.precision]}}"

    @property
    def is_complete(self) -> bool:
        """Whether day and month are known."""
        return self.precision == BirthPrecision.DAY

    def is_same_day(self, other: "BirthDate") -> bool:
        """Whether both are known to be the same day."""
        return self.is_complete and self == other

    def may_be(self, other: "BirthDate") -> bool:
        """Whether both can be the birth date of one person: they agree in what both say."""
        common = [name for name in _PARTS[self.precision] if name in _PARTS[other.precision]]
        return all(getattr(self.day, name) == getattr(other.day, name) for name in common)

    def says_more_than(self, other: "BirthDate") -> bool:
        """Whether it agrees with the other one and is more precise."""
        more_parts = len(_PARTS[self.precision]) > len(_PARTS[other.precision])
        return more_parts and self.may_be(other)


_FORMATS = {
    BirthPrecision.DAY: "%d/%m/%Y",
    BirthPrecision.MONTH: "%m/%Y",
    BirthPrecision.YEAR: "%Y",
}
_PARTS = {
    BirthPrecision.DAY: ("year", "month", "day"),
    BirthPrecision.MONTH: ("year", "month"),
    BirthPrecision.YEAR: ("year",),
}


@dataclass(frozen=True)
class EntryRules:
    """What the rulebook says of birth dates at a unit: the ages in completed years, and whether an
    entry may be made with a month or a year alone.
    """

    youngest: int
    oldest: int
    allows_rough_birth_date: bool


def age_on(born: dt.date, day: dt.date) -> int:
    """The age in completed years; who was born on 29/02 has the birthday on 01/03 in other years
    (practice).
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def latest_birth_date(day: dt.date, years: int) -> dt.date:
    """The latest birth date with which somebody has so many completed years on `day`: the inverse
    of `age_on`.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def check_birth_date(born: BirthDate, day: dt.date, rules: EntryRules) -> None:
    """BadInput for a birth date to come, for an age on `day` that nobody with a post has (likely a
    slip in the year), and for one without day or month where the rulebook wants them.
    """
    if born.day > day:
        _refuse(_("%(day)s lies in the future.") % {"day": born})
    age = age_on(born.day, day)
    if not rules.youngest <= age <= rules.oldest:
        _refuse(
            _("Born on %(day)s would be %(age)d years old. Check the year.")
            % {"day": born, "age": age}
        )
    if not (born.is_complete or rules.allows_rough_birth_date):
        _refuse(
            _(
                "The rulebook wants the whole birth date here: write day, month and year"
                " (dd/mm/yyyy)."
            )
        )


def _refuse(message: str) -> Never:
    """Raise BadInput on the field of the birth date."""
    raise BadInput(message, field="birth_date")

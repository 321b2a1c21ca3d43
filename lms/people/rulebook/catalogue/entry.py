"""What is known of a rule before anybody sets it."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lms.people.rulebook.kinds import ValueKind
from lms.people.rulebook.models import Basis

LONG_AGO = dt.date(2000, 1, 1)


class RuleSubject(models.TextChoices):
    """The headings under which rules are listed, in this order."""

    TEACHING = "teaching", pgettext_lazy("rules", "Classes and attendance")
    RESULTS = "results", pgettext_lazy("rules", "Results and certificates")
    CASES = "cases", pgettext_lazy("rules", "Cases and their analysis")
    CONDUCT = "conduct", pgettext_lazy("rules", "Conduct culture")
    PEOPLE = "people", pgettext_lazy("rules", "Officials and reports")
    PRIVACY = "privacy", pgettext_lazy("rules", "Personal data")
    OFFICE = "office", pgettext_lazy("rules", "Calendar and operation")


class RuleScope(enum.StrEnum):
    """What a rule may be set for, beside "everywhere"."""

    UNIT = "unit"
    GROUP = "group"
    LEVEL = "level"


@dataclass(frozen=True)
class FirstValue:
    """A value that a new installation begins with; it holds everywhere."""

    value: Any
    basis: Basis
    source: str
    valid_from: dt.date = LONG_AGO
    valid_to: dt.date | None = None
    is_verified: bool = False


@dataclass(frozen=True)
class RuleEntry:
    """One key. `title` and `measure` are data in Vietnamese, as law and schools write them."""

    key: str
    subject: RuleSubject
    title: str
    kind: ValueKind
    defaults: tuple[FirstValue, ...]
    measure: str = ""
    # UNIT only where whoever asks the rule names the unit
    scopes: tuple[RuleScope, ...] = (RuleScope.UNIT,)
    # whether None may be set: no minimum applies
    none_ok: bool = False
    # a value belongs to one calendar year and names days of it
    yearly: bool = False
    # people look it up; no code decides by it yet
    told_only: bool = False

    def words(self, value: Any) -> list[str]:
        """The value for people, a line each."""
        if value is None:
            return [_("no minimum applies")]
        return self.kind.words(value, self.measure)

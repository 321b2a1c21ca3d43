"""Asking the rulebook: which value applied on that day, at that unit, and by which source."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lms.core import clock
from lms.core.errors import RuleBroken
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.rulebook.models import Rule


@dataclass(frozen=True)
class Applied:
    """A rule as it applied: copied into whatever was decided by it."""

    key: str
    title: str
    value: Any
    source: str
    is_verified: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key, "title": self.title, "value": self.value, "source": self.source,
            "is_verified": self.is_verified,
        }  # fmt: skip


def rules_for(
    *keys: str, unit: Unit | None = None, day: dt.date | None = None, group: str = ""
) -> dict[str, Applied]:
    """The rules that apply at `unit` to people of `group` on `day`, in one query. A key without a rule is absent.

    The nearest unit wins, then the rule for the group, then the one for the level of the unit.
    """
    place = Q(unit=None)
    if unit is not None:
        steps = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
        place |= Q(unit__path__in=steps)
    rows = Rule.objects.filter(
        place, on_day(day), key__in=keys, replaced_at=None,
        group__in=["", group], level__in=["", unit.level if unit is not None else ""],
    ).select_related("unit")  # fmt: skip
    found: dict[str, Applied] = {}
    for row in sorted(rows, key=_weight):
        found[row.key] = Applied(row.key, row.title, row.value, row.source, row.is_verified)
    return found


def rule(
    key: str, *, unit: Unit | None = None, day: dt.date | None = None, group: str = ""
) -> Applied:
    """One rule. RuleBroken where the rulebook has none: the school must set it, the code has no default."""
    found = rules_for(key, unit=unit, day=day, group=group).get(key)
    if found is None:
        on = (day or clock.today()).strftime("%d/%m/%Y")
        raise RuleBroken(f"Sổ quy định chưa có “{key}” cho ngày {on}.")
    return found


def _weight(row: Rule) -> tuple[int, bool, bool, dt.date]:
    return (len(row.unit.path) if row.unit else 0, bool(row.group), bool(row.level), row.valid_from)

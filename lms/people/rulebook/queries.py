"""Reading the rulebook: which value applied on a day, at a unit, and by which source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Never

from django.db.models import CharField, F, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.errors import NotFound, RuleBroken
from lms.people.organisation.models import Role, Unit, UnitState
from lms.people.organisation.policies import has_any, on_day, roles_of, within_scope_of
from lms.people.rulebook.catalogue import ENTRIES, HOLIDAYS
from lms.people.rulebook.models import Rule
from lms.people.rulebook.policies import readable_by, settable_by

_FRIDAY = 4


@dataclass(frozen=True)
class AppliedRule:
    """A rule as it applied: copied into whatever was decided by it.

    `value` None: no minimum applied.
    """

    key: str
    title: str
    value: Any
    source: str
    is_verified: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": self.title,
            "value": self.value,
            "source": self.source,
            "is_verified": self.is_verified,
        }


def rules_for(
    *keys: str, unit: Unit | None = None, day: dt.date | None = None, group: str = ""
) -> dict[str, AppliedRule]:
    """The rules that apply at `unit` to people of `group` on `day`, in one query. A key without a
    rule is absent.

    The rule of the nearest unit wins; at the same unit the one for the group, then the one for the
    level of the asked unit, then the one for everybody. What the nearest unit says to everybody so
    goes before what its parent says to a group. The tree and the level are those of that day.
    """
    rules = rows_for(keys, unit=unit, day=day, group=group)
    return {
        key: AppliedRule(row.key, row.title, row.value, row.source, row.is_verified)
        for key, row in rules.items()
    }


def rule_for(
    key: str, *, unit: Unit | None = None, day: dt.date | None = None, group: str = ""
) -> AppliedRule:
    """One rule.

    RuleBroken where the rulebook has none: the school must set it, the code has no default.
    """
    applied = rules_for(key, unit=unit, day=day, group=group).get(key)
    if applied is None:
        refuse_missing_rule(key, day or clock.today())
    return applied


def refuse_missing_rule(key: str, day: dt.date) -> Never:
    """Raise RuleBroken for a rule that nobody has set for `day`."""
    title = ENTRIES[key].title if key in ENTRIES else key
    raise RuleBroken(
        _("The rulebook has no “%(key)s” for %(day)s. Set it first.")
        % {"key": title, "day": f"{day:%d/%m/%Y}"}
    )


def rows_for(
    keys: Iterable[str], *, unit: Unit | None = None, day: dt.date | None = None, group: str = ""
) -> dict[str, Rule]:
    """As `rules_for`, with the rows themselves (unit loaded)."""
    rows = Rule.objects.filter(
        on_day(day), key__in=list(keys), replaced_at=None, group__in={"", group}
    ).select_related("unit")
    if unit is None:
        rows = rows.filter(unit=None, level="").annotate(trail=Value(""))
    else:
        rows = _rules_at(rows, unit, day or clock.today())
    return {row.key: row for row in sorted(rows, key=_weight)}


def _rules_at(rows: QuerySet[Rule], unit: Unit, day: dt.date) -> QuerySet[Rule]:
    """Rows that speak of `unit` where it stood on `day`; outside its life, where it stood nearest
    to that day.
    """
    states = UnitState.objects.filter(unit=unit)
    nearest = (
        states.filter(on_day(day)),
        states.filter(valid_from__gt=day).order_by("valid_from"),
        states.order_by("-valid_from"),
    )
    trail = Coalesce(
        *(Subquery(state.values("trail")[:1]) for state in nearest), Value(f"{unit.pk}/")
    )
    level = Coalesce(*(Subquery(state.values("level")[:1]) for state in nearest), Value(unit.level))
    step = Concat(Value("/"), Cast("unit_id", CharField()), Value("/"))
    return rows.annotate(trail=Concat(Value("/"), trail), at_level=level).filter(
        Q(unit=None) | Q(trail__contains=step), Q(level="") | Q(level=F("at_level"))
    )


def _weight(row: Rule) -> tuple[int, bool, bool, dt.date]:
    """The greatest wins: how far down the trail the unit of the rule stands, then group, then
    level.
    """
    trail: list[str] = row.trail.split("/")  # type: ignore[attr-defined]  # annotated above
    depth = trail.index(str(row.unit_id)) if row.unit_id else 0
    return (depth, bool(row.group), bool(row.level), row.valid_from)


def may_open_rulebook(actor: Actor) -> bool:
    """Whether the rulebook has a page for the actor, who must hold a role today."""
    return has_any(actor, *Role)


def own_unit(actor: Actor) -> Unit:
    """The unit on which the actor holds a role; one whose rules they set goes first.

    NotFound for who holds none.
    """
    roles = sorted(roles_of(actor), key=lambda held: held.role != Role.AUTHORITY)
    if not roles:
        raise NotFound
    return roles[0].unit


def named_units(actor: Actor, typed: str, *, to_set: bool = False) -> list[Unit]:
    """Units in the actor's reach by code or name as people type it; the best fits, at most six.

    `to_set`: only units whose rules the actor sets. Of several the living ones: a merger often
    keeps the name of one of them.
    """
    lives = Q(valid_to=None) | Q(valid_to__gte=clock.today())
    reachable = Unit.objects.filter(settable_by(actor) if to_set else within_scope_of(actor, *Role))
    name = text.fold_marks(typed)
    for fits in (Q(code__iexact=typed.strip()), Q(name_fold=name), Q(name_fold__contains=name)):
        fitting = reachable.filter(fits).order_by("path")
        units = list(fitting.filter(lives)[:6]) or list(fitting[:6])
        if units:
            return units
    return []


def sets_rules(actor: Actor) -> bool:
    """Whether there is a unit whose rules the actor sets (for navigation)."""
    return has_any(actor, Role.AUTHORITY)


def rule_history(actor: Actor, key: str) -> QuerySet[Rule]:
    """Everything that was ever set for `key` where the actor may read, newest period first; what
    remained of each row in `remains`. Three queries for a page of them.
    """
    lives = Rule.objects.filter(replaced_at=None).order_by("valid_from")
    rows = Rule.objects.filter(readable_by(actor), key=key, origin=None)
    return (
        rows.select_related("unit", "written_by", "replaced_by")
        .prefetch_related(Prefetch("parts", lives, to_attr="remains"))
        .order_by(F("unit__path").asc(nulls_first=True), "group", "level", "-valid_from", "-pk")
    )


def add_working_days(start: dt.date, days: int, unit: Unit | None = None) -> dt.date:
    """The day on which `days` working days after `start` are over: Monday to Friday without public
    holidays.

    `start` itself does not count. Holidays are the list of the rulebook (calendar.holidays) for the
    year of each day, as it applies at `unit` on the last day of that year; one query a year. Where
    a year has no list, weekends alone are left out: `years_without_holidays` tells. Saturdays that
    are worked in exchange do not count.
    """
    day, off, year = start, frozenset[dt.date](), None
    while days > 0:
        day += dt.timedelta(days=1)
        if day.year != year:
            year, off = day.year, holidays(day.year, unit)
        if day.weekday() <= _FRIDAY and day not in off:
            days -= 1
    return day


def holidays(year: int, unit: Unit | None = None) -> frozenset[dt.date]:
    """The days off of a year; empty where no list was set for it."""
    applied = rules_for(HOLIDAYS, unit=unit, day=dt.date(year, 12, 31)).get(HOLIDAYS)
    return frozenset(map(dt.date.fromisoformat, applied.value)) if applied else frozenset()


def years_without_holidays(unit: Unit | None = None) -> list[int]:
    """Which of this year and the next have no list of holidays yet."""
    this_year = clock.today().year
    return [year for year in (this_year, this_year + 1) if not holidays(year, unit)]

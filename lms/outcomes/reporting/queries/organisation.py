"""The tree of units as of a day, and one unit through time, for who oversees an area.

Ended units stay findable.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.outcomes.reporting.policies import AREA, area_of
from lms.people.organisation.models import Role, Succession, Unit, UnitState
from lms.people.organisation.policies import on_day, roles_of, within

# A name that fits more units than this wants another word.
MOST_NAMED = 20


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the tree. Nothing but a day: the units one step below `under`."""

    day: dt.date
    typed: str = ""
    level: str = ""
    sector: str = ""
    ended: bool = False
    under: Unit | None = None

    @property
    def flat(self) -> bool:
        """Whether the whole area is searched instead of one step of the tree."""
        return bool(self.typed or self.level or self.sector or self.ended)


@dataclass(frozen=True)
class UnitLine:
    """One unit as it was on the day; outside its life by its nearest period.

    `above` is what it stood below.
    """

    unit: Unit
    state: UnitState
    alive: bool
    above: str
    former: tuple[str, ...]
    followers: tuple[Succession, ...]
    children: int


@dataclass(frozen=True)
class Period:
    """A period of a unit's life with the name of what it stood below."""

    state: UnitState
    above: str


def overseen(actor: Actor) -> list[Unit]:
    """The tops of the actor's area, one that lies in another left out.

    No query after the roles are read.
    """
    tops: list[Unit] = []
    for _path, unit in sorted(
        {h.unit.path: h.unit for h in roles_of(actor) if h.role in AREA}.items()
    ):
        if not any(unit.path.startswith(top.path) for top in tops):
            tops.append(unit)
    return tops


def area_tree(actor: Actor, wanted: Wanted) -> QuerySet[Unit] | list[Unit]:
    """The units that `wanted` describes, in the order of their names; those with the very marks
    that were typed first.
    """
    rows = Unit.objects.filter(area_of(actor))
    if wanted.flat:
        found = _found(rows, wanted).order_by("name_fold", "pk")
        exact = text.normal(wanted.typed).lower()
        return sorted(found, key=lambda u: exact not in u.name.lower()) if exact else found
    if wanted.under is None:
        return rows.none()
    above = UnitState.objects.filter(on_day(wanted.day), unit=wanted.under).first()
    if above is None:
        return rows.none()
    inside = UnitState.objects.filter(
        on_day(wanted.day),
        unit=OuterRef("pk"),
        trail__startswith=above.trail,
        trail__regex=rf"^{above.trail}[0-9]+/$",
    )
    return rows.filter(Exists(inside)).order_by("name_fold", "pk")


def named_units(actor: Actor, typed: str) -> list[Unit]:
    """The units that `typed` means among `kept_units`: by code, else by whole name, else by words
    of it.
    """
    for rule in (Q(code__iexact=typed.strip()), Q(name_fold=text.fold(typed)), _words(typed)):
        found = list(kept_units(actor).filter(rule).order_by("name_fold", "pk")[:MOST_NAMED])
        if found:
            return found
    return []


def kept_units(actor: Actor, typed: str = "") -> QuerySet[Unit]:
    """The units on which the actor is the training authority, ended ones left out; `typed`: words
    of a name, or a code.
    """
    rows = Unit.objects.filter(within(actor, Role.AUTHORITY)).exclude(valid_to__lt=clock.today())
    if typed.strip():
        rows = rows.filter(_words(typed) | Q(code__istartswith=typed.strip()))
    return rows.order_by("name_fold", "pk")


def lines_of(units: Sequence[Unit], day: dt.date) -> list[UnitLine]:
    """The units with what a list says of each, in four queries however many there are."""
    states = _states_of(unit.pk for unit in units)
    shown = {unit.pk: _nearest(states[unit.pk], day) for unit in units}
    above = _names_above(shown.values())
    links = defaultdict(list)
    for link in Succession.objects.filter(predecessor__in=[u.pk for u in units]).select_related(
        "successor"
    ):
        links[link.predecessor_id].append(link)
    children = _children(shown.values(), day)
    return [
        UnitLine(
            unit=unit,
            state=shown[unit.pk],
            alive=_covers(shown[unit.pk], day),
            above=above[shown[unit.pk].pk],
            former=_other_names(states[unit.pk], shown[unit.pk]),
            followers=tuple(links[unit.pk]),
            children=children[unit.pk],
        )
        for unit in units
    ]


def line_above(actor: Actor, unit: Unit) -> list[Unit]:
    """The units above `unit` inside the actor's area, the highest first: the way back."""
    rows = Unit.objects.filter(area_of(actor), path__in=_paths_above(unit))
    return list(rows.order_by("path"))


def periods_of(unit: Unit) -> list[Period]:
    """Names and places of `unit` through time, the newest first. Two queries."""
    states = list(unit.states.order_by("-valid_from"))
    above = _names_above(states)
    return [Period(state, above[state.pk]) for state in states]


def links_of(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """(what it came from, what followed it), by the day. Two queries."""
    before = unit.precessions.select_related("predecessor").order_by("on", "pk")
    after = unit.successions.select_related("successor").order_by("on", "pk")
    return list(before), list(after)


def _found(rows: QuerySet[Unit], wanted: Wanted) -> QuerySet[Unit]:
    level = Q(level=wanted.level) if wanted.level else Q()
    of_unit = UnitState.objects.filter(level, unit=OuterRef("pk"))
    alive = Exists(of_unit.filter(on_day(wanted.day)))
    if wanted.ended or wanted.typed:
        # a former name is asked for because the unit is gone
        rows = rows.filter(alive | (Q(valid_to__lt=wanted.day) & Exists(of_unit)))
    else:
        rows = rows.filter(alive)
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    if wanted.typed:
        named = UnitState.objects.filter(_words(wanted.typed)).values("unit")
        rows = rows.filter(Q(pk__in=named) | Q(code__istartswith=wanted.typed.strip()))
    return rows


def _words(typed: str) -> Q:
    """Each word somewhere in the name, marks left aside."""
    words = Q()
    for word in text.fold(typed).split():
        words &= Q(name_fold__contains=word)
    return words


def _states_of(units: Iterable[int]) -> dict[int, list[UnitState]]:
    found: dict[int, list[UnitState]] = defaultdict(list)
    for state in UnitState.objects.filter(unit__in=list(units)).order_by("valid_from"):
        found[state.unit_id].append(state)
    return found


def _nearest(states: list[UnitState], day: dt.date) -> UnitState:
    """The period that holds the day; else the last one before it, else the first."""
    begun = [state for state in states if state.valid_from <= day]
    return begun[-1] if begun else states[0]


def _covers(state: UnitState, day: dt.date) -> bool:
    return state.valid_from <= day and (state.valid_to is None or day <= state.valid_to)


def _other_names(states: list[UnitState], shown: UnitState) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(state.name for state in reversed(states) if state.name != shown.name)
    )


def _names_above(states: Iterable[UnitState]) -> dict[int, str]:
    """state → the name, when the period began, of what the unit stood below; "" for a root."""
    states = list(states)
    parents = {state.pk: _above(state.trail) for state in states}
    known = _states_of({pk for pk in parents.values() if pk is not None})
    found = {}
    for state in states:
        above = known.get(parents[state.pk] or 0)
        found[state.pk] = _nearest(above, state.valid_from).name if above else ""
    return found


def _above(trail: str) -> int | None:
    """The primary key of the unit that the last one of the trail stood below; None for a root."""
    steps = trail.rstrip("/").split("/")
    return int(steps[-2]) if len(steps) > 1 else None


def _children(states: Iterable[UnitState], day: dt.date) -> dict[int, int]:
    """unit → how many units stood directly below it on the day."""
    found: dict[int, int] = defaultdict(int)
    below = Q(pk__in=[])
    for state in states:
        below |= Q(trail__startswith=state.trail)
    for trail in UnitState.objects.filter(on_day(day), below).values_list("trail", flat=True):
        above = _above(trail)
        if above is not None:
            found[above] += 1
    return found


def _paths_above(unit: Unit) -> list[str]:
    return [unit.path[:end] for end in range(unit.steplen, len(unit.path), unit.steplen)]

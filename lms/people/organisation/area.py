"""The area of an overseer: its tree of units as of a day, its units by name, one unit through time.

Ended units can still be found.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.core.periods import covers_day
from lms.people.organisation.models import Role, Succession, Unit, UnitState
from lms.people.organisation.policies import AREA_ROLES, area_of, on_day, roles_of, within_scope_of
from lms.people.organisation.queries import states_by_unit

# A name that fits more units than this wants another word.
MOST_NAMED = 20


@dataclass(frozen=True)
class UnitSearch:
    """A search in the tree of units.

    A day and nothing else asks for the units one step below `under`.
    """

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
    """A unit as it was on a day; outside its life as in its nearest period."""

    unit: Unit
    state: UnitState
    alive: bool
    above: str  # the name of the unit that it stood below
    former: tuple[str, ...]
    followers: tuple[Succession, ...]
    children: int


@dataclass(frozen=True)
class NamedPeriod:
    """A period of a unit's life with the name of the unit that it stood below."""

    state: UnitState
    above: str


def area_tops(actor: Actor) -> list[Unit]:
    """The highest units of the actor's area; one that lies below another is left out.

    No query after the roles are read.
    """
    units = {held.unit.path: held.unit for held in roles_of(actor) if held.role in AREA_ROLES}
    tops: list[Unit] = []
    for _path, unit in sorted(units.items()):
        if not any(unit.path.startswith(top.path) for top in tops):
            tops.append(unit)
    return tops


def area_unit(actor: Actor, code: str) -> Unit:
    """A unit of the actor's area, ended ones too. NotFound outside it."""
    return one_or_404(Unit.objects.filter(area_of(actor)), code=code)


def area_tree(actor: Actor, search: UnitSearch) -> QuerySet[Unit] | list[Unit]:
    """The units of the actor's area that match `search`, by name.

    Names that hold the typed words with their very marks come first.
    """
    area = Unit.objects.filter(area_of(actor))
    if search.flat:
        matches = _matching_units(area, search).order_by("name_fold", "pk")
        exact = text.normalise(search.typed).lower()
        if not exact:
            return matches
        return sorted(matches, key=lambda unit: exact not in unit.name.lower())
    if search.under is None:
        return area.none()
    parent = UnitState.objects.filter(on_day(search.day), unit=search.under).first()
    if parent is None:
        return area.none()
    directly_below = UnitState.objects.filter(
        on_day(search.day),
        unit=OuterRef("pk"),
        # The prefix uses the index; the pattern then keeps one step.
        trail__startswith=parent.trail,
        trail__regex=rf"^{parent.trail}[0-9]+/$",
    )
    return area.filter(Exists(directly_below)).order_by("name_fold", "pk")


def find_named_units(actor: Actor, typed: str) -> list[Unit]:
    """Units of `units_under_authority` with this code; else with this name; else with its words.

    At most MOST_NAMED.
    """
    for match in (
        Q(code__iexact=typed.strip()),
        Q(name_fold=text.fold_marks(typed)),
        _name_words(typed),
    ):
        units = units_under_authority(actor).filter(match).order_by("name_fold", "pk")
        if named := list(units[:MOST_NAMED]):
            return named
    return []


def units_under_authority(actor: Actor, typed: str = "") -> QuerySet[Unit]:
    """The units on which the actor is the training authority, ended ones left out.

    `typed`: words of the name, or the beginning of the code.
    """
    units = Unit.objects.filter(within_scope_of(actor, Role.AUTHORITY)).exclude(
        valid_to__lt=clock.today()
    )
    if typed.strip():
        units = units.filter(_name_words(typed) | Q(code__istartswith=typed.strip()))
    return units.order_by("name_fold", "pk")


def unit_lines(units: Sequence[Unit], day: dt.date) -> list[UnitLine]:
    """The lines of a list of units as of `day`; four queries however many units there are."""
    states = states_by_unit(unit.pk for unit in units)
    on_the_day = {unit.pk: _nearest_state(states[unit.pk], day) for unit in units}
    names_above = _names_above(on_the_day.values())
    children = _count_children(on_the_day.values(), day)
    followers = defaultdict(list)
    successions = Succession.objects.filter(predecessor__in=[unit.pk for unit in units])
    for succession in successions.select_related("successor"):
        followers[succession.predecessor_id].append(succession)
    lines = []
    for unit in units:
        state = on_the_day[unit.pk]
        line = UnitLine(
            unit=unit,
            state=state,
            alive=covers_day(state, day),
            above=names_above[state.pk],
            former=_other_names(states[unit.pk], state),
            followers=tuple(followers[unit.pk]),
            children=children[unit.pk],
        )
        lines.append(line)
    return lines


def units_above(actor: Actor, unit: Unit) -> list[Unit]:
    """The units above `unit` inside the actor's area, the highest first."""
    units = Unit.objects.filter(area_of(actor), path__in=_paths_above(unit))
    return list(units.order_by("path"))


def periods_of_unit(unit: Unit) -> list[NamedPeriod]:
    """Names and places of `unit` through time, the newest first. Two queries."""
    states = list(unit.states.order_by("-valid_from"))
    names_above = _names_above(states)
    return [NamedPeriod(state, names_above[state.pk]) for state in states]


def successions_of_unit(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """The successions that led to `unit` and those that followed it, by day. Two queries."""
    before = unit.precessions.select_related("predecessor").order_by("on", "pk")
    after = unit.successions.select_related("successor").order_by("on", "pk")
    return list(before), list(after)


def _matching_units(units: QuerySet[Unit], search: UnitSearch) -> QuerySet[Unit]:
    level = Q(level=search.level) if search.level else Q()
    states = UnitState.objects.filter(level, unit=OuterRef("pk"))
    alive = Exists(states.filter(on_day(search.day)))
    if search.ended or search.typed:
        # A former name is often typed because the unit has ended.
        units = units.filter(alive | (Q(valid_to__lt=search.day) & Exists(states)))
    else:
        units = units.filter(alive)
    if search.sector:
        units = units.filter(sector=search.sector)
    if search.typed:
        named = UnitState.objects.filter(_name_words(search.typed)).values("unit")
        units = units.filter(Q(pk__in=named) | Q(code__istartswith=search.typed.strip()))
    return units


def _name_words(typed: str) -> Q:
    """Rows with each typed word somewhere in the name, in any order, marks left aside."""
    every_word = Q()
    for word in text.fold_marks(typed).split():
        every_word &= Q(name_fold__contains=word)
    return every_word


def _nearest_state(states: list[UnitState], day: dt.date) -> UnitState:
    """The period that holds the day; else the last one before it, else the first."""
    begun = [state for state in states if state.valid_from <= day]
    return begun[-1] if begun else states[0]


def _other_names(states: list[UnitState], current: UnitState) -> tuple[str, ...]:
    names = [state.name for state in reversed(states) if state.name != current.name]
    return tuple(dict.fromkeys(names))


def _names_above(states: Iterable[UnitState]) -> dict[int, str]:
    """The name of the unit above by state, as it was when the state began; "" for a root."""
    states = list(states)
    parents = {state.pk: _parent_key(state.trail) for state in states}
    parent_states = states_by_unit({pk for pk in parents.values() if pk is not None})
    names = {}
    for state in states:
        above = parent_states.get(parents[state.pk] or 0)
        names[state.pk] = _nearest_state(above, state.valid_from).name if above else ""
    return names


def _parent_key(trail: str) -> int | None:
    """The primary key of the last unit but one of a trail; None for the trail of a root."""
    steps = trail.rstrip("/").split("/")
    return int(steps[-2]) if len(steps) > 1 else None


def _count_children(states: Iterable[UnitState], day: dt.date) -> dict[int, int]:
    """How many units stood directly below each unit on `day`, by its primary key."""
    counts: dict[int, int] = defaultdict(int)
    below = Q(pk__in=[])
    for state in states:
        below |= Q(trail__startswith=state.trail)
    for trail in UnitState.objects.filter(on_day(day), below).values_list("trail", flat=True):
        parent = _parent_key(trail)
        if parent is not None:
            counts[parent] += 1
    return counts


def _paths_above(unit: Unit) -> list[str]:
    return [unit.path[:end] for end in range(unit.steplen, len(unit.path), unit.steplen)]

"""Bringing today's names and places of units into line with their periods."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from lms.core import clock
from lms.core.periods import has_ended
from lms.people.organisation.models import Succession, Unit, UnitState
from lms.people.organisation.periods import parent_in


@dataclass(frozen=True)
class _Place:
    """Where a unit belongs today: its parent, and its turn in the order of moves."""

    unit: Unit
    parent: int | None
    turn: tuple[int, int, int]


def apply_current_periods(only: Collection[int] | None = None) -> list[Unit]:
    """Give units the name, level and place of their current period. Returns those that changed.

    `only`: primary keys; None = all units. A unit that has ended goes below the first unit that
    followed it.
    """
    today = clock.today()
    units = Unit.objects.all() if only is None else Unit.objects.filter(pk__in=only)
    states = _current_states(units.values_list("pk", flat=True), today)
    rows = [unit for unit in units if unit.pk in states]
    changed = _apply_names(rows, states)
    moved = _apply_places(rows, states, today)
    return [*changed, *(unit for unit in moved if unit not in changed)]


def _current_states(units: Collection[int], day: dt.date) -> dict[int, UnitState]:
    """Each unit's period of the day; before its life the first, after it the last."""
    states: dict[int, UnitState] = {}
    for state in UnitState.objects.filter(unit__in=units).order_by("unit", "valid_from"):
        if state.valid_from <= day or state.unit_id not in states:
            states[state.unit_id] = state
    return states


def _apply_names(units: list[Unit], states: dict[int, UnitState]) -> list[Unit]:
    fields = ("name", "name_fold", "level")
    changed = []
    for unit in units:
        state = states[unit.pk]
        if any(getattr(unit, field) != getattr(state, field) for field in fields):
            for field in fields:
                setattr(unit, field, getattr(state, field))
            changed.append(unit)
    Unit.objects.bulk_update(changed, fields, batch_size=200)
    return changed


def _apply_places(units: list[Unit], states: dict[int, UnitState], today: dt.date) -> list[Unit]:
    """Put units below the parents of their periods. Returns those that moved.

    Living units first, from the top down, so that each finds its parent in place; then ended ones,
    the latest end first.
    """
    unit_at = dict(Unit.objects.values_list("path", "pk"))
    ended = [unit for unit in units if has_ended(unit, today)]
    archivists = _first_successors(ended)
    places = []
    for unit in units:
        state = states[unit.pk]
        parent = archivists.get(unit.pk, parent_in(state))
        if unit_at.get(unit.path[: -unit.steplen]) != parent:
            places.append(_Place(unit, parent, _turn_of(unit, state, today)))
    for place in sorted(places, key=lambda place: place.turn):
        _move_to(place)
    return [place.unit for place in places]


def _turn_of(unit: Unit, state: UnitState, today: dt.date) -> tuple[int, int, int]:
    """Sorts living units before ended ones, later ends before earlier, parents before children."""
    depth = state.trail.count("/")
    if unit.valid_to is None or unit.valid_to >= today:
        return (0, 0, depth)
    return (1, -unit.valid_to.toordinal(), depth)


def _first_successors(ended: list[Unit]) -> dict[int, int]:
    """Ended unit → the unit that took over its archives.

    That is the first that followed it on the day after its end.
    """
    successors: dict[int, int] = {}
    for link in (
        Succession.objects.filter(predecessor__in=ended)
        .select_related("predecessor")
        .order_by("-pk")
    ):
        last = link.predecessor.valid_to
        if last is not None and link.on == last + dt.timedelta(days=1):
            successors[link.predecessor_id] = link.successor_id
    return successors


def _move_to(place: _Place) -> None:
    # treebeard rewrites paths in the database, not on objects in memory: read both ends anew.
    node = Unit.objects.get(pk=place.unit.pk)
    if place.parent is None:
        node.move(Unit.get_last_root_node(), "last-sibling")
    else:
        node.move(Unit.objects.get(pk=place.parent), "last-child")
    place.unit.refresh_from_db()

"""Today's names and places follow the periods: of units that live, that have ended, that are still
to come.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from lms.core import clock
from lms.people.organisation.models import Succession, Unit, UnitState
from lms.people.organisation.periods import parent_in


@dataclass(frozen=True)
class _Place:
    """Where a unit belongs today: below which one, and in which turn it is put there."""

    unit: Unit
    parent: int | None
    turn: tuple[int, int, int]


def follow(only: Collection[int] | None = None) -> list[Unit]:
    """Give the units (all, or those with these keys) the name, level and place that their periods
    say for today.

    Returns those that changed. A unit that has ended goes below the first of the units that
    followed it.
    """
    today = clock.today()
    units = Unit.objects.all() if only is None else Unit.objects.filter(pk__in=only)
    states = _states(units.values_list("pk", flat=True), today)
    rows = [unit for unit in units if unit.pk in states]
    changed = _names(rows, states)
    moved = _moves(rows, states, today)
    return [*changed, *(unit for unit in moved if unit not in changed)]


def _states(units: Collection[int], day: dt.date) -> dict[int, UnitState]:
    """Each unit's period of the day; before its life the first, after it the last."""
    found: dict[int, UnitState] = {}
    for state in UnitState.objects.filter(unit__in=units).order_by("unit", "valid_from"):
        if state.valid_from <= day or state.unit_id not in found:
            found[state.unit_id] = state
    return found


def _names(units: list[Unit], states: dict[int, UnitState]) -> list[Unit]:
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


def _moves(units: list[Unit], states: dict[int, UnitState], today: dt.date) -> list[Unit]:
    """Living units first, from the top down, so that each finds its place there; then the ended,
    newest end first.
    """
    at = dict(Unit.objects.values_list("path", "pk"))
    ended = [unit for unit in units if unit.valid_to is not None and unit.valid_to < today]
    keepers = _keepers(ended)
    places = []
    for unit in units:
        state = states[unit.pk]
        parent = keepers.get(unit.pk, parent_in(state))
        if at.get(unit.path[: -unit.steplen]) != parent:
            end = -unit.valid_to.toordinal() if unit in ended and unit.valid_to else 0
            places.append(_Place(unit, parent, (int(unit in ended), end, state.trail.count("/"))))
    for place in sorted(places, key=lambda one: one.turn):
        _put(place)
    return [place.unit for place in places]


def _keepers(ended: list[Unit]) -> dict[int, int]:
    """Ended unit → the unit that took over its archives: the first that followed it on the day
    after its end.
    """
    found: dict[int, int] = {}
    for link in (
        Succession.objects.filter(predecessor__in=ended)
        .select_related("predecessor")
        .order_by("-pk")
    ):
        last = link.predecessor.valid_to
        if last is not None and link.on == last + dt.timedelta(days=1):
            found[link.predecessor_id] = link.successor_id
    return found


def _put(place: _Place) -> None:
    # treebeard rewrites the paths of others behind their objects: both ends are read anew
    node = Unit.objects.get(pk=place.unit.pk)
    if place.parent is None:
        node.move(Unit.get_last_root_node(), "last-sibling")
    else:
        node.move(Unit.objects.get(pk=place.parent), "last-child")
    place.unit.refresh_from_db()

"""Reading units. Everything takes a day ("as of"); today where none is given."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.core.periods import covers_day
from lms.people.organisation.models import Role, RoleAssignment, Succession, Unit, UnitState
from lms.people.organisation.policies import on_day, within_scope_of


def units_of(actor: Actor, *roles: Role, day: dt.date | None = None) -> QuerySet[Unit]:
    """Units on which the actor holds one of `roles`, with their subtrees, as of `day`."""
    return Unit.objects.filter(within_scope_of(actor, *roles), on_day(day)).order_by("path")


def holds_any_role() -> Exists:
    """For a query of accounts: whether each holds a role on some unit today."""
    return Exists(RoleAssignment.objects.filter(on_day(), user_id=OuterRef("pk")))


def unit_by_code(code: str) -> Unit:
    """The unit with that code. NotFound where there is none."""
    return one_or_404(Unit.objects.all(), code=code)


def in_subtree_of(unit: Unit, path: str = "") -> Q:
    """Rows whose unit is `unit` or below it in the tree of today.

    `path`: as in `policies.within_scope_of`.
    """
    return Q(**{f"{path}path__startswith": unit.path})


def stood_below(unit: Unit, day: dt.date, path: str = "") -> Q:
    """Rows whose unit stood at or below `unit` on `day`, wherever it stands today.

    No rows where the unit did not exist on that day. `path`: as in `policies.within_scope_of`. The
    keys of the units are read first: a database without statistics of new rows (in the middle of an
    import) need not guess how to join posts with periods.
    """
    return Q(**{f"{path}pk__in": keys_below(unit, day)})


def keys_below(unit: Unit, day: dt.date) -> list[int]:
    """Keys of the units that stood at or below `unit` on `day`; none where it was not there."""
    through = Q(trail__startswith=f"{unit.pk}/") | Q(trail__contains=f"/{unit.pk}/")
    units = UnitState.objects.filter(on_day(day), through).values_list("unit", flat=True)
    return list(units)


def state_on(unit: Unit, day: dt.date) -> UnitState | None:
    """The name and place of `unit` on `day`; None outside its life."""
    return UnitState.objects.filter(on_day(day), unit=unit).first()


def names_on(units: Iterable[Unit], day: dt.date) -> dict[int, str]:
    """Names of units on `day` by primary key, in one query.

    Before its life a unit has its first name, after it the last.
    """
    names: dict[int, str] = {}
    for state in UnitState.objects.filter(unit__in=units).order_by("unit", "valid_from"):
        if state.valid_from <= day or state.unit_id not in names:
            names[state.unit_id] = state.name
    return names


def states_by_unit(units: Iterable[int]) -> dict[int, list[UnitState]]:
    """All periods of these units in their order, by primary key of the unit; one query."""
    states: dict[int, list[UnitState]] = defaultdict(list)
    for state in UnitState.objects.filter(unit__in=set(units)).order_by("valid_from"):
        states[state.unit_id].append(state)
    return states


def successors_of(unit: Unit, day: dt.date | None = None) -> list[Unit]:
    """The units that exist on `day` and follow `unit`, through any number of steps.

    The unit itself while it exists.
    """
    return successors_by_unit([unit], day)[unit.pk]


def successors_by_unit(units: Iterable[Unit], day: dt.date | None = None) -> dict[int, list[Unit]]:
    """`successors_of` of many units by primary key; one query a step, whatever their number."""
    day = day or clock.today()
    # Read anew: the objects in memory may be older than the act that ended their units.
    rows = Unit.objects.in_bulk([unit.pk for unit in units])
    links = _succession_links(rows.values(), day)
    return {pk: _living_successors(unit, links, day) for pk, unit in rows.items()}


def _succession_links(units: Iterable[Unit], day: dt.date) -> dict[int, list[Unit]]:
    """Direct successors by `day` of these units and of all their successors, by primary key."""
    links: dict[int, list[Unit]] = {}
    frontier = {unit.pk for unit in units}
    while frontier:
        rows = Succession.objects.filter(on__lte=day, predecessor__in=frontier)
        links |= {pk: [] for pk in frontier}
        for row in rows.select_related("successor").order_by("on", "pk"):
            links[row.predecessor_id].append(row.successor)
        reached = {unit.pk for successors in links.values() for unit in successors}
        frontier = reached - links.keys()
    return links


def _living_successors(unit: Unit, links: Mapping[int, list[Unit]], day: dt.date) -> list[Unit]:
    living: list[Unit] = []
    seen: set[int] = set()
    waiting = deque([unit])
    while waiting:
        candidate = waiting.popleft()
        if candidate.pk in seen:
            continue
        seen.add(candidate.pk)
        if covers_day(candidate, day):
            living.append(candidate)
        else:
            waiting.extend(links[candidate.pk])
    return living

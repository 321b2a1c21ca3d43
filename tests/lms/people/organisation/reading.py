"""Questions about units that only tests ask."""

import datetime as dt

from django.db.models import QuerySet

from lms.people.organisation.models import Succession, Unit, UnitState
from lms.people.organisation.policies import on_day


def units_on(day: dt.date) -> QuerySet[UnitState]:
    """Every unit that existed on `day`, with its name, level and place of then."""
    return UnitState.objects.filter(on_day(day)).select_related("unit").order_by("trail")


def predecessors_of(unit: Unit) -> list[Unit]:
    """Units that went over into `unit`, through any number of steps; the nearest first."""
    predecessors: dict[int, Unit] = {}
    frontier = [unit]
    while frontier:
        links = Succession.objects.filter(successor__in=frontier).order_by("on", "pk")
        nearest = [link.predecessor for link in links.select_related("predecessor")]
        frontier = [old for old in nearest if old.pk not in predecessors and old.pk != unit.pk]
        predecessors |= {old.pk: old for old in frontier}
    return list(predecessors.values())

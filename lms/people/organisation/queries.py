"""Reading units. Everything takes a day ("as of"); today where none is given."""

import datetime as dt

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit, UnitState
from lms.people.organisation.policies import on_day, within


def units_of(actor: Actor, *roles: Role, day: dt.date | None = None) -> QuerySet[Unit]:
    """Units on which the actor holds one of `roles`, with their subtrees, as of `day`."""
    return Unit.objects.filter(within(actor, *roles), on_day(day)).order_by("path")


def unit_by_code(code: str) -> Unit:
    """The unit with that code. NotFound where there is none."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFound("")
    return unit


def subtree(unit: Unit, path: str = "") -> Q:
    """Rows whose unit is `unit` or below it in the tree of today; `path` as in `policies.within`."""
    return Q(**{f"{path}path__startswith": unit.path})


def below(unit: Unit, day: dt.date, path: str = "") -> Q:
    """Rows whose unit stood at or below `unit` on `day`, wherever it stands today; nothing where it was not there.

    For one `filter()` call with the other conditions on the unit's states, if there are any.
    """
    state = state_on(unit, day)
    if state is None:
        return Q(pk__in=[])
    return on_day(day, f"{path}states__") & Q(**{f"{path}states__trail__startswith": state.trail})


def state_on(unit: Unit, day: dt.date) -> UnitState | None:
    """What `unit` was called and where it stood on `day`; None outside its life."""
    return UnitState.objects.filter(on_day(day), unit=unit).first()


def trail_of(unit: Unit) -> str:
    """Where `unit` stands in its newest period."""
    newest = UnitState.objects.filter(unit=unit).order_by("-valid_from").first()
    return newest.trail if newest else f"{unit.pk}/"

"""Reading units. Everything takes a day ("as of"); today where none is given."""

import datetime as dt

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit
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
    """Rows whose unit is `unit` or below it; `path` as in `policies.within`."""
    return Q(**{f"{path}path__startswith": unit.path})

"""The profile of a unit, gaps, and the standards in force on a day."""

import datetime as dt

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any, on_day, roles_of
from lms.people.standards.bands import Measures, measures
from lms.people.standards.gaps import MET, Gap, GapState, gaps_among, gaps_of, unit_gaps
from lms.people.standards.models import Standard
from lms.people.standards.profile import UnitProfile, unit_profile

__all__ = [
    "MET", "Gap", "GapState", "Measures", "UnitProfile", "gaps_among", "gaps_of", "measures", "same_scope",
    "standard_history", "standards_on", "unit_gaps", "unit_profile",
]  # fmt: skip

_READERS = (Role.AUTHORITY, Role.AUDITOR)


def standards_on(actor: Actor, day: dt.date) -> QuerySet[Standard]:
    """Standards in force on `day` that hold somewhere in the actor's area. NotFound for who oversees none."""
    return _seen(actor).filter(on_day(day), replaced_at=None).order_by("dimension", "unit__path", "pk")  # fmt: skip


def standard_history(actor: Actor, pk: int) -> tuple[Standard, list[Standard]]:
    """One standard, and every row that was ever written for the same posts, the newest first. NotFound for strangers."""
    found = _seen(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("")
    rows = Standard.objects.filter(same_scope(found)).select_related("unit", "written_by")
    return found, list(rows.order_by("-valid_from", "-pk"))


def same_scope(standard: Standard) -> Q:
    """Rows that ask the same dimension of the same posts."""
    return Q(
        unit=standard.unit_id, group=standard.group, unit_level=standard.unit_level, title_fold=standard.title_fold,
        rank=standard.rank, keys_only=standard.keys_only, dimension=standard.dimension,
    )  # fmt: skip


def _seen(actor: Actor) -> QuerySet[Standard]:
    if not (actor.is_system or has_any(actor, *_READERS)):
        raise NotFound("")
    rows = Standard.objects.select_related("unit", "written_by")
    if actor.is_system:
        return rows
    places = Q(unit=None)
    for held in roles_of(actor):
        if held.role in _READERS:
            size, path = held.unit.steplen, held.unit.path
            above = [path[:end] for end in range(size, len(path), size)]
            places |= Q(unit__path__startswith=path) | Q(unit__path__in=above)
    return rows.filter(places)

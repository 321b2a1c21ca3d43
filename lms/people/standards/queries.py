"""The profile of a unit, gaps, and the standards in force on a day."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any, may_on, on_day, roles_of, within
from lms.people.personnel.models import Official
from lms.people.standards.bands import Measures, measures
from lms.people.standards.gaps import MET, Gap, GapState, gaps_among, gaps_of, unit_gaps
from lms.people.standards.models import Standard, StandardDecision
from lms.people.standards.policies import read_by, reviewable_by
from lms.people.standards.profile import UnitProfile, unit_profile

__all__ = [
    "MET",
    "Gap",
    "GapState",
    "Measures",
    "UnitProfile",
    "decisions_of",
    "gaps_among",
    "gaps_of",
    "measures",
    "readable_among",
    "reviewable_among",
    "reviewed_official",
    "reviewed_unit",
    "reviewed_units",
    "same_scope",
    "standard_history",
    "standards_on",
    "unit_gaps",
    "unit_profile",
]

_READERS = (Role.AUTHORITY, Role.AUDITOR)


def reviewed_units(actor: Actor) -> QuerySet[Unit]:
    """Units whose standards the actor reads: as their manager, their authority or their auditor."""
    return Unit.objects.filter(within(actor, Role.UNIT_MANAGER, *_READERS)).order_by("path")


def reviewed_unit(actor: Actor, code: str = "") -> Unit:
    """The one with that code, else the first and highest. NotFound for strangers."""
    rows = reviewed_units(actor)
    found = (rows.filter(code=code) if code else rows).first()
    if found is None:
        raise NotFound
    return found


def readable_among(actor: Actor, unit: Unit, gaps: Collection[Gap]) -> set[int]:
    """Keys of the officials behind `gaps` of `unit` whose names the actor may see.

    A unit manager sees who works there today; who left stands in the figures of a past day without
    a name.
    """
    keys = {gap.official_id for gap in gaps}
    if may_on(actor, unit, *_READERS):
        return keys
    return keys & set(Official.objects.filter(read_by(actor)).values_list("pk", flat=True))


def reviewable_among(actor: Actor, officials: Collection[int]) -> set[int]:
    """Those of a page's officials about whom the actor decides."""
    rows = Official.objects.filter(reviewable_by(actor), pk__in=officials)
    return set(rows.values_list("pk", flat=True))


def reviewed_official(actor: Actor, uid: uuid.UUID) -> Official:
    """One official whose standards the actor reads. NotFound for strangers."""
    rows = Official.objects.filter(read_by(actor), uid=uid, merged_into=None)
    found = rows.select_related("user").first()
    if found is None:
        raise NotFound
    return found


def decisions_of(official: Official) -> QuerySet[StandardDecision]:
    """Everything that was ever decided about his standards, the newest first."""
    return StandardDecision.objects.filter(official=official).order_by("-decided_on", "-pk")


def standards_on(actor: Actor, day: dt.date) -> QuerySet[Standard]:
    """Standards in force on `day` that hold somewhere in the actor's area.

    NotFound for who oversees none.
    """
    return (
        _seen(actor).filter(on_day(day), replaced_at=None).order_by("dimension", "unit__path", "pk")
    )


def standard_history(actor: Actor, pk: int) -> tuple[Standard, list[Standard]]:
    """One standard, and every row that was ever written for the same posts, the newest first.

    NotFound for strangers.
    """
    found = _seen(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    rows = Standard.objects.filter(same_scope(found)).select_related("unit", "written_by")
    return found, list(rows.order_by("-valid_from", "-pk"))


def same_scope(standard: Standard) -> Q:
    """Rows that ask the same dimension of the same posts."""
    return Q(
        unit=standard.unit_id,
        group=standard.group,
        unit_level=standard.unit_level,
        title_fold=standard.title_fold,
        rank=standard.rank,
        keys_only=standard.keys_only,
        dimension=standard.dimension,
    )


def _seen(actor: Actor) -> QuerySet[Standard]:
    if not (actor.is_system or has_any(actor, *_READERS)):
        raise NotFound
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

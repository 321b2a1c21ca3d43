"""Questions about standards: unit profiles, gaps, and the standards in force on a day."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any, may_on, on_day, roles_of, within_scope_of
from lms.people.personnel.models import Official
from lms.people.standards.bands import ProfileMeasures, profile_measures
from lms.people.standards.gaps import MET, Gap, GapState, gaps_among, gaps_of, unit_gaps
from lms.people.standards.models import Standard, StandardDecision
from lms.people.standards.policies import read_by, reviewable_by
from lms.people.standards.profile import UnitProfile, unit_profile

__all__ = [
    "MET",
    "Gap",
    "GapState",
    "ProfileMeasures",
    "UnitProfile",
    "decisions_of",
    "gaps_among",
    "gaps_of",
    "profile_measures",
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

_READING_ROLES = (Role.AUTHORITY, Role.AUDITOR)


def reviewed_units(actor: Actor) -> QuerySet[Unit]:
    """Units whose standards the actor reads: as manager, authority or auditor."""
    return Unit.objects.filter(within_scope_of(actor, Role.UNIT_MANAGER, *_READING_ROLES)).order_by(
        "path"
    )


def reviewed_unit(actor: Actor, code: str = "") -> Unit:
    """The unit with that code if the actor reads its standards; without a code the first and
    highest one. NotFound for strangers.
    """
    units = reviewed_units(actor)
    return one_or_404(units, code=code) if code else one_or_404(units)


def readable_among(actor: Actor, unit: Unit, gaps: Collection[Gap]) -> set[int]:
    """Keys of the officials behind the gaps of a unit whose names the actor may see.

    A unit manager sees those who work there today; those who left count in the figures of a past
    day without a name.
    """
    keys = {gap.official_id for gap in gaps}
    if may_on(actor, unit, *_READING_ROLES):
        return keys
    return keys & set(Official.objects.filter(read_by(actor)).values_list("pk", flat=True))


def reviewable_among(actor: Actor, officials: Collection[int]) -> set[int]:
    """Keys of those of the officials about whom the actor decides."""
    reviewable = Official.objects.filter(reviewable_by(actor), pk__in=officials)
    return set(reviewable.values_list("pk", flat=True))


def reviewed_official(actor: Actor, uid: uuid.UUID) -> Official:
    """The official with this uid if the actor reads their standards. NotFound for strangers."""
    officials = Official.objects.filter(read_by(actor), merged_into=None)
    return one_or_404(officials.select_related("user"), uid=uid)


def decisions_of(official: Official) -> QuerySet[StandardDecision]:
    """All decisions ever made about the official's standards, the newest first."""
    return StandardDecision.objects.filter(official=official).order_by("-decided_on", "-pk")


def standards_on(actor: Actor, day: dt.date) -> QuerySet[Standard]:
    """Standards in force on `day` that hold somewhere in the actor's area.

    NotFound for who is neither an authority nor an auditor.
    """
    return (
        _standards_seen(actor)
        .filter(on_day(day), replaced_at=None)
        .order_by("dimension", "unit__path", "pk")
    )


def standard_history(actor: Actor, pk: int) -> tuple[Standard, list[Standard]]:
    """The standard with this key, and all rows ever written for the same posts, newest first.

    NotFound for strangers.
    """
    standard = one_or_404(_standards_seen(actor), pk=pk)
    rows = Standard.objects.filter(same_scope(standard)).select_related("unit", "written_by")
    return standard, list(rows.order_by("-valid_from", "-pk"))


def same_scope(standard: Standard) -> Q:
    """Rows about the same dimension for the same posts."""
    return Q(
        unit=standard.unit_id,
        group=standard.group,
        unit_level=standard.unit_level,
        title_fold=standard.title_fold,
        rank=standard.rank,
        keys_only=standard.keys_only,
        dimension=standard.dimension,
    )


def _standards_seen(actor: Actor) -> QuerySet[Standard]:
    if not (actor.is_system or has_any(actor, *_READING_ROLES)):
        raise NotFound
    rows = Standard.objects.select_related("unit", "written_by")
    if actor.is_system:
        return rows
    scope = Q(unit=None)
    for assignment in roles_of(actor):
        if assignment.role in _READING_ROLES:
            size, path = assignment.unit.steplen, assignment.unit.path
            above = [path[:end] for end in range(size, len(path), size)]
            scope |= Q(unit__path__startswith=path) | Q(unit__path__in=above)
    return rows.filter(scope)

"""Changes that dates bring: today's names and places of units, and editors of schools."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api as content
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed
from lms.people.organisation.following import apply_current_periods
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel
from lms.people.organisation.policies import on_day
from lms.people.organisation.reshaping import lock_units


@transaction.atomic
def follow_states(*, actor: Actor) -> list[Unit]:
    """Give units the names and places that begin today. Returns those that changed.

    Run every hour by the system.
    """
    if not actor.is_system:
        raise NotAllowed(_("Only the system does this."))
    lock_units()
    changed = apply_current_periods()
    for unit in changed:
        record("unit.followed", actor, unit, name=unit.name, level=unit.level)
    return changed


@transaction.atomic
def match_editors(*, actor: Actor) -> None:
    """Give and take editors' rights in the content as roles begin and end by their dates.

    Run every hour by the system.
    """
    if not actor.is_system:
        raise NotAllowed(_("Only the system does this."))
    for root in Unit.get_root_nodes():
        match_editors_below(root)


def follow_units(units: Collection[int]) -> None:
    """Bring these units up to date after a change of their periods, with the editors of their
    schools.
    """
    for unit in apply_current_periods(units):
        match_editors_below(unit)


def match_editors_below(unit: Unit) -> None:
    """Let exactly those edit a school at or below `unit` who are editors of it today.

    An editor on a unit above a school is an editor of that school.
    """
    roles = RoleAssignment.objects.filter(on_day(), role=Role.EDITOR)
    editors = list(roles.values_list("user_id", "unit__path"))
    for school in Unit.objects.filter(path__startswith=unit.path, level=UnitLevel.SCHOOL):
        ids = [user_id for user_id, path in editors if school.path.startswith(path)]
        content.set_editors(school_code=school.code, user_ids=ids)

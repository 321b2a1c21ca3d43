"""What follows from dates: today's names and places of units, and who may edit a school's
content.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api as content
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed
from lms.people.organisation.following import follow
from lms.people.organisation.models import Level, Role, RoleAssignment, Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.reshaping import lock_units


@transaction.atomic
def follow_states(*, actor: Actor) -> list[Unit]:
    """Units take the names and places that begin today by their date.

    Run daily by the system. Returns those changed.
    """
    if not actor.is_system:
        raise NotAllowed(_("Only the system does this."))
    lock_units()
    changed = follow()
    for unit in changed:
        record("unit.followed", actor, unit, name=unit.name, level=unit.level)
    return changed


@transaction.atomic
def match_editors(*, actor: Actor) -> None:
    """Editors' rights in the content follow roles that began or ended by their date.

    Run daily by the system.
    """
    if not actor.is_system:
        raise NotAllowed(_("Only the system does this."))
    for root in Unit.get_root_nodes():
        match_editors_below(root)


def follow_units(units: Collection[int]) -> None:
    """After a change of the periods of these units: those that stand elsewhere today take their
    editors along.
    """
    for unit in follow(units):
        match_editors_below(unit)


def match_editors_below(unit: Unit) -> None:
    """Everybody who is an editor today on a school at or below `unit`, or on a unit above that
    school, may edit it.
    """
    held = RoleAssignment.objects.filter(on_day(), role=Role.EDITOR).values_list(
        "user_id", "unit__path"
    )
    editors = list(held)
    for school in Unit.objects.filter(path__startswith=unit.path, level=Level.SCHOOL):
        ids = [user_id for user_id, path in editors if school.path.startswith(path)]
        content.set_editors(school_code=school.code, user_ids=ids)

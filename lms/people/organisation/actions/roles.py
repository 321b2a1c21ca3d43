"""Giving roles on units and ending them, each for a written reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.periods import has_ended
from lms.people.organisation.actions.following import match_editors_below
from lms.people.organisation.models import Role, RoleAssignment, Unit
from lms.people.organisation.policies import may_grant
from lms.people.organisation.reshaping import hold_units


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user_id: int,
    unit: Unit,
    role: Role,
    reason: str,
    title: str = "",
    period: tuple[dt.date, dt.date | None] | None = None,
) -> RoleAssignment:
    """Give a role on `unit` and its subtree for `period` (first and last day; from today on).

    The unit and its subtree are covered. RuleBroken where the actor is the person: nobody gives a
    role to themselves.
    """
    if not may_grant(actor, unit):
        raise NotAllowed(_("Only the training authority above this unit may give roles on it."))
    if actor.user_id == user_id:
        raise RuleBroken(
            _("Nobody gives a role to themselves. Ask a colleague of the training authority.")
        )
    if not reason:
        raise BadInput(_("Say on what ground the role is given."), field="reason")
    first, last = period or (clock.today(), None)
    if last is not None and last < first:
        raise BadInput(_("A role cannot end before it began."), field="valid_to")
    hold_units([unit])
    # An auditor reads what an ended unit has left; everybody else acts, and there is nobody to act
    # for.
    if role != Role.AUDITOR:
        _check_within_life(unit, last)
    assignment = RoleAssignment.objects.create(
        user_id=user_id,
        unit=unit,
        role=role,
        title=title,
        reason=reason,
        valid_from=first,
        valid_to=last,
    )
    record("role.granted", actor, assignment, role=role, unit=unit.code, user=user_id)
    if role == Role.EDITOR:
        match_editors_below(unit)
    return assignment


def _check_within_life(unit: Unit, last: dt.date | None) -> None:
    """BadInput where a role until `last` (None: open) would outlast its unit."""
    if unit.valid_to is None or (last is not None and last <= unit.valid_to):
        return
    raise BadInput(
        _("%(unit)s ends on %(day)s; a role on it ends by then, or is given on what followed it.")
        % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"},
        field="valid_to",
    )


@transaction.atomic
def end_role(
    *, actor: Actor, assignment: RoleAssignment, on: dt.date, reason: str
) -> RoleAssignment:
    """End a role: `on` is its last day. What was signed under it stays valid."""
    if not may_grant(actor, assignment.unit):
        raise NotAllowed(_("Only the training authority above this unit may end roles on it."))
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=assignment.pk)
    )
    if not reason:
        raise BadInput(_("Say on what ground the role ends."), field="reason")
    if on < assignment.valid_from:
        raise BadInput(_("A role cannot end before it began."), field="on")
    if has_ended(assignment, on):
        raise BadInput(
            _(
                "This role ends on %(day)s already. A longer one is given anew, by somebody else"
                " than its holder."
            )
            % {"day": f"{assignment.valid_to:%d/%m/%Y}"},
            field="on",
        )
    assignment.valid_to, assignment.end_reason = on, reason
    assignment.save(update_fields=["valid_to", "end_reason"])
    record("role.ended", actor, assignment, on=on.isoformat(), reason=reason)
    if assignment.role == Role.EDITOR:
        match_editors_below(assignment.unit)
    return assignment

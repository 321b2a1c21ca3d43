"""Founding units, linking them through time, giving and ending roles."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api as content
from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.organisation.models import Level, Role, RoleAssignment, Succession, Unit
from lms.people.organisation.periods import begin_state
from lms.people.organisation.policies import may_grant, on_day


@dataclass(frozen=True)
class UnitDraft:
    """A unit as it is founded; the fields are those of `models.Unit`."""

    code: str
    name: str
    level: Level
    valid_from: dt.date = dt.date(1945, 9, 2)
    valid_to: dt.date | None = None


@transaction.atomic
def found_unit(
    *, actor: Actor, code: str, name: str, level: Level, parent: Unit | None,
    valid_from: dt.date | None = None, valid_to: dt.date | None = None,
) -> Unit:  # fmt: skip
    """Found a unit below `parent` (None: a root, by the system only). BadInput where the code is taken."""
    if (parent is None and not actor.is_system) or (
        parent is not None and not may_grant(actor, parent)
    ):
        raise NotAllowed(_("Only the training authority may found units here."))
    if Unit.objects.filter(code=code).exists():
        raise BadInput(
            _("The code %(code)s belongs to another unit.") % {"code": code}, field="code"
        )
    name = text.normal(name)
    fields = {
        "code": code,
        "name": name,
        "name_fold": text.fold(name),
        "level": level,
        "valid_to": valid_to,
    }
    if valid_from is not None:
        fields["valid_from"] = valid_from
    unit = Unit.add_root(**fields) if parent is None else parent.add_child(**fields)
    begin_state(unit, parent)
    record("unit.founded", actor, unit, code=code)
    return unit


@transaction.atomic
def found_units(*, actor: Actor, parent: Unit, drafts: Sequence[UnitDraft]) -> list[Unit]:
    """Found many units below `parent`: all of them or none, with one event in the book. BadInput names taken codes."""
    if not may_grant(actor, parent):
        raise NotAllowed(_("Only the training authority may found units here."))
    if not drafts:
        return []
    codes = [draft.code for draft in drafts]
    taken = sorted(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    if taken or len(set(codes)) < len(codes):
        raise BadInput(
            _("These codes belong to other units: %(codes)s.") % {"codes": ", ".join(taken[:5])},
            field="code",
        )
    # treebeard counts children on the object in hand, and another process may have founded one meanwhile
    parent = Unit.objects.select_for_update().get(pk=parent.pk)
    units = []
    for draft in drafts:
        name = text.normal(draft.name)
        unit = parent.add_child(
            code=draft.code, name=name, name_fold=text.fold(name), level=draft.level,
            valid_from=draft.valid_from, valid_to=draft.valid_to,
        )  # fmt: skip
        begin_state(unit, parent)
        units.append(unit)
    record("unit.founded", actor, parent, count=len(units), codes=codes)
    return units


@transaction.atomic
def succeed(
    *, actor: Actor, predecessor: Unit, successor: Unit, kind: Succession.Kind, on: dt.date, decision: str
) -> Succession:  # fmt: skip
    """Record that `successor` follows `predecessor` from `on`; the predecessor ends the day before."""
    if not (may_grant(actor, predecessor) and may_grant(actor, successor)):
        raise NotAllowed(_("Only the training authority may link units."))
    if not decision:
        raise BadInput(_("Give the number of the decision."), field="decision")
    link = Succession.objects.create(
        predecessor=predecessor, successor=successor, kind=kind, on=on, decision=decision
    )
    predecessor.valid_to = on - dt.timedelta(days=1)
    predecessor.save(update_fields=["valid_to"])
    predecessor.states.filter(valid_to=None).update(valid_to=predecessor.valid_to)
    record(
        "unit.succeeded", actor, predecessor, successor=successor.code, kind=kind, decision=decision
    )
    return link


@transaction.atomic
def grant_role(
    *, actor: Actor, user_id: int, unit: Unit, role: Role, reason: str, title: str = "",
    period: tuple[dt.date, dt.date | None] | None = None,
) -> RoleAssignment:  # fmt: skip
    """Give a role on `unit` and its subtree for `period` (first and last day; from today on). Nobody gives a role to himself."""
    if not may_grant(actor, unit):
        raise NotAllowed(_("Only the training authority above this unit may give roles on it."))
    if actor.user_id == user_id:
        raise RuleBroken(
            _("Nobody gives a role to himself. Ask a colleague of the training authority.")
        )
    if not reason:
        raise BadInput(_("Say on what ground the role is given."), field="reason")
    first, last = period or (clock.today(), None)
    assignment = RoleAssignment.objects.create(
        user_id=user_id, unit=unit, role=role, title=title, reason=reason,
        valid_from=first, valid_to=last,
    )  # fmt: skip
    record("role.granted", actor, assignment, role=role, unit=unit.code, user=user_id)
    if role == Role.EDITOR:
        _match_editors(unit)
    return assignment


@transaction.atomic
def end_role(
    *, actor: Actor, assignment: RoleAssignment, on: dt.date, reason: str
) -> RoleAssignment:
    """End a role: `on` is its last day. What was signed under it stays valid."""
    if not may_grant(actor, assignment.unit):
        raise NotAllowed(_("Only the training authority above this unit may end roles on it."))
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    if on < assignment.valid_from:
        raise BadInput(_("A role cannot end before it began."), field="on")
    assignment.valid_to = on
    assignment.save(update_fields=["valid_to"])
    record("role.ended", actor, assignment, on=on.isoformat(), reason=reason)
    if assignment.role == Role.EDITOR:
        _match_editors(assignment.unit)
    return assignment


@transaction.atomic
def match_editors(*, actor: Actor) -> None:
    """Editors' rights in the content follow roles that began or ended by their date. Run daily by the system."""
    if not actor.is_system:
        raise NotAllowed(_("Only the system does this."))
    for root in Unit.get_root_nodes():
        _match_editors(root)


def _match_editors(unit: Unit) -> None:
    """Everybody who is an editor today on a school at or below `unit`, or on a unit above that school, may edit it."""
    held = RoleAssignment.objects.filter(on_day(), role=Role.EDITOR).values_list(
        "user_id", "unit__path"
    )
    editors = list(held)
    for school in Unit.objects.filter(path__startswith=unit.path, level=Level.SCHOOL):
        ids = [user_id for user_id, path in editors if school.path.startswith(path)]
        content.set_editors(school_code=school.code, user_ids=ids)

"""Renaming, moving, raising and lowering units, from a day in the past or the future."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.actions.following import follow_units
from lms.people.organisation.models import Level, Unit, UnitState
from lms.people.organisation.periods import Periods, parent_in
from lms.people.organisation.policies import may_change, may_grant
from lms.people.organisation.reshaping import given_decision, lock_units


@transaction.atomic
def rename(*, actor: Actor, unit: Unit, name: str, on: dt.date, decision: str) -> UnitState:
    """The unit is called `name` from `on` until its next own renaming, where one is written down
    already.

    Returns the period that begins on `on`. BadInput for a day on which there is nothing to rename.
    """
    _allowed(actor, unit)
    name = text.normal(name)
    if not name or len(name) > Unit._meta.get_field("name").max_length:
        raise BadInput(_("Give the new name, at most 200 characters."), field="name")
    [unit] = lock_units(unit)
    periods = Periods([unit.pk])
    here = _living(periods, unit, on)
    if here.name == name:
        raise BadInput(_("On that day the unit has this name already."), field="name")
    state = _begin(periods, here, on, decision, "name")
    old = state.name
    for later in periods.since(unit.pk, on):
        if later.name != old:
            break
        later.name, later.name_fold = name, text.fold(name)
    follow_units(periods.save())
    record("unit.renamed", actor, unit, name=name, on=on.isoformat(), decision=decision)
    return state


@transaction.atomic
def change_level(
    *, actor: Actor, unit: Unit, level: Level, on: dt.date, decision: str
) -> UnitState:
    """The unit is of `level` from `on` until its next own change of level.

    Returns the period that begins on `on`.
    """
    _allowed(actor, unit)
    if level not in Level.values:
        raise BadInput(_("Choose the level of the unit."), field="level")
    [unit] = lock_units(unit)
    periods = Periods([unit.pk])
    here = _living(periods, unit, on)
    if here.level == level:
        raise BadInput(_("On that day the unit has this level already."), field="level")
    state = _begin(periods, here, on, decision, "level")
    old = state.level
    for later in periods.since(unit.pk, on):
        if later.level != old:
            break
        later.level = level
    follow_units(periods.save())
    record("unit.level_changed", actor, unit, level=level, on=on.isoformat(), decision=decision)
    return state


@transaction.atomic
def move(*, actor: Actor, unit: Unit, parent: Unit, on: dt.date, decision: str) -> UnitState:
    """The unit stands below `parent` from `on` until its next own move, with all that stands below
    it then.

    Each of them gets a period that begins on `on`; later periods keep their own names and levels.
    Returns the unit's own. BadInput for a place that does not live so long, or below the unit
    itself.
    """
    _allowed(actor, unit)
    if not may_grant(actor, parent):
        raise NotAllowed(_("Only the training authority above both places moves a unit."))
    unit, parent = lock_units(unit, parent)
    periods = Periods([unit.pk])
    here = _living(periods, unit, on)
    old = parent_in(here)
    if old == parent.pk:
        raise BadInput(
            _("On that day the unit stands below %(parent)s already.") % {"parent": parent.name},
            field="parent",
        )
    state = _begin(periods, here, on, decision, "parent")
    last = state.valid_to
    for later in periods.since(unit.pk, on):
        if parent_in(later) != old:
            break
        last = later.valid_to
    periods.hang(
        unit.pk, list(parent.states.order_by("valid_from")), on, last, given_decision(decision)
    )
    follow_units(periods.save())
    record("unit.moved", actor, unit, parent=parent.code, on=on.isoformat(), decision=decision)
    return state


def _allowed(actor: Actor, unit: Unit) -> None:
    if not may_change(actor, unit):
        raise NotAllowed(_("Only the training authority above this unit may change it."))


def _living(periods: Periods, unit: Unit, on: dt.date) -> UnitState:
    here = periods.on(unit.pk, on)
    if here is None or on == unit.valid_from:
        life = (
            f"{unit.valid_from:%d/%m/%Y} – {f'{unit.valid_to:%d/%m/%Y}' if unit.valid_to else '…'}"
        )
        raise BadInput(
            _(
                "The day lies outside the life of %(unit)s (%(life)s). Choose a day after its first"
                " one."
            )
            % {"unit": unit.name, "life": life},
            field="on",
        )
    return here


def _begin(periods: Periods, here: UnitState, on: dt.date, decision: str, what: str) -> UnitState:
    """The period that begins on `on`, signed with the decision.

    What has changed that day already does not change twice.
    """
    decision = given_decision(decision)
    before = periods.before(here)
    if here.valid_from == on and before is not None and _value(before, what) != _value(here, what):
        raise BadInput(
            _("On %(day)s this was changed already, by %(decision)s. Choose another day.")
            % {
                "day": f"{on:%d/%m/%Y}",
                "decision": here.decision,
            },
            field="on",
        )
    periods.cut(here.unit_id, on, "")
    [state, *_later] = periods.since(here.unit_id, on)
    state.decision = "; ".join(part for part in (state.decision, decision) if part)[:300]
    return state


def _value(state: UnitState, what: str) -> object:
    return parent_in(state) if what == "parent" else getattr(state, what)

"""Renaming, moving and changing the level of units, from a day in the past or the future."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.actions.following import follow_units
from lms.people.organisation.models import Unit, UnitLevel, UnitState
from lms.people.organisation.periods import UnitPeriods, parent_in
from lms.people.organisation.policies import may_change_unit, may_grant
from lms.people.organisation.reshaping import lock_units, require_decision


@transaction.atomic
def rename_unit(*, actor: Actor, unit: Unit, name: str, on: dt.date, decision: str) -> UnitState:
    """Give the unit a name from `on` until its next own renaming, if one is already decided.

    Returns the period that begins on `on`. BadInput for a day outside the unit's life, or on which
    it already has this name.
    """
    _require_change_allowed(actor, unit)
    name = text.normalise(name)
    if not name or len(name) > Unit._meta.get_field("name").max_length:
        raise BadInput(_("Give the new name, at most 200 characters."), field="name")
    text.check_in_words(name, field="name")
    [unit] = lock_units(unit)
    periods = UnitPeriods([unit.pk])
    period = _require_period(periods, unit, on)
    if period.name == name:
        raise BadInput(_("On that day the unit has this name already."), field="name")
    state = _begin_period(periods, period, on, decision, "name")
    old_name = state.name
    for later in periods.periods_from(unit.pk, on):
        if later.name != old_name:
            break
        later.name, later.name_fold = name, text.fold_marks(name)
    follow_units(periods.save())
    record("unit.renamed", actor, unit, name=name, on=on.isoformat(), decision=decision)
    return state


@transaction.atomic
def change_unit_level(
    *, actor: Actor, unit: Unit, level: UnitLevel, on: dt.date, decision: str
) -> UnitState:
    """Give the unit a level from `on` until its next own change of level.

    Returns the period that begins on `on`.
    """
    _require_change_allowed(actor, unit)
    if level not in UnitLevel.values:
        raise BadInput(_("Choose the level of the unit."), field="level")
    [unit] = lock_units(unit)
    periods = UnitPeriods([unit.pk])
    period = _require_period(periods, unit, on)
    if period.level == level:
        raise BadInput(_("On that day the unit has this level already."), field="level")
    state = _begin_period(periods, period, on, decision, "level")
    old_level = state.level
    for later in periods.periods_from(unit.pk, on):
        if later.level != old_level:
            break
        later.level = level
    follow_units(periods.save())
    record("unit.level_changed", actor, unit, level=level, on=on.isoformat(), decision=decision)
    return state


@transaction.atomic
def move_unit(*, actor: Actor, unit: Unit, parent: Unit, on: dt.date, decision: str) -> UnitState:
    """Move the unit and its subtree below `parent` from `on` until its next own move.

    Each unit of the subtree gets a period that begins on `on`; later periods keep their own names
    and levels. Returns the unit's own. BadInput where the parent does not exist for so long or lies
    below the unit.
    """
    _require_change_allowed(actor, unit)
    if not may_grant(actor, parent):
        raise NotAllowed(_("Only the training authority above both places moves a unit."))
    unit, parent = lock_units(unit, parent)
    periods = UnitPeriods([unit.pk])
    period = _require_period(periods, unit, on)
    old_parent = parent_in(period)
    if old_parent == parent.pk:
        raise BadInput(
            _("On that day the unit stands below %(parent)s already.") % {"parent": parent.name},
            field="parent",
        )
    state = _begin_period(periods, period, on, decision, "parent")
    last = state.valid_to
    for later in periods.periods_from(unit.pk, on):
        if parent_in(later) != old_parent:
            break
        last = later.valid_to
    periods.move_below(
        unit.pk, list(parent.states.order_by("valid_from")), on, last, require_decision(decision)
    )
    follow_units(periods.save())
    record("unit.moved", actor, unit, parent=parent.code, on=on.isoformat(), decision=decision)
    return state


def _require_change_allowed(actor: Actor, unit: Unit) -> None:
    if not may_change_unit(actor, unit):
        raise NotAllowed(_("Only the training authority above this unit may change it."))


def _require_period(periods: UnitPeriods, unit: Unit, on: dt.date) -> UnitState:
    """The period in which `on` lies. BadInput outside the unit's life and on its first day."""
    period = periods.period_on(unit.pk, on)
    if period is None or on == unit.valid_from:
        last_day = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "…"
        life = f"{unit.valid_from:%d/%m/%Y} – {last_day}"
        raise BadInput(
            _(
                "The day lies outside the life of %(unit)s (%(life)s). Choose a day after its first"
                " one."
            )
            % {"unit": unit.name, "life": life},
            field="on",
        )
    return period


def _begin_period(
    periods: UnitPeriods, period: UnitState, on: dt.date, decision: str, fact: str
) -> UnitState:
    """The period that begins on `on`, with the decision that began it.

    `fact`: name, level or parent, which is about to change. BadInput where it changed on that day
    already.
    """
    decision = require_decision(decision)
    previous = periods.period_before(period) if period.valid_from == on else None
    if previous is not None and _value_of(previous, fact) != _value_of(period, fact):
        raise BadInput(
            _("On %(day)s this was changed already, by %(decision)s. Choose another day.")
            % {
                "day": f"{on:%d/%m/%Y}",
                "decision": period.decision,
            },
            field="on",
        )
    periods.split_at(period.unit_id, on, "")
    [state, *_later] = periods.periods_from(period.unit_id, on)
    decisions = filter(None, (state.decision, decision))
    state.decision = "; ".join(decisions)[:300]
    return state


def _value_of(state: UnitState, fact: str) -> object:
    return parent_in(state) if fact == "parent" else getattr(state, fact)

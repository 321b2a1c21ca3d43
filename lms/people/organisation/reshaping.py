"""The unit side of a reorganisation: its checks, and the new lives, places and roles of units."""

import datetime as dt
import itertools
from collections.abc import Callable, Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.drafts import Reorganisation, UnitDraft
from lms.people.organisation.founding import (
    check_drafts,
    check_may_found,
    create_unit,
    refuse_too_long,
)
from lms.people.organisation.models import RoleAssignment, Succession, Unit, UnitState
from lms.people.organisation.periods import UnitPeriods, parent_in
from lms.people.organisation.policies import may_change_unit

SuccessionKind = Succession.Kind
# As long as the column of models.Succession.
_DECISION = 120


def require_decision(typed: str) -> str:
    """The number of the document that decides a change, in normal form. BadInput without one."""
    typed = " ".join(typed.split())
    if not typed:
        raise BadInput(_("Give the number of the decision."), field="decision")
    if len(typed) > _DECISION:
        refuse_too_long(_DECISION, "decision")
    return typed


def lock_units(*units: Unit) -> list[Unit]:
    """The units read anew and locked, in the order given.

    The first row stands for the whole tree and is locked before: a move rewrites the paths of units
    that nobody named, so changes of the tree wait for each other.
    """
    Unit.objects.select_for_update(no_key=True).order_by("pk").first()
    rows = {
        unit.pk: unit
        for unit in (
            Unit.objects.select_for_update()
            .filter(pk__in=[unit.pk for unit in units])
            .order_by("pk")
        )
    }
    return [rows[unit.pk] for unit in units]


def hold_units(units: Collection[Unit]) -> None:
    """Keep the lives of these units unchanged until the transaction ends.

    Their objects get the current first and last days.
    """
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in={unit.pk for unit in units})
    lives = {row.pk: row for row in rows.order_by("pk")}
    for unit in units:
        unit.valid_from, unit.valid_to = lives[unit.pk].valid_from, lives[unit.pk].valid_to


def check_may_reshape(actor: Actor, plan: Reorganisation) -> None:
    """NotAllowed where one of the units is not below the actor's training authority."""
    if not all(may_change_unit(actor, unit) for unit in {*plan.predecessors, *plan.standing}):
        raise NotAllowed(
            _("Only the training authority above all of these units may reorganise them.")
        )


def check_reshaping(actor: Actor, plan: Reorganisation) -> None:
    """NotAllowed or BadInput where the plan may not or cannot be carried out; writes nothing."""
    check_may_reshape(actor, plan)
    require_decision(plan.decision)
    _check_numbers(plan)
    for unit in plan.standing:
        _check_stays(unit, plan)
    for unit in plan.ending:
        _check_ends(unit, plan)
    for unit in plan.predecessors:
        if unit.valid_from >= plan.on:
            raise BadInput(
                _("%(unit)s begins only on %(day)s. Choose a later day.")
                % {
                    "unit": unit.name,
                    "day": _format_day(unit.valid_from),
                },
                field="on",
            )
    if plan.drafts:
        parent = _parent_of_drafts(plan)
        check_may_found(actor, parent)
        check_drafts(parent, [_dated_draft(draft, plan.on) for draft in plan.drafts])
    _reshaped_periods(plan, _first_existing_successor(plan))


def reshape_units(plan: Reorganisation) -> tuple[list[Unit], set[int]]:
    """Carry out a checked plan.

    Returns the successors in their order and the keys of units whose name, place or life changed.
    """
    parent = _parent_of_drafts(plan)
    parent = None if parent is None else lock_units(parent)[0]
    successors = [
        unit if isinstance(unit, Unit) else create_unit(parent, _dated_draft(unit, plan.on))
        for unit in plan.successors
    ]
    changed = _reshaped_periods(plan, successors[0] if successors else None).save()
    Unit.objects.filter(pk__in=[unit.pk for unit in plan.ending]).update(valid_to=plan.last_day)
    Succession.objects.bulk_create(
        Succession(
            predecessor=old,
            successor=new,
            kind=plan.kind,
            on=plan.on,
            decision=require_decision(plan.decision),
        )
        for old in plan.predecessors
        for new in successors
        if old.pk != new.pk
    )
    return successors, changed | {unit.pk for unit in plan.ending}


def end_roles(plan: Reorganisation, reason: str) -> list[int]:
    """End roles on the ending units with their last day. Returns the keys of their holders.

    Documents signed under these roles stay valid.
    """
    rows = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=plan.last_day), unit__in=plan.ending
    )
    users = list(rows.order_by("pk").values_list("user_id", flat=True))
    rows.update(valid_to=plan.last_day, end_reason=reason)
    return users


def _check_numbers(plan: Reorganisation) -> None:
    """BadInput where the number of units does not fit the kind of reorganisation."""
    if not plan.predecessors or _has_repeated(plan.predecessors):
        raise BadInput(_("Name each unit that goes over once."), field="predecessors")
    if _has_repeated(plan.standing):
        raise BadInput(_("Name each successor once."), field="successors")
    problem = _NUMBER_CHECKS[SuccessionKind(plan.kind)](plan)
    if problem:
        raise BadInput(problem, field="successors")
    _check_people(plan)


def _has_repeated(units: Collection[Unit]) -> bool:
    return len({unit.pk for unit in units}) < len(units)


def _merger_problem(plan: Reorganisation) -> str:
    involved = {unit.pk for unit in (*plan.predecessors, *plan.standing)}
    if len(plan.successors) != 1 or len(involved) < 2:
        return _("A merger has at least two units and one successor.")
    return ""


def _split_problem(plan: Reorganisation) -> str:
    if len(plan.predecessors) != 1 or len(plan.successors) < 2:
        return _("A split has one unit and at least two successors.")
    return ""


def _conversion_problem(plan: Reorganisation) -> str:
    is_one_to_one = len(plan.predecessors) == 1 and len(plan.successors) == 1
    if not is_one_to_one or not plan.ending:
        return _("A conversion has one unit and one other successor.")
    return ""


def _dissolution_problem(plan: Reorganisation) -> str:
    if len(plan.successors) > 1 or len(plan.ending) < len(plan.predecessors):
        return _("Units that are dissolved have one other successor, or none.")
    return ""


# What is wrong with the number of units, by kind; complete by a test.
_NUMBER_CHECKS: dict[SuccessionKind, Callable[[Reorganisation], str]] = {
    SuccessionKind.MERGE: _merger_problem,
    SuccessionKind.SPLIT: _split_problem,
    SuccessionKind.CONVERT: _conversion_problem,
    SuccessionKind.DISSOLVE: _dissolution_problem,
}


def _check_people(plan: Reorganisation) -> None:
    if not plan.people:
        return
    indices = range(len(plan.successors))
    if plan.kind != SuccessionKind.SPLIT or not all(
        index in indices for index in plan.people.values()
    ):
        raise BadInput(_("Say for a split to which successor people go."), field="people")


def _check_stays(unit: Unit, plan: Reorganisation) -> None:
    if unit.valid_to is not None:
        raise BadInput(
            _("%(unit)s ends on %(day)s and cannot be the successor. Choose a unit that lives on.")
            % {"unit": unit.name, "day": _format_day(unit.valid_to)},
            field="successors",
        )
    if unit.valid_from > plan.on:
        raise BadInput(
            _("%(unit)s begins only on %(day)s. Choose a later day.")
            % {
                "unit": unit.name,
                "day": _format_day(unit.valid_from),
            },
            field="on",
        )


def _check_ends(unit: Unit, plan: Reorganisation) -> None:
    link = unit.successions.select_related("successor").order_by("-on", "pk").first()
    if unit.valid_to is not None and link is not None:
        raise BadInput(
            _("%(unit)s went over into %(successor)s on %(day)s already, by %(decision)s.")
            % {
                "unit": unit.name,
                "successor": link.successor.name,
                "day": _format_day(link.on),
                "decision": link.decision,
            },
            field="predecessors",
        )
    if unit.valid_to not in (None, plan.last_day):
        raise BadInput(
            _("%(unit)s ends on %(day)s already. Its successor begins on the day after.")
            % {
                "unit": unit.name,
                "day": _format_day(unit.valid_to),
            },
            field="on",
        )
    later = _own_changes(unit, plan.on)
    if later:
        raise BadInput(
            _(
                "For %(unit)s a change on %(day)s is written down (%(decision)s). Choose a later"
                " day."
            )
            % {
                "unit": unit.name,
                "day": _format_day(later[0].valid_from),
                "decision": later[0].decision or "–",
            },
            field="on",
        )


def _own_changes(unit: Unit, on: dt.date) -> list[UnitState]:
    """Periods from `on` that the unit's own renaming or move began, not one of a unit above it."""
    rows = list(unit.states.order_by("valid_from"))
    return [
        new
        for old, new in itertools.pairwise(rows)
        if new.valid_from >= on
        and (old.name, old.level, parent_in(old)) != (new.name, new.level, parent_in(new))
    ]


def _parent_of_drafts(plan: Reorganisation) -> Unit | None:
    """Where drafted successors are founded: the unit above the first predecessor, on the day or
    when it ended.
    """
    first = plan.predecessors[0]
    state = first.states.filter(valid_from__lte=plan.on).order_by("valid_from").last()
    above = None if state is None else parent_in(state)
    return None if above is None else Unit.objects.get(pk=above)


def _first_existing_successor(plan: Reorganisation) -> Unit | None:
    """The first successor, where it exists already."""
    first = plan.successors[0] if plan.successors else None
    return first if isinstance(first, Unit) else None


def _dated_draft(draft: UnitDraft, on: dt.date) -> UnitDraft:
    return UnitDraft(draft.code, draft.name, draft.level, on, None, draft.sector, draft.eid)


def _reshaped_periods(plan: Reorganisation, first: Unit | None) -> UnitPeriods:
    """The periods as they will be after the plan; not saved.

    Predecessors end; their children go below the first successor. `first`: that successor, where it
    exists already.
    """
    periods = UnitPeriods(unit.pk for unit in {*plan.ending, *([first] if first else [])})
    # Read before the lives end: a successor may take its predecessor's place.
    above = {unit.pk: list(unit.states.order_by("valid_from")) for unit in plan.ending}
    for unit in plan.ending:
        periods.end_life(unit.pk, plan.last_day)
    for unit in plan.ending:
        _move_children(periods, plan, unit, above[unit.pk], first)
    return periods


def _move_children(
    periods: UnitPeriods,
    plan: Reorganisation,
    unit: Unit,
    above: list[UnitState],
    first: Unit | None,
) -> None:
    """Move what stood below an ending unit below the first successor.

    A successor that stood there takes the place of the unit itself. `above`: the unit's own periods
    as they were. BadInput where children would be left without a successor.
    """
    children = list(periods.children(unit.pk, plan.on))
    if children and not plan.successors:
        raise BadInput(
            _("Units still stand below %(unit)s. Move them first, or name a successor.")
            % {"unit": unit.name},
            field="successors",
        )
    decision = require_decision(plan.decision)
    successors = {successor.pk for successor in plan.standing}
    # Successors first: the other children go below one of them.
    children.sort(key=lambda child: child[0] not in successors)
    for child, begin, end in children:
        if child in successors:
            periods.move_below(child, _parent_periods(above, plan.on), begin, end, decision)
        elif first is not None:
            periods.move_below(child, periods.all_of(first.pk), begin, end, decision)


def _parent_periods(states: list[UnitState], on: dt.date) -> list[UnitState]:
    """All periods of the unit that was the parent on the day."""
    above = parent_in([row for row in states if row.valid_from <= on][-1])
    if above is None:
        raise BadInput(
            _("A unit at the top of the tree cannot go over into one below it."), field="successors"
        )
    return list(UnitState.objects.filter(unit=above).order_by("valid_from"))


def _format_day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"

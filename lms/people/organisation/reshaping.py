"""The unit side of a reorganisation: what may not be, and what becomes of the units, their places
and their roles.
"""

import datetime as dt
import itertools
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.drafts import Reorganisation, UnitDraft
from lms.people.organisation.founding import check_drafts, found
from lms.people.organisation.models import RoleAssignment, Succession, Unit, UnitState
from lms.people.organisation.periods import Periods, parent_in
from lms.people.organisation.policies import may_change, may_grant

Kind = Succession.Kind
# As long as the column of models.Succession.
_DECISION = 120


def given_decision(typed: str) -> str:
    """The number of the document that a change stands on. BadInput where there is none."""
    typed = " ".join(typed.split())
    if not typed:
        raise BadInput(_("Give the number of the decision."), field="decision")
    if len(typed) > _DECISION:
        raise BadInput(
            _("At most %(longest)d characters fit here.") % {"longest": _DECISION}, field="decision"
        )
    return typed


def lock_units(*units: Unit) -> list[Unit]:
    """The units read anew and locked, in the order given. Whoever changes the tree waits for
    whoever changes it now.

    One row stands for the tree: paths of many units are rewritten at once, also of units that
    nobody named.
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
    """The units keep their lives until the transaction ends; the objects get the days on which
    these begin and end.
    """
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in={unit.pk for unit in units})
    lives = {row.pk: row for row in rows.order_by("pk")}
    for unit in units:
        unit.valid_from, unit.valid_to = lives[unit.pk].valid_from, lives[unit.pk].valid_to


def check_reshaping(actor: Actor, plan: Reorganisation) -> None:
    """NotAllowed or BadInput where the units may not or cannot go over as planned; writes
    nothing.
    """
    if not all(may_change(actor, unit) for unit in {*plan.predecessors, *plan.standing}):
        raise NotAllowed(
            _("Only the training authority above all of these units may reorganise them.")
        )
    given_decision(plan.decision)
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
                    "day": _day(unit.valid_from),
                },
                field="on",
            )
    if plan.drafts:
        parent = _parent(plan)
        if not (actor.is_system if parent is None else may_grant(actor, parent)):
            raise NotAllowed(_("Only the training authority may found units here."))
        check_drafts(parent, [_dated(draft, plan.on) for draft in plan.drafts])
    _rehang(plan, _first(plan))


def reshape(plan: Reorganisation) -> tuple[list[Unit], set[int]]:
    """Carry out what was checked: (the successors in their order, the units whose name, place or
    life changed).
    """
    parent = _parent(plan)
    parent = None if parent is None else lock_units(parent)[0]
    successors = [
        unit if isinstance(unit, Unit) else found(parent, _dated(unit, plan.on))
        for unit in plan.successors
    ]
    touched = _rehang(plan, successors[0] if successors else None).save()
    Unit.objects.filter(pk__in=[unit.pk for unit in plan.ending]).update(valid_to=plan.last_day)
    Succession.objects.bulk_create(
        Succession(
            predecessor=old,
            successor=new,
            kind=plan.kind,
            on=plan.on,
            decision=given_decision(plan.decision),
        )
        for old in plan.predecessors
        for new in successors
        if old.pk != new.pk
    )
    return successors, touched | {unit.pk for unit in plan.ending}


def end_roles(plan: Reorganisation, reason: str) -> list[int]:
    """Roles on units that end are over with their last day; what was signed under them stays valid.

    Whose they were.
    """
    rows = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=plan.last_day), unit__in=plan.ending
    )
    users = list(rows.order_by("pk").values_list("user_id", flat=True))
    rows.update(valid_to=plan.last_day, end_reason=reason)
    return users


def _check_numbers(plan: Reorganisation) -> None:
    old, new = len(plan.predecessors), len(plan.successors)
    part = {unit.pk for unit in (*plan.predecessors, *plan.standing)}
    if not old or len({unit.pk for unit in plan.predecessors}) < old:
        raise BadInput(_("Name each unit that goes over once."), field="predecessors")
    if len({unit.pk for unit in plan.standing}) < len(plan.standing):
        raise BadInput(_("Name each successor once."), field="successors")
    if plan.kind == Kind.MERGE and (new != 1 or len(part) < 2):
        raise BadInput(_("A merger has at least two units and one successor."), field="successors")
    if plan.kind == Kind.SPLIT and (old != 1 or new < 2):
        raise BadInput(_("A split has one unit and at least two successors."), field="successors")
    if plan.kind == Kind.CONVERT and (old != 1 or new != 1 or not plan.ending):
        raise BadInput(_("A conversion has one unit and one other successor."), field="successors")
    if plan.kind == Kind.DISSOLVE and (new > 1 or len(plan.ending) < old):
        raise BadInput(
            _("Units that are dissolved have one other successor, or none."), field="successors"
        )
    if plan.people and (
        plan.kind != Kind.SPLIT or not all(0 <= index < new for index in plan.people.values())
    ):
        raise BadInput(_("Say for a split to which successor people go."), field="people")


def _check_stays(unit: Unit, plan: Reorganisation) -> None:
    if unit.valid_to is not None:
        raise BadInput(
            _("%(unit)s ends on %(day)s and cannot be the successor. Choose a unit that lives on.")
            % {"unit": unit.name, "day": _day(unit.valid_to)},
            field="successors",
        )
    if unit.valid_from > plan.on:
        raise BadInput(
            _("%(unit)s begins only on %(day)s. Choose a later day.")
            % {
                "unit": unit.name,
                "day": _day(unit.valid_from),
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
                "day": _day(link.on),
                "decision": link.decision,
            },
            field="predecessors",
        )
    if unit.valid_to not in (None, plan.last_day):
        raise BadInput(
            _("%(unit)s ends on %(day)s already. Its successor begins on the day after.")
            % {
                "unit": unit.name,
                "day": _day(unit.valid_to),
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
                "day": _day(later[0].valid_from),
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


def _parent(plan: Reorganisation) -> Unit | None:
    """Where drafted successors are founded: the unit above the first predecessor, on the day or
    when it ended.
    """
    first = plan.predecessors[0]
    state = first.states.filter(valid_from__lte=plan.on).order_by("valid_from").last()
    above = None if state is None else parent_in(state)
    return None if above is None else Unit.objects.get(pk=above)


def _first(plan: Reorganisation) -> Unit | None:
    """The first successor, where it is there already."""
    first = plan.successors[0] if plan.successors else None
    return first if isinstance(first, Unit) else None


def _dated(draft: UnitDraft, on: dt.date) -> UnitDraft:
    return UnitDraft(draft.code, draft.name, draft.level, on, None, draft.sector, draft.eid)


def _rehang(plan: Reorganisation, first: Unit | None) -> Periods:
    """The periods as they will be: predecessors end, what stood below them stands below the first
    successor.
    """
    periods = Periods(unit.pk for unit in {*plan.ending, *([first] if first else [])})
    above = {unit.pk: list(unit.states.order_by("valid_from")) for unit in plan.ending}
    for unit in plan.ending:
        periods.end(unit.pk, plan.last_day)
    heirs = {unit.pk for unit in plan.standing}
    for old in plan.ending:
        below = list(periods.children(old.pk, plan.on))
        if below and not plan.successors:
            raise BadInput(
                _("Units still stand below %(unit)s. Move them first, or name a successor.")
                % {"unit": old.name},
                field="successors",
            )
        # a successor that stood below its predecessor takes that one's place
        for child, begin, end in sorted(below, key=lambda row: row[0] not in heirs):
            place = (
                _beside(above[old.pk], plan.on)
                if child in heirs
                else first and periods.of(first.pk)
            )
            if place is not None:
                periods.hang(child, place, begin, end, given_decision(plan.decision))
    return periods


def _beside(states: list[UnitState], on: dt.date) -> list[UnitState]:
    """The periods of the unit above these, as it was on the day."""
    above = parent_in([row for row in states if row.valid_from <= on][-1])
    if above is None:
        raise BadInput(
            _("A unit at the top of the tree cannot go over into one below it."), field="successors"
        )
    return list(UnitState.objects.filter(unit=above).order_by("valid_from"))


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"

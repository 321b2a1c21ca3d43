"""What the office has decided about rows that are warned of, and what that makes of their plans."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lms.people.workbooks.planning.outcomes import RowPlan, plan_left_out_row
from lms.people.workbooks.reading.rows import PersonRow, RowPlace
from lms.people.workbooks.warning_kinds import Decision


@dataclass(frozen=True, slots=True)
class RowDecision:
    """A decision with the warnings that it was about, in the form in which a batch keeps them."""

    decision: Decision
    warnings: list[dict[str, str]]


Decisions = Mapping[RowPlace, RowDecision]


def apply_decisions(
    rows: list[PersonRow], decisions: Decisions
) -> tuple[list[PersonRow], list[RowPlan]]:
    """The rows that are to be planned, as they were decided, and the plans of those left out."""
    remaining: list[PersonRow] = []
    left_out: list[RowPlan] = []
    for row in rows:
        decided = decisions.get(row.place)
        if decided is not None and decided.decision == Decision.LEAVE_OUT:
            plan = plan_left_out_row(row)
            left_out.append(
                replace(plan, warnings=decided.warnings, decision=str(Decision.LEAVE_OUT))
            )
        elif decided is not None and decided.decision == Decision.AS_WRITTEN:
            remaining.append(replace(row, departure=None, warnings=()))
        else:
            remaining.append(row)
    return remaining, left_out


def note_decision(plan: RowPlan, decisions: Decisions) -> RowPlan:
    """The plan with the decision about its row.

    A proposal was accepted as it was shown: where another one is made now, nothing is decided. A
    row that is read as written is no longer warned of, and keeps what it was warned of, also where
    it is refused so: another decision may be taken.
    """
    decided = decisions.get(plan.place)
    if decided is None or plan.decision:
        return plan
    if decided.decision == Decision.AS_WRITTEN:
        return replace(plan, warnings=decided.warnings, decision=str(Decision.AS_WRITTEN))
    if decided.warnings == plan.warnings:
        return replace(plan, decision=str(decided.decision))
    return plan

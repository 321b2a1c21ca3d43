"""What one row of a workbook would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.people.workbooks.models import BatchRow
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow, RowPlace, RowWarning

Outcome = BatchRow.Outcome


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row would do: a refused one has a cell and a reason, any other its changes.

    `warnings`: as a batch keeps them; `decision`: what the office decided about them.
    """

    sheet: str
    number: int
    outcome: str
    label: str
    changes: list[dict[str, Any]]
    cell: str = ""
    reason: str = ""
    block: int = 0
    warnings: list[dict[str, str]] = field(default_factory=list)
    decision: str = ""

    @property
    def place(self) -> RowPlace:
        """By what a decision about the row finds it again."""
        return self.sheet, self.number, self.block


def plan_row(
    row: PersonRow,
    outcome: str,
    changes: list[dict[str, Any]],
    warnings: Sequence[RowWarning] = (),
) -> RowPlan:
    """The plan of a row that is read; `warnings`: those found by comparing."""
    return RowPlan(
        row.sheet,
        row.number,
        outcome,
        row.label,
        changes,
        block=row.block,
        warnings=[warning.as_json() for warning in (*row.warnings, *warnings)],
    )


def plan_left_out_row(row: PersonRow, *warnings: RowWarning) -> RowPlan:
    """The plan of a row of which nothing is written."""
    return plan_row(row, Outcome.LEFT_OUT, [], warnings)


def plan_refused_row(refused: RefusedRow) -> RowPlan:
    """The plan of a row that is refused."""
    return RowPlan(
        refused.sheet,
        refused.number,
        Outcome.REFUSED,
        refused.label,
        [],
        refused.cell,
        refused.reason,
        refused.block,
    )

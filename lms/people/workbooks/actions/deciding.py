"""Decide about rows that are warned of: as proposed, as written, or left out."""

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken
from lms.people.workbooks.actions.uploading import lock_batch
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import undecided_rows
from lms.people.workbooks.states import BatchState
from lms.people.workbooks.warning_kinds import Decision, decisions_for


@transaction.atomic
def decide_rows(*, actor: Actor, batch: Batch, decisions: Mapping[int, str]) -> Batch:
    """Keep what the office decides about rows (by key) that are warned of.

    Where that changes what would be written, `plan` is emptied: the workbook is tried out again
    before it is applied. BadInput names the row in `field` for a decision that its warnings do not
    allow.
    """
    batch = lock_batch(actor, batch)
    if batch.state != BatchState.CHECKED:
        raise RuleBroken(
            _("Decisions are made between trying a workbook out and writing it into the register.")
        )
    changed = [row for row in _warned_rows(batch, decisions) if row.decision != decisions[row.pk]]
    if not changed:
        return batch
    changes_plan = False
    for row in changed:
        decision = _check_decision(row, decisions[row.pk])
        changes_plan |= {row.decision, decision} - {"", Decision.PROPOSAL} != set()
        row.decision = decision
    for part in chunks(changed):
        BatchRow.objects.bulk_update(part, ["decision"])
    if changes_plan:
        batch.plan = ""
        batch.save(update_fields=["plan"])
    record(
        "batch.decided",
        actor,
        batch,
        unit=batch.unit.code,
        **Counter(str(row.decision) for row in changed),
    )
    return batch


def check_decided(batch: Batch) -> None:
    """RuleBroken while rows of the batch wait for a decision."""
    count = undecided_rows(batch).count()
    if count:
        raise RuleBroken(
            ngettext(
                "%(count)d row is warned of and waits for your decision. Decide about it first.",
                "%(count)d rows are warned of and wait for your decision. Decide about them first.",
                count,
            )
            % {"count": count}
        )


def _warned_rows(batch: Batch, decisions: Mapping[int, str]) -> list[BatchRow]:
    """The rows of the decisions, in the order of the workbook. BadInput for one of another list."""
    rows: list[BatchRow] = []
    for part in chunks(sorted(decisions)):
        rows += batch.rows.filter(pk__in=part)
    rows = [row for row in rows if row.warnings]
    if len(rows) != len(decisions):
        raise BadInput(
            _("The workbook was tried out again meanwhile. Look at the rows anew and decide.")
        )
    return rows


def _check_decision(row: BatchRow, decision: str) -> Decision:
    allowed = decisions_for(warning["kind"] for warning in row.warnings)
    if decision not in allowed:
        raise BadInput(
            _("Row %(number)d: choose one of: %(allowed)s.")
            % {
                "number": row.number,
                "allowed": ", ".join(str(choice.label) for choice in allowed),
            },
            field=str(row.pk),
        )
    return Decision(decision)

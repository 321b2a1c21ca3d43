"""Try a workbook out: keep what every row would do, and leave the register as it is."""

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken
from lms.core.jobs.progress import ProgressReporter
from lms.core.statistics import refresh_statistics
from lms.people.accounts.names import name_columns
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import in_subtree_of
from lms.people.personnel.models import Official, Post
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.workbooks.actions.uploading import lock_batch
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.opening import mappings_of, rows_of_file
from lms.people.workbooks.planning import WorkbookPlan, plan_workbook
from lms.people.workbooks.planning.deciding import RowDecision
from lms.people.workbooks.planning.outcomes import RowPlan
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow, RowPlace
from lms.people.workbooks.reading.unread import UnreadCells
from lms.people.workbooks.states import BATCH, BatchState
from lms.people.workbooks.warning_kinds import Decision, must_decide

# The lengths of the columns of BatchRow.
_LABEL, _CELL, _REASON = 200, 12, 500


@transaction.atomic
def try_out(*, actor: Actor, batch: Batch, pulse: ProgressReporter | None = None) -> Batch:
    """Compare the workbook with the register of now.

    `counts`, `rows` and `plan_workbook` say what applying would do: with the proposals taken, or as
    the office has decided.
    """
    batch = lock_batch(actor, batch)
    BATCH.move(batch, BatchState.CHECKED)
    unread = UnreadCells()
    workbook_plan = plan_batch(actor, batch, pulse or ProgressReporter(), unread=unread)
    warnings = _namesake_warnings(batch, workbook_plan)
    batch.rows.all().delete()
    for part in chunks(workbook_plan.rows):
        BatchRow.objects.bulk_create(
            _build_row(batch, row, warnings.get(row.place, row.reason)) for row in part
        )
    batch.counts, batch.plan = workbook_plan.counts, workbook_plan.digest
    for name, table in batch.mapping.items():
        table["unread"] = [asdict(column) for column in unread.columns_of(name, table["headers"])]
    batch.save(update_fields=["state", "counts", "plan", "mapping"])
    record("batch.tried", actor, batch, unit=batch.unit.code, **batch.counts)
    refresh_statistics(BatchRow)
    return batch


def plan_batch(
    actor: Actor,
    batch: Batch,
    pulse: ProgressReporter,
    *,
    lock: bool = False,
    unread: UnreadCells | None = None,
) -> WorkbookPlan:
    """Read the file and compare each row. `unread` gets what the rows hold and nobody reads.

    RuleBroken where no sheet is about people, BadInput where none has rows.
    """
    if not mappings_of(batch):
        raise RuleBroken(
            _(
                "No sheet says whose rows these are: name the columns with names or staff codes"
                " first."
            )
        )
    decisions = decisions_of(batch)
    with rows_of_file(batch, decisions, unread) as file_rows:
        rows: list[PersonRow | RefusedRow] = list(file_rows)
    if not rows:
        raise BadInput(_("The workbook has no rows below its headers."))
    pulse.start(len(rows), _("Comparing the rows with the register; nothing is written yet."))
    step: Callable[[int], None] = pulse.step
    return plan_workbook(
        actor, batch.unit, batch.as_of, rows, decisions=decisions, lock=lock, step=step
    )


def decisions_of(batch: Batch) -> dict[RowPlace, RowDecision]:
    """What was decided about the rows of the last try."""
    rows = batch.rows.exclude(decision="")
    return {
        (row.sheet, row.number, row.block): RowDecision(Decision(row.decision), row.warnings)
        for row in rows.only("sheet", "number", "block", "decision", "warnings")
    }


def _namesake_warnings(batch: Batch, workbook_plan: WorkbookPlan) -> dict[RowPlace, str]:
    """Place of a new person → a warning, where the unit has somebody with that name.

    It may be the same person with a slip in the birth date.
    """
    new_people = {
        row.place: _sorted_name(row)
        for row in workbook_plan.rows
        if row.outcome == BatchRow.Outcome.NEW
    }
    posts = Post.objects.filter(on_day(), in_subtree_of(batch.unit, "unit__"))
    in_unit = set(posts.values_list("official", flat=True))
    namesakes: dict[str, list[str]] = {}
    for part in chunks(sorted({*new_people.values()} - {""})):
        officials = Official.objects.filter(name_sorted__in=part)
        for pk, name, full_name, code, born, precision in officials.values_list(
            "pk", "name_sorted", "full_name", "code", "birth_date", "birth_precision"
        ):
            if pk in in_unit:
                namesakes.setdefault(name, []).append(
                    f"{full_name} ({code}, {BirthDate(born, BirthPrecision(precision))})"
                )
    warning = _("There is %(who)s already. Go on only if this is somebody else.")
    return {
        place: warning % {"who": ", ".join(namesakes[name][:3])}
        for place, name in new_people.items()
        if name in namesakes
    }


def _sorted_name(row: RowPlan) -> str:
    """The name that the row gives a person, folded and sorted; "" where it gives none."""
    for change in row.changes:
        if change["field"] == "full_name" and change["after"]:
            return name_columns(change["after"])["name_sorted"]
    return ""


def _build_row(batch: Batch, row: RowPlan, reason: str) -> BatchRow:
    return BatchRow(
        batch=batch,
        sheet=row.sheet,
        number=row.number,
        block=row.block,
        outcome=row.outcome,
        label=row.label[:_LABEL],
        changes=row.changes,
        cell=row.cell[:_CELL],
        reason=reason[:_REASON],
        warnings=row.warnings,
        must_decide=must_decide(warning["kind"] for warning in row.warnings),
        decision=row.decision,
    )

"""Trying out: what every row would do is written down, and nothing else."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken
from lms.core.jobs.pulse import Pulse
from lms.core.statistics import refresh_statistics
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import subtree
from lms.people.personnel.actions.officials import names_of
from lms.people.personnel.models import Official, Post
from lms.people.workbooks.actions.uploading import locked
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.opening import mappings_of, rows_of_file
from lms.people.workbooks.planning import Plan, plan
from lms.people.workbooks.planning.comparing import RowPlan
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow
from lms.people.workbooks.states import BATCH, BatchState

_LABEL, _CELL, _REASON = 200, 12, 500


@transaction.atomic
def try_out(*, actor: Actor, batch: Batch, pulse: Pulse | None = None) -> Batch:
    """Compare the workbook with the register of now.

    `counts`, `rows` and `plan` say what applying would do.
    """
    batch = locked(actor, batch)
    BATCH.move(batch, BatchState.CHECKED)
    made = planned(actor, batch, pulse or Pulse())
    alike = _namesakes(batch, made)
    batch.rows.all().delete()
    for part in chunks(made.rows):
        BatchRow.objects.bulk_create(
            _row(batch, one, alike.get((one.sheet, one.number), one.reason)) for one in part
        )
    batch.counts, batch.plan = made.counts, made.digest
    batch.save(update_fields=["state", "counts", "plan"])
    record("batch.tried", actor, batch, unit=batch.unit.code, **batch.counts)
    refresh_statistics(BatchRow)
    return batch


def planned(actor: Actor, batch: Batch, pulse: Pulse, *, lock: bool = False) -> Plan:
    """Read the file and compare each row. RuleBroken where no sheet tells of people."""
    if not mappings_of(batch):
        raise RuleBroken(
            _(
                "No sheet says whose rows these are: name the columns with names or staff codes"
                " first."
            )
        )
    with rows_of_file(batch) as read:
        rows: list[PersonRow | RefusedRow] = list(read)
    if not rows:
        raise BadInput(_("The workbook has no rows below its headers."))
    pulse.start(len(rows), _("Comparing the rows with the register; nothing is written yet."))
    step: Callable[[int], None] = pulse.step
    return plan(actor, batch.unit, batch.as_of, rows, lock=lock, step=step)


def _namesakes(batch: Batch, made: Plan) -> dict[tuple[str, int], str]:
    """(sheet, row) of somebody new whose name stands at the unit already: it may be he, with a
    slip in the birth date.
    """
    new = {
        (row.sheet, row.number): _sorted_name(row)
        for row in made.rows
        if row.outcome == BatchRow.Outcome.NEW
    }
    posts = Post.objects.filter(on_day(), subtree(batch.unit, "unit__"))
    here = set(posts.values_list("official", flat=True))
    known: dict[str, list[str]] = {}
    for part in chunks(sorted({*new.values()} - {""})):
        rows = Official.objects.filter(name_sorted__in=part)
        for pk, name, full_name, code, born in rows.values_list(
            "pk", "name_sorted", "full_name", "code", "birth_date"
        ):
            if pk in here:
                known.setdefault(name, []).append(f"{full_name} ({code}, {born:%d/%m/%Y})")
    words = _("There is %(who)s already. Go on only if this is somebody else.")
    return {
        place: words % {"who": ", ".join(known[name][:3])}
        for place, name in new.items()
        if name in known
    }


def _sorted_name(row: RowPlan) -> str:
    name = next((one["after"] for one in row.changes if one["field"] == "full_name"), "")
    return names_of(name)["name_sorted"] if name else ""


def _row(batch: Batch, one: RowPlan, reason: str) -> BatchRow:
    return BatchRow(
        batch=batch,
        sheet=one.sheet,
        number=one.number,
        outcome=one.outcome,
        label=one.label[:_LABEL],
        changes=one.changes,
        cell=one.cell[:_CELL],
        reason=reason[:_REASON],
    )

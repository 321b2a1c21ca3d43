"""Writing a workbook into the register: all of it in one transaction, with a journal of every
row.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import RuleBroken
from lms.core.jobs.progress import ProgressReporter
from lms.core.statistics import refresh_statistics
from lms.people.organisation.models import Unit
from lms.people.organisation.queries import stood_below
from lms.people.organisation.reshaping import hold_units
from lms.people.personnel.models import Official
from lms.people.workbooks.actions.deciding import check_decided
from lms.people.workbooks.actions.trying import plan_batch
from lms.people.workbooks.actions.uploading import lock_batch
from lms.people.workbooks.journal import TABLES, chunks, columns_of, lock_rows, manager_of, table_of
from lms.people.workbooks.models import Batch, BatchWrite
from lms.people.workbooks.planning.files import PlannedWrite
from lms.people.workbooks.planning.plan import PersonPlan
from lms.people.workbooks.states import BATCH, BatchState


@transaction.atomic
def apply_batch(*, actor: Actor, batch: Batch, pulse: ProgressReporter | None = None) -> Batch:
    """Do exactly what was shown and decided, or nothing.

    RuleBroken while rows wait for a decision, and where the register has changed since it was tried
    out.
    """
    pulse = pulse or ProgressReporter()
    batch = lock_batch(actor, batch)
    if batch.state == BatchState.CHECKED and not batch.plan:
        raise RuleBroken(
            _("Columns or decisions were changed: try the workbook out again before writing it.")
        )
    BATCH.move(batch, BatchState.APPLIED)
    check_decided(batch)
    # new staff codes are counted on from the last one, and nobody reorganises the units until all
    # is written
    hold_units([batch.unit, *Unit.objects.filter(stood_below(batch.unit, batch.as_of))])
    plan = plan_batch(actor, batch, pulse, lock=True)
    if plan.digest != batch.plan:
        raise RuleBroken(_("The register has changed since this was tried out: try it out again."))
    pulse.start(len(plan.people), _("Writing; nothing of it counts before all is written."))
    for people in chunks(plan.people):
        _write_people(batch, people)
        pulse.step(len(people))
    batch.applied_at = clock.now()
    for sheet in batch.mapping.values():
        # values of people were kept for naming the columns, which is over
        sheet["samples"] = {}
    batch.save(update_fields=["state", "applied_at", "mapping"])
    record("batch.applied", actor, batch, unit=batch.unit.code, digest=batch.digest, **batch.counts)
    refresh_statistics(*TABLES, BatchWrite)
    return batch


def _write_people(batch: Batch, people: list[PersonPlan]) -> None:
    """Write what is planned for these people, table by table, each write with its journal."""
    for model in TABLES:
        table = table_of(model)
        new_rows: list[tuple[PersonPlan, PlannedWrite]] = []
        changes: dict[int, dict[str, Any]] = {}
        for person in people:
            for write in person.writes:
                if write.table != table:
                    continue
                if write.row is not None:
                    changes[write.row] = write.values
                else:
                    new_rows.append((person, write))
        _change_rows(batch, model, changes)
        created = _create_rows(model, new_rows)
        _note_writes(batch, table, ((row, None) for row in created))


def _create_rows(
    model: type[models.Model], new_rows: list[tuple[PersonPlan, PlannedWrite]]
) -> list[models.Model]:
    """Make the rows, those that follow a new row after it; a new official's key is noted."""
    created: list[models.Model] = []
    new_keys: dict[int, int] = {}
    while new_rows:
        ready: list[tuple[PersonPlan, PlannedWrite]] = []
        later: list[tuple[PersonPlan, PlannedWrite]] = []
        for person, write in new_rows:
            is_ready = write.follows is None or id(write.follows) in new_keys
            (ready if is_ready else later).append((person, write))
        new_rows = later
        rows = manager_of(model).bulk_create(
            _build_row(model, person, write, new_keys) for person, write in ready
        )
        for (person, write), row in zip(ready, rows, strict=True):
            new_keys[id(write)] = row.pk
            if model is Official:
                person.official = row.pk
        created += rows
    return created


def _build_row(
    model: type[models.Model], person: PersonPlan, write: PlannedWrite, made: dict[int, int]
) -> models.Model:
    """The unsaved row. An official has no owner; the rows of a new one get the key made before."""
    owner = {} if model is Official else {"official_id": person.official}
    follows = {} if write.follows is None else {"follows_id": made[id(write.follows)]}
    return model(**owner, **follows, **write.values)


def _change_rows(
    batch: Batch, model: type[models.Model], changes: dict[int, dict[str, Any]]
) -> None:
    """Change the rows of one table; `changes`: primary key → new value of each column."""
    if not changes:
        return
    rows, names = [], set()
    for row in lock_rows(model, list(changes)):
        before = columns_of(row)
        for name, value in changes[row.pk].items():
            setattr(row, name, value)
            names.add(model._meta.get_field(name).name)
        rows.append((row, before))
    manager_of(model).bulk_update([row for row, _before in rows], sorted(names))
    _note_writes(batch, table_of(model), rows)


def _note_writes(
    batch: Batch, table: str, rows: Iterable[tuple[models.Model, dict[str, Any] | None]]
) -> None:
    """Keep each written row with its former columns (None where it is new) for undoing."""
    BatchWrite.objects.bulk_create(
        BatchWrite(batch=batch, table=table, row=row.pk, before=before, after=columns_of(row))
        for row, before in rows
    )

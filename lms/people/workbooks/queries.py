"""Reading batches: those of my units, one of them, its rows."""

import uuid

from django.db.models import QuerySet

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.workbooks.models import Batch, BatchRow, ColumnMapping
from lms.people.workbooks.policies import importable_by
from lms.people.workbooks.states import BatchState


def importing_units(actor: Actor) -> QuerySet[Unit]:
    """Units of today whose workbooks the actor brings in."""
    return Unit.objects.filter(importable_by(actor), on_day()).order_by("path")


def my_batches(actor: Actor) -> QuerySet[Batch]:
    """The workbooks of those units, newest first."""
    rows = Batch.objects.filter(importable_by(actor, "unit__")).select_related("unit", "owner")
    return rows.order_by("-uploaded_at", "-pk")


def my_batch(actor: Actor, uid: uuid.UUID) -> Batch:
    """One of them. NotFound for everybody else's."""
    found = my_batches(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def rows_of(batch: Batch, outcome: str = "") -> QuerySet[BatchRow]:
    """What the rows of a batch would do or did, in the order of the workbook, of one outcome or of
    all.
    """
    rows = batch.rows.order_by("pk")
    return rows.filter(outcome=outcome) if outcome in BatchRow.Outcome.values else rows


def applied_before(batch: Batch) -> Batch | None:
    """The very same file of that unit which stands in the register already."""
    same = Batch.objects.filter(unit=batch.unit_id, digest=batch.digest, state=BatchState.APPLIED)
    return same.exclude(pk=batch.pk).order_by("-applied_at").first()


def remembered(unit: Unit, shapes: set[str]) -> dict[str, dict[str, str]]:
    """How the unit read sheets of these shapes before."""
    rows = ColumnMapping.objects.filter(unit=unit, shape__in=shapes)
    return {row.shape: row.columns for row in rows}

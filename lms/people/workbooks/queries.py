"""Batches of my units, one of them, and its rows."""

import uuid

from django.db.models import QuerySet

from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.workbooks.models import Batch, BatchRow, ColumnMapping
from lms.people.workbooks.policies import importable_by
from lms.people.workbooks.states import BatchState


def importing_units(actor: Actor) -> QuerySet[Unit]:
    """Units of today whose workbooks the actor may import."""
    return Unit.objects.filter(importable_by(actor), on_day()).order_by("path")


def my_batches(actor: Actor) -> QuerySet[Batch]:
    """The workbooks of those units, newest first."""
    batches = Batch.objects.filter(importable_by(actor, "unit__")).select_related("unit", "owner")
    return batches.order_by("-uploaded_at", "-pk")


def my_batch(actor: Actor, uid: uuid.UUID) -> Batch:
    """One of them. NotFound for batches of other units."""
    return one_or_404(my_batches(actor), uid=uid)


def rows_of(batch: Batch, outcome: str = "") -> QuerySet[BatchRow]:
    """The rows of a batch in the order of the workbook, of one outcome or of all."""
    rows = batch.rows.order_by("pk")
    return rows.filter(outcome=outcome) if outcome in BatchRow.Outcome.values else rows


def applied_before(batch: Batch) -> Batch | None:
    """The batch of that unit by which the very same file was applied already, or None."""
    same = Batch.objects.filter(unit=batch.unit_id, digest=batch.digest, state=BatchState.APPLIED)
    return same.exclude(pk=batch.pk).order_by("-applied_at").first()


def remembered_columns(unit: Unit, shapes: set[str]) -> dict[str, dict[str, str]]:
    """Shape → columns (letter → field) as the unit read sheets of that shape before."""
    mappings = ColumnMapping.objects.filter(unit=unit, shape__in=shapes)
    return {mapping.shape: mapping.columns for mapping in mappings}

"""Batches of my units, one of them, and its rows."""

import uuid
from typing import Any

from django.db.models import QuerySet

from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.workbooks.models import Batch, BatchRow, ColumnMapping
from lms.people.workbooks.policies import importable_by
from lms.people.workbooks.reading.mapping import sheet_of_table
from lms.people.workbooks.states import BatchState
from lms.people.workbooks.warning_kinds import WarningKind, must_decide


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


def undecided_rows(batch: Batch) -> QuerySet[BatchRow]:
    """The rows of which nothing is written before somebody has decided, and nobody has."""
    return batch.rows.filter(must_decide=True, decision="").order_by("pk")


def warned_rows(batch: Batch) -> QuerySet[BatchRow]:
    """The rows that are warned of, decided or not, in the order of the workbook."""
    return batch.rows.exclude(warnings=[]).order_by("pk")


def undecided_by_kind(batch: Batch) -> dict[WarningKind, list[int]]:
    """Kind of warning → keys of the undecided rows that wait for a decision about it alone.

    Rows with warnings of several such kinds are decided one by one.
    """
    keys: dict[WarningKind, list[int]] = {}
    for pk, warnings in undecided_rows(batch).values_list("pk", "warnings"):
        kinds = {warning["kind"] for warning in warnings}
        asking = [kind for kind in kinds if must_decide([kind])]
        if len(asking) == 1:
            keys.setdefault(WarningKind(asking[0]), []).append(pk)
    return keys


def applied_before(batch: Batch) -> Batch | None:
    """The batch of that unit by which the very same file was applied already, or None."""
    same = Batch.objects.filter(unit=batch.unit_id, digest=batch.digest, state=BatchState.APPLIED)
    return same.exclude(pk=batch.pk).order_by("-applied_at").first()


def unread_columns(batch: Batch) -> list[dict[str, Any]]:
    """What the people of the last try have and nobody reads: [{"sheet", "column", "header",
    "cells", "is_known"}], table by table.
    """
    return [
        {"sheet": sheet_of_table(name), **column}
        for name, table in batch.mapping.items()
        for column in table.get("unread", ())
    ]


def remembered_columns(unit: Unit, shapes: set[str]) -> dict[str, dict[str, str]]:
    """Shape → columns (letter → field) as the unit read sheets of that shape before."""
    mappings = ColumnMapping.objects.filter(unit=unit, shape__in=shapes)
    return {mapping.shape: mapping.columns for mapping in mappings}

"""Upload a workbook and say what its columns are."""

import datetime as dt
import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.organisation.models import Unit
from lms.people.workbooks.models import Batch, ColumnMapping
from lms.people.workbooks.opening import limits_at
from lms.people.workbooks.policies import may_import
from lms.people.workbooks.queries import remembered_columns
from lms.people.workbooks.reading import SheetMapping, Workbook, guess_workbook, open_workbook
from lms.people.workbooks.reading.blocks import repeated_column
from lms.people.workbooks.reading.fields import field_of
from lms.people.workbooks.states import BatchState

_NAME = 200
_OPEN_STATES = (BatchState.UPLOADED, BatchState.CHECKED)
# how many letters of a sample value are kept for the page
_SAMPLE = 60
_LETTERS = re.compile(r"[A-Z]{1,3}")


@transaction.atomic
def upload_workbook(*, actor: Actor, unit: Unit, name: str, body: bytes, as_of: dt.date) -> Batch:
    """Keep a workbook of `unit` that speaks of the day `as_of`; its columns are guessed, or
    remembered from before.

    BadInput where it cannot be read or the day has not come.
    """
    check_may_import(actor, unit)
    if as_of > clock.today():
        raise BadInput(_("The figures cannot be of a day that has not come."), field="as_of")
    workbook = open_workbook(io.BytesIO(body), name, limits_at(unit))
    batch = Batch(
        unit=unit,
        owner_id=actor.user_id,
        name=text.normalise(name)[:_NAME],
        as_of=as_of,
        digest=hashlib.sha256(body).hexdigest(),
        uploaded_at=clock.now(),
        mapping=_map_sheets(unit, workbook),
    )
    # under one name, whatever the file was called: the name that was sent is only shown
    batch.file.save(f"workbook.{workbook.kind}", ContentFile(body), save=False)
    batch.save()
    record("batch.uploaded", actor, batch, unit=unit.code, digest=batch.digest)
    return batch


@transaction.atomic
def map_columns(*, actor: Actor, batch: Batch, columns: Mapping[str, Mapping[str, str]]) -> Batch:
    """Say what the columns of each sheet are (letter → field, "" for one that is not read); the
    unit remembers it.

    BadInput names sheet and column in `field` ("Sheet1!C").
    """
    batch = lock_batch(actor, batch)
    if batch.state not in _OPEN_STATES:
        raise RuleBroken(
            _("This workbook was written already. Upload the file again to read it otherwise.")
        )
    for name, chosen in columns.items():
        sheet = batch.mapping.get(name)
        if sheet is None:
            raise BadInput(_("There is no such sheet in the workbook."))
        table = SheetMapping.from_json(sheet).with_columns(_check_columns(name, chosen))
        _check_each_once(name, table)
        sheet.update(columns=dict(table.columns), blocks=list(table.starts), remembered=[])
        ColumnMapping.objects.update_or_create(
            unit=batch.unit, shape=sheet["shape"], defaults={"columns": sheet["columns"]}
        )
    # what was tried out with the former columns no longer counts
    batch.plan, batch.counts = "", {}
    batch.rows.all().delete()
    batch.save(update_fields=["mapping", "plan", "counts"])
    record("batch.mapped", actor, batch, unit=batch.unit.code)
    return batch


def lock_batch(actor: Actor, batch: Batch) -> Batch:
    """The batch, locked until the transaction ends. NotAllowed if the actor may not change it."""
    batches = Batch.objects.select_for_update(of=("self",)).select_related("unit")
    batch = batches.get(pk=batch.pk)
    check_may_import(actor, batch.unit)
    return batch


def check_may_import(actor: Actor, unit: Unit) -> None:
    """NotAllowed for who may not bring in workbooks of the unit."""
    if not may_import(actor, unit):
        raise NotAllowed(_("You may bring in workbooks only of the units that you manage."))


def _map_sheets(unit: Unit, workbook: Workbook) -> dict[str, Any]:
    """How each sheet is read, as the batch keeps it: guessed, or as the unit read this shape
    before.
    """
    sheets = guess_workbook(workbook)
    former_columns = remembered_columns(unit, {sheet.shape for sheet in sheets.values()})
    mapping = {}
    for title, guessed in sheets.items():
        columns = former_columns.get(guessed.shape)
        sheet = guessed if columns is None else guessed.with_columns(columns)
        mapping[title] = sheet.as_json() | {
            "samples": {
                letter: [str(value)[:_SAMPLE] for value in values]
                for letter, values in sheet.samples.items()
            },
            "remembered": [] if columns is None else sorted(columns),
        }
    return mapping


def _check_columns(name: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """The chosen columns of the sheet `name` that are read. BadInput names the first wrong one."""
    columns: dict[str, str] = {}
    for letter, key in chosen.items():
        if not key:
            continue
        where = f"{name}!{letter}"
        field = field_of(key)
        if field is None or not _LETTERS.fullmatch(letter):
            raise BadInput(_("Choose what this column is from the list."), field=where)
        columns[letter] = key
    return columns


def _check_each_once(name: str, table: SheetMapping) -> None:
    """BadInput where a field is read twice for one person."""
    letter = repeated_column(table.columns, table.starts)
    if not letter:
        return
    field = field_of(table.columns[letter])
    raise BadInput(
        _("Two columns of this sheet are “%(field)s”: keep the one that counts.")
        % {"field": field.label if field else table.columns[letter]},
        field=f"{name}!{letter}",
    )

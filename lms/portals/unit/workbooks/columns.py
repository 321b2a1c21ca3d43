"""The fields that the columns of a workbook hold: guessed, remembered or chosen."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lms.core.errors import ApplicationError, NotAllowed, NotFound
from lms.people.workbooks.actions import TRY, map_columns, start_batch_job, try_out
from lms.people.workbooks.labels import label_of, shown_samples, unread_note
from lms.people.workbooks.models import Batch
from lms.people.workbooks.queries import my_batch
from lms.people.workbooks.reading.fields import FIELDS, SECTIONS
from lms.people.workbooks.reading.headers.subjects import PATH_SEPARATOR
from lms.people.workbooks.states import BatchState
from lms.portals.kit.views import ActorRequest, actor_view

# Bytes; a larger file is tried out in the background.
_AT_ONCE_BYTES = 100 * 1024


@dataclass(frozen=True)
class WorkbookColumn:
    """One column of the page: its heading, samples, and the fields to choose from.

    `unread`: why no field takes it.
    """

    name: str
    letter: str
    words: str
    samples: list[str]
    key: str
    choices: list[tuple[str, list[tuple[str, str]]]]
    unread: str = ""
    error: str = ""


@dataclass(frozen=True)
class SheetColumns:
    """One sheet of the page; `remembered`: its columns were named for an earlier workbook."""

    name: str
    columns: list[WorkbookColumn]
    remembered: bool


@actor_view("GET", "POST")
def choose_columns(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the guessed columns; POST saves them corrected and tries the workbook out."""
    batch = my_batch(request.actor, uid)
    if batch.state not in (BatchState.UPLOADED, BatchState.CHECKED):
        return redirect("unit_import", uid=batch.uid)
    message, error_place = "", ""
    if request.method == "POST":
        try:
            return _save_columns(request, batch)
        except (NotFound, NotAllowed):
            # These have pages of their own; every other refusal is shown at a column.
            raise
        except ApplicationError as refusal:
            message, error_place = refusal.message, refusal.field
    sheets = _sheet_columns(request, batch, error_place, message)
    context = {
        "batch": batch,
        "sheets": sheets,
        "message": message,
        "error_field": _field_with_error(batch, error_place),
    }
    status = 422 if message else 200
    return render(request, "unit/workbooks/columns.html", context, status=status)


def is_done_at_once(batch: Batch) -> bool:
    """Whether a workbook is small enough to be tried out while somebody waits for the page."""
    return batch.file.size <= _AT_ONCE_BYTES


def _save_columns(request: ActorRequest, batch: Batch) -> HttpResponse:
    """Save the columns that were sent and try the workbook out, a large one in the background."""
    chosen: dict[str, dict[str, str]] = {}
    for index, (sheet, sheet_mapping) in enumerate(batch.mapping.items()):
        for letter in sheet_mapping["headers"]:
            key = request.POST.get(_field_name(index, letter), "")
            chosen.setdefault(sheet, {})[letter] = key
    map_columns(actor=request.actor, batch=batch, columns=chosen)
    if not is_done_at_once(batch):
        back = request.path.removesuffix("cot/")
        job = start_batch_job(actor=request.actor, batch=batch, kind=TRY, back_url=back)
        return redirect("account_job", job_id=job.pk)
    try_out(actor=request.actor, batch=batch)
    return redirect("unit_import", uid=batch.uid)


def _sheet_columns(
    request: ActorRequest, batch: Batch, error_place: str, message: str
) -> list[SheetColumns]:
    actor, sheets = request.actor, []
    typed: Mapping[str, Any] = request.POST if request.method == "POST" else {}
    for index, (sheet, sheet_mapping) in enumerate(batch.mapping.items()):
        sheet_columns = []
        for letter, heading in sheet_mapping["headers"].items():
            name = _field_name(index, letter)
            key = typed.get(name, sheet_mapping["columns"].get(letter, ""))
            error = message if error_place == f"{sheet}!{letter}" else ""
            samples = shown_samples(actor, batch, sheet_mapping, letter)
            sheet_columns.append(
                WorkbookColumn(
                    name,
                    letter,
                    heading,
                    samples,
                    key,
                    _field_choices(key, PATH_SEPARATOR in heading),
                    unread_note(sheet_mapping, letter),
                    error,
                )
            )
        sheets.append(SheetColumns(sheet, sheet_columns, bool(sheet_mapping["remembered"])))
    return sheets


def _field_choices(key: str, with_marks: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """(section, its fields); a field that is a mark is offered below merged headings alone.

    Real lists have their columns of marks there.
    """
    groups: dict[str, list[tuple[str, str]]] = {section: [] for section in SECTIONS}
    for field in FIELDS.values():
        if field.key == key or with_marks or not field.is_mark or field.section == "identity":
            groups[field.section].append((field.key, label_of(field.key)))
    if key and key not in FIELDS:
        groups["rating"].insert(0, (key, label_of(key)))
    return [(str(SECTIONS[section]), fields) for section, fields in groups.items()]


def _field_name(sheet_index: int, letter: str) -> str:
    return f"s{sheet_index}-{letter}"


def _field_with_error(batch: Batch, error_place: str) -> str:
    """The name of the field of an error; empty for an error of the whole form."""
    sheet, _sign, letter = error_place.rpartition("!")
    return _field_name(list(batch.mapping).index(sheet), letter) if sheet in batch.mapping else ""

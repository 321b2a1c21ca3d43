"""The fields that the columns of a workbook hold: guessed, remembered or chosen."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lms.core.errors import HouseError, NotAllowed, NotFound
from lms.people.workbooks.actions import TRY, map_columns, start, try_out
from lms.people.workbooks.labels import label_of, shown_samples
from lms.people.workbooks.models import Batch
from lms.people.workbooks.queries import my_batch
from lms.people.workbooks.reading.fields import FIELDS, SECTIONS
from lms.people.workbooks.states import BatchState
from lms.portals.kit.views import ActorRequest, door

# Bytes; a larger file is tried out in the background.
_AT_ONCE = 100 * 1024
# Stands between the parts of a heading that lies below a merged one.
_BELOW = " › "


@dataclass(frozen=True)
class Column:
    """One column of the page: its heading, samples, and the fields to choose from."""

    name: str
    letter: str
    words: str
    samples: list[str]
    key: str
    choices: list[tuple[str, list[tuple[str, str]]]]
    error: str = ""


@dataclass(frozen=True)
class SheetShown:
    """One sheet of the page; `remembered`: its columns were named for an earlier workbook."""

    name: str
    columns: list[Column]
    remembered: bool


@door("GET", "POST")
def columns(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the guessed columns; POST saves them corrected and tries the workbook out."""
    batch = my_batch(request.actor, uid)
    if batch.state not in (BatchState.UPLOADED, BatchState.CHECKED):
        return redirect("unit_import", uid=batch.uid)
    message, error_place = "", ""
    if request.method == "POST":
        try:
            return _go_on(request, batch)
        except (NotFound, NotAllowed):
            # These have pages of their own; every other refusal is shown at a column.
            raise
        except HouseError as refusal:
            message, error_place = refusal.message, refusal.field
    sheets = _sheets(request, batch, error_place, message)
    context = {
        "batch": batch,
        "sheets": sheets,
        "message": message,
        "error_field": _place(batch, error_place),
    }
    status = 422 if message else 200
    return render(request, "unit/workbooks/columns.html", context, status=status)


def _go_on(request: ActorRequest, batch: Batch) -> HttpResponse:
    """Save the columns that were sent and try the workbook out, a large one in the background."""
    chosen: dict[str, dict[str, str]] = {}
    for index, (sheet, sheet_mapping) in enumerate(batch.mapping.items()):
        for letter in sheet_mapping["headers"]:
            key = request.POST.get(_name(index, letter), "")
            chosen.setdefault(sheet, {})[letter] = key
    map_columns(actor=request.actor, batch=batch, columns=chosen)
    if batch.file.size > _AT_ONCE:
        back = request.path.removesuffix("cot/")
        job = start(actor=request.actor, batch=batch, kind=TRY, back_url=back)
        return redirect("account_job", job_id=job.pk)
    try_out(actor=request.actor, batch=batch)
    return redirect("unit_import", uid=batch.uid)


def _sheets(
    request: ActorRequest, batch: Batch, error_place: str, message: str
) -> list[SheetShown]:
    actor, sheets = request.actor, []
    typed: Mapping[str, Any] = request.POST if request.method == "POST" else {}
    for index, (sheet, sheet_mapping) in enumerate(batch.mapping.items()):
        sheet_columns = []
        for letter, heading in sheet_mapping["headers"].items():
            name = _name(index, letter)
            key = typed.get(name, sheet_mapping["columns"].get(letter, ""))
            error = message if error_place == f"{sheet}!{letter}" else ""
            samples = shown_samples(actor, batch, sheet_mapping, letter)
            sheet_columns.append(
                Column(name, letter, heading, samples, key, _choices(key, _BELOW in heading), error)
            )
        sheets.append(SheetShown(sheet, sheet_columns, bool(sheet_mapping["remembered"])))
    return sheets


def _choices(key: str, with_marks: bool) -> list[tuple[str, list[tuple[str, str]]]]:
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


def _name(sheet_index: int, letter: str) -> str:
    return f"s{sheet_index}-{letter}"


def _place(batch: Batch, error_place: str) -> str:
    """The name of the field of an error; empty for an error of the whole form."""
    sheet, _sign, letter = error_place.rpartition("!")
    return _name(list(batch.mapping).index(sheet), letter) if sheet in batch.mapping else ""

"""What fields of a workbook are called on pages, and how a change of one is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from lms.core.actor import Actor
from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.reading.fields import SENSITIVE_KEYS, field_of
from lms.people.workbooks.reading.headers.subjects import is_known_header

# Where a field of the register is imported from several columns, the first one names it.
_FIELDS = {field.key: field.columns[0].key for field in OFFICIAL_FIELDS}

# What changes although no column holds it.
_NO_COLUMNS = {"post_to": pgettext_lazy("column", "Post ends on")}


@dataclass(frozen=True)
class FieldChange:
    """One change of a row as the page shows it; of a secret one only that the field changes."""

    label: str
    before: str
    after: str
    is_secret: bool


def label_of(key: str) -> str:
    """The words of a column's key, with the year of a rating: "rating:2024"."""
    if key in _NO_COLUMNS:
        return str(_NO_COLUMNS[key])
    field = field_of(_FIELDS.get(key, key))
    if field is None:
        return key
    label = str(field.label)
    _base, *details = key.split(":")
    return " ".join([label[:1].upper() + label[1:], *details])


def unread_note(sheet: Mapping[str, Any], letter: str) -> str:
    """Why a column of a table is not read: left out on purpose, or not known; with the number of
    its filled cells where the workbook was tried out. "" for a column that is read.
    """
    if sheet["columns"].get(letter):
        return ""
    header = sheet["headers"].get(letter, "")
    note = _("left out on purpose") if is_known_header(header) else _("not known here")
    counts = {column["column"]: column["cells"] for column in sheet.get("unread", ())}
    if letter not in counts:
        return note
    cells = ngettext("%(count)d filled cell", "%(count)d filled cells", counts[letter])
    return f"{note}, {cells % {'count': counts[letter]}}"


def shown_samples(actor: Actor, batch: Batch, sheet: Mapping[str, Any], letter: str) -> list[str]:
    """The first values of a column; sensitive ones, and those of columns that nobody reads, only
    for the person who uploaded the workbook and has them anyway.
    """
    key = sheet["columns"].get(letter, "")
    # a part of a date, "party_date.day", is as sensitive as the date
    keys = {key.split(":")[0], key.split(".")[0]}
    if (not key or keys & SENSITIVE_KEYS) and batch.owner_id != actor.key:
        return []
    return list(sheet["samples"].get(letter, []))


def shown_changes(row: BatchRow) -> list[FieldChange]:
    """The changes of one row, for the page."""
    return [
        FieldChange(
            label_of(change["field"]),
            change.get("before", ""),
            change.get("after", ""),
            bool(change.get("secret")),
        )
        for change in row.changes
    ]

"""What fields of a workbook are called on pages, and how a change of one is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.actor import Actor
from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.reading.fields import SENSITIVE_KEYS, field_of

# Where a field of the register is imported from several columns, the first one names it.
_FIELDS = {field.key: field.columns[0].key for field in OFFICIAL_FIELDS}


@dataclass(frozen=True)
class FieldChange:
    """One change of a row as the page shows it; of a secret one only that the field changes."""

    label: str
    before: str
    after: str
    is_secret: bool


def label_of(key: str) -> str:
    """The words of a column's key, with the year of a rating: "rating:2024"."""
    field = field_of(_FIELDS.get(key, key))
    if field is None:
        return key
    label = str(field.label)
    _base, *details = key.split(":")
    return " ".join([label[:1].upper() + label[1:], *details])


def shown_samples(actor: Actor, batch: Batch, sheet: Mapping[str, Any], letter: str) -> list[str]:
    """The first values of a column; sensitive ones only for the person who uploaded the workbook
    and has them anyway.
    """
    is_sensitive = sheet["columns"].get(letter, "").split(":")[0] in SENSITIVE_KEYS
    if is_sensitive and batch.owner_id != actor.key:
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

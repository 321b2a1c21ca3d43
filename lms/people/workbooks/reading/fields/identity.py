"""Columns that say who a person is: those of the register's table of fields."""

from lms.people.personnel.fields import OFFICIAL_FIELDS, CellKind
from lms.people.workbooks.reading.fields.base import IDENTITY, WorkbookField


def identity_fields() -> list[WorkbookField]:
    """The columns of all fields of an official, in the order of that table."""
    return [
        WorkbookField(
            column.key,
            column.label or field.label,
            IDENTITY,
            column.aliases,
            is_mark=column.cell in (CellKind.MARK, CellKind.MARK_OR_DAY),
        )
        for field in OFFICIAL_FIELDS
        for column in field.columns
    ]

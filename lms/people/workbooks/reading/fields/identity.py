"""Columns that say who a person is: those of the register's table of fields."""

from collections.abc import Iterator

from lms.people.personnel.fields import OFFICIAL_FIELDS, CellKind
from lms.people.workbooks.reading.fields.base import (
    IDENTITY,
    SPLIT_DATES,
    WorkbookField,
    date_part_fields,
)


def identity_fields() -> list[WorkbookField]:
    """The columns of all fields of an official, in the order of that table."""
    return list(_identity_columns())


def _identity_columns() -> Iterator[WorkbookField]:
    for field in OFFICIAL_FIELDS:
        for column in field.columns:
            label = column.label or field.label
            is_mark = column.cell in (CellKind.MARK, CellKind.MARK_OR_DAY)
            yield WorkbookField(column.key, label, IDENTITY, column.aliases, is_mark=is_mark)
            if column.key in SPLIT_DATES:
                yield from date_part_fields(column.key, label, IDENTITY)

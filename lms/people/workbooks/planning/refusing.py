"""Why a row is refused: found while comparing, shown at its cell."""

from collections.abc import Iterator
from contextlib import contextmanager

from lms.core.errors import RuleBroken
from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow


class ValueRefused(Exception):
    """`key`: the field at whose cell the reason is shown; `row`: the row, where only one of the
    person's says it.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason
        self.row: PersonRow | None = None


@contextmanager
def refusing_at(key: str) -> Iterator[None]:
    """What a rule of the register refuses is refused at the cell of `key`, in the same words."""
    try:
        yield
    except RuleBroken as refusal:
        raise ValueRefused(key, refusal.message) from None


# A value that other columns make up is refused at their cells: a name in two parts, a unit by code.
_OTHER_COLUMNS = {
    **{field.key: tuple(column.key for column in field.columns) for field in OFFICIAL_FIELDS},
    "unit": ("unit_code",),
    "code": ("full_name", "given_name"),
}
_IDENTITY_KEYS = ("full_name", "given_name", "code", "id_number")


def cell_of(row: PersonRow, key: str) -> str:
    """The cell of a value of the row; for a value that is not written, the cell that says who it
    is.
    """
    details = [name for name in row.cells if name.startswith(key.split(":")[0])]
    for name in (key, *_OTHER_COLUMNS.get(key, ()), *details, *_IDENTITY_KEYS):
        if name in row.cells:
            return row.cells[name]
    return f"A{row.number}"


def refuse_row(row: PersonRow, key: str, reason: str) -> RefusedRow:
    """The row as refused for `reason`, at the cell of `key`."""
    return RefusedRow(row.sheet, row.number, cell_of(row, key), reason, row.label, row.block)

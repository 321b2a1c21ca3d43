"""Why a row is refused: found while comparing, told at its cell."""

from lms.people.workbooks.reading.rows import PersonRow, RefusedRow


class Refused(Exception):
    """`key` is the field at whose cell the reason stands; `row` the row, where only one of the
    person's says it.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason
        self.row: PersonRow | None = None


# where a name stands that two columns make up, a unit that a code names …
_INSTEAD = {
    "full_name": ("given_name", "family_name"),
    "birth_date": ("birth_male", "birth_female"),
    "unit": ("unit_code",),
    "sex": ("sex_male", "sex_female"),
    "code": ("full_name", "given_name"),
    "is_party_member": ("party_member", "party_date"),
    "is_ethnic_minority": ("ethnic_minority",),
}
_WHO = ("full_name", "given_name", "code", "id_number")


def cell_of(row: PersonRow, key: str) -> str:
    """The cell of a value of the row; for a value that is not written, the cell that says who it
    is.
    """
    near = [name for name in row.cells if name.startswith(key.split(":")[0])]
    for name in (key, *_INSTEAD.get(key, ()), *near, *_WHO):
        if name in row.cells:
            return row.cells[name]
    return f"A{row.number}"


def refusal(row: PersonRow, key: str, reason: str) -> RefusedRow:
    """The row as it is refused."""
    return RefusedRow(row.sheet, row.number, cell_of(row, key), reason, row.label)

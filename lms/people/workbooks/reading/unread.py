"""What the rows of people hold and nobody reads: columns without a field, cells below no header."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.people.workbooks.reading.cells import WorkbookCell
from lms.people.workbooks.reading.files.grid import column_number
from lms.people.workbooks.reading.headers.subjects import is_known_header


@dataclass(frozen=True)
class UnreadColumn:
    """One column with `cells` filled cells in rows of people.

    `header`: the words above it, "" where none stand there; `is_known`: left out on purpose, such
    as the telephone.
    """

    column: str
    header: str
    cells: int
    is_known: bool


@dataclass
class UnreadCells:
    """Counts what is not read, by table and column."""

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add_cells(self, table: str, cells: Iterable[tuple[str, WorkbookCell]]) -> None:
        """Add filled cells of a row of people that no field takes."""
        for letter, cell in cells:
            if cell.value is not None:
                self._counts[table, letter] += 1

    def columns_of(self, table: str, headers: Mapping[str, str]) -> tuple[UnreadColumn, ...]:
        """The columns of a table that are not read, from left to right."""
        letters = [letter for name, letter in self._counts if name == table]
        return tuple(
            UnreadColumn(
                letter,
                headers.get(letter, ""),
                self._counts[table, letter],
                is_known_header(headers.get(letter, "")),
            )
            for letter in sorted(letters, key=column_number)
        )

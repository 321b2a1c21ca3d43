"""A workbook before it is written to a file: sheets of cells, merges, what is hidden."""

from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string, get_column_letter


@dataclass(frozen=True)
class GridCell:
    """`formula`: what Excel computes; `value` is then its last result."""

    value: object
    font: str = ""
    number_format: str = ""
    formula: str = ""


@dataclass
class GridSheet:
    """Cells by (row, column), both counted from 1; `merges`: (left, top, right, bottom)."""

    name: str
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filter_row: int | None = None
    is_hidden: bool = False
    last_row: int = 0

    def put(self, row: int, column: int, value: object, **style: str) -> None:
        """Write a cell; nothing is written for None and ""."""
        self.last_row = max(self.last_row, row)
        if value is not None and value != "":
            self.cells[row, column] = GridCell(value, **style)

    def merge(self, left: int, top: int, right: int, bottom: int) -> None:
        """Merge a range of more than one cell."""
        if (left, top) != (right, bottom):
            self.merges.append((left, top, right, bottom))

    def value_at(self, row: int, column: int) -> object:
        cell = self.cells.get((row, column))
        return cell.value if cell else None

    @property
    def last_column(self) -> int:
        return max((column for _row, column in self.cells), default=0)


def column_of(ref: str) -> int:
    """ "C7" → 3."""
    return column_index_from_string(ref.rstrip("0123456789"))


def ref_of(row: int, column: int) -> str:
    """(7, 3) → "C7"."""
    return f"{get_column_letter(column)}{row}"

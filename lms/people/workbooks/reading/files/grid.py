"""The grid of one sheet: names of columns, serial days, and what values alone do not show."""

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter

from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import WorkbookLimits
from lms.people.workbooks.reading.files.refusals import (
    too_large_message,
    too_many_columns_message,
    too_many_rows_message,
)

MergedRange = tuple[int, int, int, int]
_MAX_MERGES = 50_000
# What Excel itself allows.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
# A sheet is held as a full rectangle while it is read, some 32 bytes a cell: 160 MB.
_MAX_AREA = 5_000_000
# Each cell holds a copy of its text, also where the file keeps it once for all of them.
_MAX_LETTERS = 40_000_000
_LETTERS = {get_column_letter(n): n for n in range(1, _LAST_COLUMN + 1)}
_NAMES = {n: letters for letters, n in _LETTERS.items()}
# Formats of dates in East Asian and other editions have no text of their own.
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}


def column_number(letters: str) -> int:
    """ "C" → 3."""
    return _LETTERS[letters]


def column_name(number: int) -> str:
    """3 → "C"."""
    return _NAMES[number]


def cell_position(ref: str) -> tuple[int, int]:
    """ "C7" → (3, 7). ValueError for what is no cell."""
    letters = ref.rstrip("0123456789")
    column, row = _LETTERS.get(letters), ref[len(letters) :]
    if column is None or not row or not 1 <= int(row[:8]) <= _LAST_ROW:
        raise ValueError(ref)
    return column, int(row)


def day_of(number: float, *, is_1904: bool) -> dt.datetime | None:
    """A serial number of Excel as a day; None where it is no day after 1 January 1900."""
    if not 1 <= number < 2_950_000:
        return None
    days = int(number)
    if is_1904:
        base = dt.date(1904, 1, 1)
    else:
        # Excel counts a 29 February 1900 that never was.
        base = dt.date(1899, 12, 31) if number < 60 else dt.date(1899, 12, 30)
    return dt.datetime.combine(base + dt.timedelta(days=days), dt.time())


@dataclass(frozen=True)
class CellStyle:
    """How a cell is shown. `digits`: the least number of digits ("00000" → 5), 0 for any number."""

    font: str = ""
    is_date: bool = False
    digits: int = 0


NO_STYLE = CellStyle()


def style_of(font: str, number: int, codes: dict[int, str]) -> CellStyle:
    """The style of a font and a number format; `codes`: the formats of the workbook's own."""
    code = codes.get(number, BUILTIN_FORMATS.get(number, ""))
    is_date = number in _LOCAL_DATES or is_date_format(code)
    is_zeros = 2 <= len(code) <= 20 and not code.strip("0")
    return CellStyle(font, is_date, len(code) if is_zeros else 0)


class SheetLook:
    """What the values of a sheet do not show: its extent, merges, formulas, errors, styles.

    Filled in cell by cell, before anything of the sheet is held in memory. BadInput as soon as
    the sheet is over the limits; of a hidden one, which is not read, only where opening the file
    alone would take too much memory. Rows and columns count from 1.
    """

    def __init__(self, name: str, limits: WorkbookLimits, *, is_hidden: bool = False) -> None:
        self.name, self.is_hidden = name, is_hidden
        self.merges: list[MergedRange] = []
        self.formulas: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.texts: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()
        self.letters = 0
        self._limits = limits
        self._rows = self._last_counted = self._last_row = self._last_column = 0
        # row → number of the style in each column
        self._styles: dict[int, array[int]] = {}

    @property
    def area(self) -> int:
        """The cells of the rectangle from A1 to the last filled row and column."""
        return self._last_row * self._last_column

    def add_cell(self, row: int, column: int, style: int = 0) -> None:
        """Count a filled cell."""
        if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            raise ValueError(row, column)
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        if not self.is_hidden:
            self._check_limits(row, column)
            styles = self._styles.setdefault(row, array("I"))
            styles.extend([0] * (column - len(styles)))
            styles[column - 1] = style
        self.check_corner(row, column)

    def check_corner(self, row: int, column: int) -> None:
        """BadInput where the sheet would be too large if it reached to this cell."""
        last_row, last_column = max(self._last_row, row), max(self._last_column, column)
        if last_row * last_column > _MAX_AREA:
            raise BadInput(too_large_message(self.name))

    def add_formula(self, row: int, column: int, style: int = 0) -> None:
        """Count a cell with a formula."""
        self.add_cell(row, column, style)
        self.formulas.add((row, column))

    def add_letters(self, count: int) -> None:
        """Count the letters of a cell whose text is shared with others."""
        self.letters += count
        if self.letters > _MAX_LETTERS:
            raise BadInput(too_large_message(self.name))

    def add_merge(self, merge: MergedRange) -> None:
        """Keep a merged range."""
        self.merges.append(merge)
        if len(self.merges) > _MAX_MERGES:
            raise BadInput(too_large_message(self.name))

    def style_at(self, row: int, column: int) -> int:
        """The number of the style of a filled cell; 0 for any other."""
        styles = self._styles.get(row, ())
        return styles[column - 1] if column <= len(styles) else 0

    def width_of(self, row: int) -> int:
        """The last filled column of a row; 0 for an empty one."""
        return len(self._styles.get(row, ()))

    def _check_limits(self, row: int, column: int) -> None:
        if column > self._limits.max_columns:
            raise BadInput(too_many_columns_message(self.name, self._limits.max_columns))
        if row != self._last_counted:
            self._rows += 1
            self._last_counted = row
        if self._rows > self._limits.max_rows:
            raise BadInput(too_many_rows_message(self.name, self._limits.max_rows))


@dataclass(frozen=True)
class TextOfRuns:
    """A text that is typed in several runs, and the font of the longest ("" for the cell's)."""

    text: str
    font: str


@dataclass(frozen=True)
class WorkbookLook:
    """What values alone do not show of a workbook.

    `runs`: texts that are typed in several runs, by their value as it is read.
    """

    sheets: tuple[SheetLook, ...]
    styles: tuple[CellStyle, ...] = ()
    is_1904: bool = False
    runs: Mapping[str, TextOfRuns] = field(default_factory=dict)

    def style_at(self, sheet: SheetLook, row: int, column: int) -> CellStyle:
        """The style of a cell; `NO_STYLE` where the file names one that it does not have."""
        number = sheet.style_at(row, column)
        return self.styles[number] if number < len(self.styles) else NO_STYLE


def check_area(sheets: Iterable[SheetLook]) -> None:
    """BadInput where all sheets together are too large to be opened at once."""
    area = letters = 0
    for sheet in sheets:
        area += sheet.area
        letters += sheet.letters
        if area > _MAX_AREA or letters > _MAX_LETTERS:
            raise BadInput(too_large_message(sheet.name))

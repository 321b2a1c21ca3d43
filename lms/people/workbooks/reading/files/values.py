"""The rows of a sheet: values as python-calamine reads them, joined with what they do not show."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, TypeVar, assert_never

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message
from lms.people.workbooks.reading.cells import CellContent, WorkbookCell, WorkbookRow
from lms.people.workbooks.reading.files.grid import (
    CellStyle,
    MergedRange,
    SheetLook,
    WorkbookLook,
    column_name,
    day_of,
)
from lms.people.workbooks.reading.files.refusals import password_message

_Result = TypeVar("_Result")
_RawValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_DAY = dt.timedelta(days=1)


def open_values(file: BinaryIO) -> CalamineWorkbook:
    """The workbook, opened for its values. BadInput where it is damaged."""
    file.seek(0)
    return _call_reader(partial(CalamineWorkbook.from_filelike, file))


def read_sheet_rows(
    values: CalamineWorkbook, look: WorkbookLook, sheet: SheetLook
) -> Iterator[WorkbookRow]:
    """Rows with at least one filled cell. BadInput where the sheet is damaged."""
    table = _call_reader(partial(values.get_sheet_by_name, sheet.name))
    if table.start is None and not sheet.formulas and not sheet.errors:
        return
    left = (table.start or (0, 0))[1] + 1
    rows = _read_raw_rows(table.iter_rows) if table.start else iter(())
    merges = _MergedCells(sheet.merges)
    for number, raw_row in _with_bare_cells(rows, sheet):
        cells = _read_cells(number, left, raw_row, look, sheet)
        if cells:
            merges.fill_row(number, cells)
            yield WorkbookRow(number, cells, number in sheet.hidden_rows)


def _call_reader(read: Callable[[], _Result]) -> _Result:
    """What the reader answers. BadInput where it refuses the file or breaks off."""
    try:
        return read()
    except PasswordError as error:
        raise BadInput(password_message()) from error
    except (CalamineError, OSError, ValueError, OverflowError, TypeError) as error:
        raise BadInput(damaged_file_message()) from error
    except BaseException as error:
        # A panic of Rust is no Exception, and its class cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise BadInput(damaged_file_message()) from error


def _read_raw_rows(read: Callable[[], Iterator[list[_RawValue]]]) -> Iterator[list[_RawValue]]:
    rows = _call_reader(read)
    while (row := _call_reader(partial(next, rows, None))) is not None:
        yield row


def _with_bare_cells(
    rows: Iterator[list[_RawValue]], sheet: SheetLook
) -> Iterator[tuple[int, list[_RawValue]]]:
    """The rows by number, and after them those that hold only formulas or errors.

    The reader's table ends with the last value; a formula that was never computed has none.
    """
    number = 0
    for number, row in enumerate(rows, start=1):
        yield number, row
    bare = {row for row, _column in (*sheet.formulas, *sheet.errors) if row > number}
    for row_number in sorted(bare):
        yield row_number, []


def _read_cells(
    number: int, left: int, raw_row: list[_RawValue], look: WorkbookLook, sheet: SheetLook
) -> dict[str, WorkbookCell]:
    """The filled cells of a row by the letters of their columns, from left to right."""
    raw_values = dict(enumerate(raw_row, start=left))
    cells: dict[str, WorkbookCell] = {}
    for column in range(1, max(sheet.width_of(number), left - 1 + len(raw_row)) + 1):
        style = look.style_at(sheet, number, column)
        value = _read_value(raw_values.get(column, ""), style, is_1904=look.is_1904)
        error = sheet.errors.get((number, column))
        is_formula = (number, column) in sheet.formulas
        if value is None and error is None and not is_formula:
            continue
        name = column_name(column)
        runs = look.runs.get(value) if isinstance(value, str) else None
        cells[name] = WorkbookCell(
            f"{name}{number}",
            error or sheet.texts.get((number, column)) or (runs.text if runs else value),
            is_formula,
            is_error=error is not None,
            font=(runs.font if runs else "") or style.font,
        )
    return cells


def _read_value(raw: _RawValue, style: CellStyle, *, is_1904: bool) -> CellContent | None:
    """A value as the register's readers take it: days without a time, numbers as shown."""
    match raw:
        case str():
            return raw if raw.strip() else None
        case bool():
            return raw
        case dt.date():
            return dt.datetime.combine(raw, dt.time())
        case dt.time():
            seconds = 3600 * raw.hour + 60 * raw.minute + raw.second
            return _read_number(seconds / _DAY.total_seconds())
        case dt.timedelta():
            return _read_number(raw / _DAY)
        case int() | float():
            day = day_of(raw, is_1904=is_1904) if style.is_date else None
            return day or _read_number(raw, style.digits)
        case _:
            assert_never(raw)


def _read_number(number: float, digits: int = 0) -> CellContent:
    """A number, or what its format makes of it: digits with zeros before them."""
    if not math.isfinite(number):
        return str(number)
    if not float(number).is_integer():
        return number
    if digits and number >= 0:
        return str(int(number)).zfill(digits)
    return int(number)


class _MergedCells:
    """Repeats a cell that is merged over several rows in each of them."""

    def __init__(self, merges: list[MergedRange]) -> None:
        # merges over several rows, by their first row
        self._merges_from: dict[int, list[MergedRange]] = defaultdict(list)
        for merge in merges:
            _left, top, _right, bottom = merge
            if bottom > top:
                self._merges_from[top].append(merge)
        # column → last row of the merge and the cell that it repeats; merges do not overlap
        self._open_merges: dict[int, tuple[int, WorkbookCell]] = {}

    def fill_row(self, number: int, cells: dict[str, WorkbookCell]) -> None:
        """Add to the cells of a row those that reach into it from above."""
        for column, (last, cell) in list(self._open_merges.items()):
            if last < number:
                del self._open_merges[column]
            else:
                cells.setdefault(column_name(column), cell)
        for left, _top, _right, bottom in self._merges_from.get(number, ()):
            first = cells.get(column_name(left))
            if first:
                self._open_merges[left] = (bottom, first)

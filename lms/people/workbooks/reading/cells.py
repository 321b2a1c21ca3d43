"""A workbook in memory: sheets, their rows one after the other, cells."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

CellContent = str | int | float | bool | dt.datetime


@dataclass(frozen=True)
class WorkbookCell:
    """`ref`: "C7"; of a merged cell its first one. A number with a date format is a datetime.

    `is_formula`: the value is what Excel computed last. `is_error`: the value is Excel's error word
    (#N/A). `font`: the name of the cell's font ("" where the file does not say): lists typed in
    TCVN3 or VNI are told from Unicode by it. `written`: of a text that was converted from such a
    font, what stood there. `doubt`: of one that may be meant either way, how it would be converted.
    """

    ref: str
    value: CellContent | None
    is_formula: bool = False
    is_error: bool = False
    font: str = ""
    written: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class WorkbookRow:
    """The filled cells of one row by the letters of their columns.

    `is_hidden`: the row is not shown in Excel (hidden, or left out by a filter).
    """

    number: int
    cells: Mapping[str, WorkbookCell]
    is_hidden: bool = False


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet. `merges`: (left, top, right, bottom), counted from 1."""

    name: str
    is_hidden: bool
    merges: tuple[tuple[int, int, int, int], ...]
    read: Callable[[], Iterator[WorkbookRow]]

    def rows(self) -> Iterator[WorkbookRow]:
        """The rows that are not empty, read anew from the file each time."""
        return self.read()


@dataclass(frozen=True)
class Workbook:
    """One workbook.

    `is_1904`: numbers of days count from 1904 (old Mac files). `kind`: the usual ending of such
    files, as their content says and not their name.
    """

    name: str
    sheets: tuple[WorkbookSheet, ...]
    is_1904: bool = False
    kind: str = "xlsx"


@dataclass(frozen=True)
class WorkbookLimits:
    """How large a workbook may be: filled rows and columns, bytes packed and unpacked."""

    max_rows: int = 20_000
    max_columns: int = 120
    max_bytes: int = 20 * 1024 * 1024
    max_unpacked: int = 120 * 1024 * 1024

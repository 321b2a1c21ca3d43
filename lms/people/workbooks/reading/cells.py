"""What stands in a workbook: sheets, their rows one after the other, cells."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Value = str | int | float | bool | dt.datetime


@dataclass(frozen=True)
class Cell:
    """`ref`: "C7"; of a merged cell its first one. A number with a date format comes as a datetime.

    `is_formula`: the value is what Excel reckoned last. `is_error`: the value is Excel's error word
    (#N/A).
    """

    ref: str
    value: Value | None
    is_formula: bool = False
    is_error: bool = False


@dataclass(frozen=True)
class Row:
    """The filled cells of one row by the letters of their columns."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """`merges`: (left, top, right, bottom) from 1.

    `rows()` reads the file anew each time and skips empty rows.
    """

    name: str
    is_hidden: bool
    merges: tuple[tuple[int, int, int, int], ...]
    read: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        return self.read()


@dataclass(frozen=True)
class Book:
    """`is_1904`: numbers of days count from 1904 (old Mac files)."""

    name: str
    sheets: tuple[Sheet, ...]
    is_1904: bool = False


@dataclass(frozen=True)
class Limits:
    """Rows and columns count where they hold something; bytes of the file and of what is packed in
    it.
    """

    max_rows: int = 20_000
    max_columns: int = 120
    max_bytes: int = 20 * 1024 * 1024
    max_unpacked: int = 120 * 1024 * 1024

"""The cells of one sheet, read as a stream: first its extent, then its rows."""

import datetime as dt
import math
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator

from openpyxl.utils import get_column_letter

from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import (
    CellContent,
    WorkbookCell,
    WorkbookLimits,
    WorkbookRow,
)
from lms.people.workbooks.reading.files.parts import PackageParts, unescape_text
from lms.people.workbooks.reading.files.refusals import (
    too_large_message,
    too_many_columns_message,
    too_many_rows_message,
)
from lms.people.workbooks.reading.files.xml import parse_part, stream_part

MergedRange = tuple[int, int, int, int]
_MAX_MERGES = 50_000
# What Excel itself allows.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LETTERS = {get_column_letter(n): n for n in range(1, _LAST_COLUMN + 1)}
_NAMES = {n: letters for letters, n in _LETTERS.items()}


def column_number(letters: str) -> int:
    """ "C" → 3."""
    return _LETTERS[letters]


def column_name(number: int) -> str:
    """3 → "C"."""
    return _NAMES[number]


def _cell_position(ref: str) -> tuple[int, int]:
    """ "C7" → (3, 7). ValueError for what is no cell."""
    letters = ref.rstrip("0123456789")
    column, row = _LETTERS.get(letters), ref[len(letters) :]
    if column is None or not row or not 1 <= int(row[:8]) <= _LAST_ROW:
        raise ValueError(ref)
    return column, int(row)


class SheetExtent:
    """How far a sheet reaches and its merged ranges. BadInput as soon as it is over the limits."""

    def __init__(self, name: str, limits: WorkbookLimits) -> None:
        self._name, self._limits = name, limits
        self._column, self._rows, self._is_counted = 0, 0, False
        self.merges: list[MergedRange] = []

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Called by the parser at each opening tag."""
        if name == "c":
            ref = attributes.get("r")
            self._column = _cell_position(ref)[0] if ref else self._column + 1
        elif name in {"v", "is"}:
            self._count_row()
        elif name == "row":
            self._column, self._is_counted = 0, False
        elif name == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def _count_row(self) -> None:
        """Count the row at its first filled cell."""
        if self._column > self._limits.max_columns:
            raise BadInput(too_many_columns_message(self._name, self._limits.max_columns))
        if not self._is_counted:
            self._rows += 1
        self._is_counted = True
        if self._rows > self._limits.max_rows:
            raise BadInput(too_many_rows_message(self._name, self._limits.max_rows))

    def _add_merge(self, ref: str) -> None:
        """Keep a merged range: "B2:C5", or one cell alone."""
        first, _colon, last = ref.partition(":")
        left, top = _cell_position(first)
        right, bottom = _cell_position(last or first)
        self.merges.append((left, top, right, bottom))
        if len(self.merges) > _MAX_MERGES:
            raise BadInput(too_large_message(self._name))


def measure_sheet(
    archive: zipfile.ZipFile, part: str, name: str, limits: WorkbookLimits
) -> SheetExtent:
    """The extent of the sheet `name`, read once without keeping anything of its cells."""
    sheet_extent = SheetExtent(name, limits)
    parse_part(archive, part, sheet_extent.start_element)
    return sheet_extent


class _RowCollector:
    """Collects rows in `ready`; the reader takes them out after each chunk of the file."""

    def __init__(self, parts: PackageParts, merges: tuple[MergedRange, ...]) -> None:
        self.ready: list[WorkbookRow] = []
        self._parts = parts
        # by the type of a cell (attribute t)
        self._readers: dict[str, Callable[[str], CellContent | None]] = {
            "s": lambda raw: parts.texts[int(raw)] or None,
            "str": unescape_text,
            "inlineStr": unescape_text,
            "e": str,
            "b": lambda raw: raw.strip() == "1",
            "d": lambda raw: dt.datetime.fromisoformat(raw).replace(tzinfo=None),
        }
        # merges over several rows, by their first row
        self._merges_from: dict[int, list[MergedRange]] = defaultdict(list)
        for merge in merges:
            _left, top, _right, bottom = merge
            if bottom > top:
                self._merges_from[top].append(merge)
        # column → last row of the merge and the cell that it repeats; merges do not overlap
        self._open_merges: dict[int, tuple[int, WorkbookCell]] = {}
        self._number, self._column = 0, 0
        self._cells: dict[str, WorkbookCell] = {}
        self._ref, self._kind, self._style = "", "", 0
        self._value: list[str] = []
        self._is_text = self._is_formula = self._is_phonetic = False

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Called by the parser at each opening tag."""
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._is_text = not self._is_phonetic
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "row":
            self._begin_row(attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= _LAST_ROW:
            raise ValueError(number)
        self._number, self._cells, self._column = number, {}, 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r")
        self._column = _cell_position(ref)[0] if ref else self._column + 1
        self._ref = ref or f"{_NAMES[self._column]}{self._number}"
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._value, self._is_formula = [], False

    def add_text(self, raw: str) -> None:
        """Called by the parser with the text between tags."""
        if self._is_text:
            self._value.append(raw)

    def end_element(self, name: str) -> None:
        """Called by the parser at each closing tag."""
        if name in {"v", "t"}:
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self._fill_merged()
            self.ready.append(WorkbookRow(self._number, self._cells))

    def _end_cell(self) -> None:
        value = self._read_value("".join(self._value))
        if value is None and not self._is_formula:
            return
        is_error = self._kind == "e"
        cell = WorkbookCell(self._ref, value, self._is_formula, is_error)
        self._cells[_NAMES[self._column]] = cell

    def _read_value(self, raw: str) -> CellContent | None:
        if not raw.strip():
            return None
        return self._readers.get(self._kind, self._read_number)(raw)

    def _read_number(self, raw: str) -> CellContent:
        """A number, or what its format makes of it: a day, or digits with zeros before them."""
        number = float(raw)
        if not math.isfinite(number):
            return raw
        styles = self._parts.styles
        style = styles[self._style] if self._style < len(styles) else None
        if style == "date":
            return day_of(number, is_1904=self._parts.is_1904) or number
        if not number.is_integer():
            return number
        if isinstance(style, int) and number >= 0:
            return str(int(number)).zfill(style)
        return int(number)

    def _fill_merged(self) -> None:
        """A cell merged over several rows belongs to each of them."""
        for column, (last, cell) in list(self._open_merges.items()):
            if last < self._number:
                del self._open_merges[column]
            else:
                self._cells.setdefault(_NAMES[column], cell)
        for left, _top, _right, bottom in self._merges_from.get(self._number, ()):
            first = self._cells.get(_NAMES[left])
            if first:
                self._open_merges[left] = (bottom, first)


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


def read_sheet_rows(
    archive: zipfile.ZipFile, part: str, parts: PackageParts, merges: tuple[MergedRange, ...]
) -> Iterator[WorkbookRow]:
    """Rows with at least one filled cell. BadInput where the sheet is damaged."""
    collected = _RowCollector(parts, merges)
    for _chunk in stream_part(
        archive, part, collected.start_element, collected.end_element, collected.add_text
    ):
        yield from collected.ready
        collected.ready.clear()

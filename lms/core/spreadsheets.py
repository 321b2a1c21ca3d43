"""Excel files (.xlsx) that print well, run nothing and say where they come from.

Every Excel file of the product is written here.
"""

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock

# A cell that begins so would be run as a formula by spreadsheet programs. Apostrophes before it are
# those of `guard_text` itself: one more is added, so that taking off one gives back every text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# What Excel allows in one cell and in the name of a sheet.
_LONGEST_TEXT, _LONGEST_NAME = 32_000, 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_A4 = 9

CellValue = str | int | float | Decimal | dt.date | None
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class SheetColumn(Generic[Thing]):
    """A column of things: its head, its width in characters, what it shows of each."""

    head: str
    width: float
    value: Callable[[Thing], CellValue]


def heads_of(columns: Iterable[SheetColumn[Thing]]) -> list[tuple[str, float]]:
    """The columns as a sheet takes them."""
    return [(column.head, column.width) for column in columns]


def cells_of(thing: Thing, columns: Iterable[SheetColumn[Thing]]) -> list[CellValue]:
    """The row of one thing."""
    return [column.value(thing) for column in columns]


@dataclass(frozen=True)
class ExportSheet:
    """One sheet: one or two title lines, an empty row, the heads, then a row a thing.

    `columns`: (head, width in characters); the row of heads is left out where all are empty, the
    title where it is. `rows` are read once, while they are written. `frozen_columns`: how many
    columns stay in view; `marks_from`: the first of the columns of marks and figures, counted from
    0, which are centred.
    """

    name: str
    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[CellValue]]
    subtitle: str = ""
    frozen_columns: int = 0
    marks_from: int | None = None

    @property
    def titles(self) -> list[str]:
        """The lines above the heads."""
        return list(filter(None, (self.title, self.subtitle)))

    @property
    def head_row(self) -> int:
        """The row of the heads, counted from 0."""
        return len(self.titles) + 1 if self.titles else 0

    @property
    def has_heads(self) -> bool:
        """Whether there is a row of heads."""
        return any(head for head, _width in self.columns)


@dataclass(frozen=True)
class ExportSource:
    """What the last sheet says: by whom, of which day, with which filter, what each figure means.

    `read_at`: when the data were read; None means just now.
    """

    by: str
    as_of: dt.date
    filters: Sequence[tuple[str, str]] = ()
    definitions: Sequence[str] = ()
    read_at: dt.datetime | None = None


def guard_text(text: str) -> str:
    """The text as a spreadsheet shows and never runs it (CWE-1236), without control characters.

    A beginning that would be a formula gets an apostrophe before it; a text is cut at 32,000
    letters.
    """
    plain = "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    return (f"'{plain}" if _FORMULA.match(plain) else plain)[:_LONGEST_TEXT]


def render_workbook(
    sheets: Sequence[ExportSheet],
    source: ExportSource | None,
    *,
    created: dt.datetime | None = None,
) -> bytes:
    """An .xlsx of `sheets` and, last, of "Nguồn".

    Texts are written as text, dates as dates; written row by row. `source` is None only for a file
    that is the content itself and is read back, such as a scenario. `created`: the moment the file
    names, where the same content must make the same file.
    """
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        if created is not None:
            workbook.set_properties({"created": created})
        formats = _Formats(workbook)
        counts = [(sheet.name, _write_sheet(workbook, formats, sheet)) for sheet in sheets]
        if source is not None:
            source_sheet = ExportSheet(
                pgettext("sheet", "Source"),
                _("Extract from the system"),
                ((_("What"), 24), (_("Value"), 110)),
                _source_rows(source, counts),
            )
            _write_sheet(workbook, formats, source_sheet)
    return buffer.getvalue()


class _Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        head = {"bold": True, "bg_color": "#E9EDF8", "text_wrap": True, "border": 1}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.head = workbook.add_format(head | {"valign": "vcenter"})
        self.mark_head = workbook.add_format(head | {"valign": "vcenter", "align": "center"})
        self.cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.mark = workbook.add_format({"border": 1, "valign": "top", "align": "center"})
        self.date = workbook.add_format({"border": 1, "valign": "top", "num_format": "dd/mm/yyyy"})


def _write_sheet(workbook: Any, formats: _Formats, sheet: ExportSheet) -> int:
    """Write one sheet; the number of its rows below the heads."""
    name = sheet.name.translate(_FORBIDDEN).strip().strip("'")[:_LONGEST_NAME]
    page = workbook.add_worksheet(name)
    for column, (_head, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
    _lay_out_paper(page, sheet)
    # from top to bottom: a row that is written is gone from memory
    for line, title in enumerate(sheet.titles):
        page.write_string(line, 0, guard_text(title), formats.title)
    if sheet.has_heads:
        _write_heads(page, formats, sheet)
    first = sheet.head_row + sheet.has_heads
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            is_mark = sheet.marks_from is not None and column >= sheet.marks_from
            cell_format = formats.mark if is_mark else formats.cell
            _write_cell(page, (first + count - 1, column), value, cell_format, formats.date)
    return count


def _lay_out_paper(page: Any, sheet: ExportSheet) -> None:
    """A4 across, as wide as the paper, the heads on each page."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    if sheet.has_heads:
        page.freeze_panes(sheet.head_row + 1, sheet.frozen_columns)
        page.repeat_rows(sheet.head_row)


def _write_heads(page: Any, formats: _Formats, sheet: ExportSheet) -> None:
    for column, (head, _width) in enumerate(sheet.columns):
        is_mark = sheet.marks_from is not None and column >= sheet.marks_from
        head_format = formats.mark_head if is_mark else formats.head
        page.write_string(sheet.head_row, column, guard_text(head), head_format)


def _write_cell(
    page: Any, position: tuple[int, int], value: CellValue, cell_format: Any, date_format: Any
) -> None:
    """Write a value at (row, column), counted from 0."""
    if value is None or value == "":
        page.write_blank(*position, None, cell_format)
    elif isinstance(value, dt.date):
        page.write_datetime(*position, dt.datetime.combine(value, dt.time()), date_format)
    elif isinstance(value, str):
        page.write_string(*position, guard_text(value), cell_format)
    else:
        page.write_number(*position, value, cell_format)


def _source_rows(
    source: ExportSource, counts: Sequence[tuple[str, int]]
) -> list[tuple[str, CellValue]]:
    return [
        (_("Read at"), f"{clock.local(source.read_at or clock.now()):%H:%M, %d/%m/%Y}"),
        (_("Exported by"), source.by),
        (_("As of"), source.as_of),
        *(source.filters or [(pgettext("source", "Filter"), pgettext("source", "none"))]),
        *((_("Rows in “%(sheet)s”") % {"sheet": name}, count) for name, count in counts),
        *((_("Definition"), line) for line in source.definitions),
    ]

"""Write lists of people as Excel files that say where they come from.

Every export of people goes through here.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock

# A cell that begins so would be run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What Excel allows in the name of a sheet.
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")

CellValue = str | int | float | Decimal | dt.date | None


@dataclass(frozen=True)
class ExportSheet:
    """One sheet. `columns`: (header, width in characters); `rows` are read once, while they are
    written.
    """

    name: str
    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[CellValue]]


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


def _escape_formula(value: str) -> str:
    """The text with an apostrophe before a beginning that a spreadsheet would run (CWE-1236)."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def render_workbook(sheets: Sequence[ExportSheet], source: ExportSource) -> bytes:
    """An .xlsx of `sheets` and, last, of "Nguồn".

    Texts are written as text, dates as dates; written row by row.
    """
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        formats = _Formats(workbook)
        counts = [(sheet.name, _write_sheet(workbook, formats, sheet)) for sheet in sheets]
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
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.head = workbook.add_format(
            {
                "bold": True,
                "bg_color": "#E9EDF8",
                "text_wrap": True,
                "border": 1,
                "valign": "vcenter",
            }
        )
        self.cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.date = workbook.add_format({"border": 1, "valign": "top", "num_format": "dd/mm/yyyy"})


def _write_sheet(workbook: Any, formats: _Formats, sheet: ExportSheet) -> int:
    """Write one sheet; the number of its rows below the header."""
    name = sheet.name.translate(_FORBIDDEN).strip().strip("'")[:_LONGEST_NAME]
    page = workbook.add_worksheet(name)
    for column, (_label, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
    page.freeze_panes(3, 0)
    page.set_landscape()
    # 9 is A4
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    # from top to bottom: a row that is written is gone from memory
    page.write_string(0, 0, _escape_formula(sheet.title), formats.title)
    for column, (label, _width) in enumerate(sheet.columns):
        page.write_string(2, column, _escape_formula(label), formats.head)
    line = 2
    for line, row in enumerate(sheet.rows, start=3):
        for column, value in enumerate(row):
            _write_cell(page, (line, column), value, formats)
    return line - 2


def _write_cell(page: Any, position: tuple[int, int], value: CellValue, formats: _Formats) -> None:
    """Write a value at (row, column), counted from 0."""
    if value is None or value == "":
        page.write_blank(*position, None, formats.cell)
    elif isinstance(value, dt.date):
        page.write_datetime(*position, dt.datetime.combine(value, dt.time()), formats.date)
    elif isinstance(value, str):
        page.write_string(*position, _escape_formula(value), formats.cell)
    else:
        page.write_number(*position, value, formats.cell)


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

"""The cells of an Excel file as text: formulas by their last value, merged cells in each row."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, range_boundaries

from cms.scenarios.exchange import texts
from cms.scenarios.exchange.safety import check_letters, check_office
from cms.scenarios.exchange.types import FileNotes
from lms.core.errors import BadInput

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 10_000, 200, 100_000
# Matched in raw XML, with or without a namespace prefix: no cell is built before the limits hold.
_CELL = re.compile(rb"<(?:\w+:)?c\b(?:[^>]*?\br=\"([A-Z]+)(\d+)\")?")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
_BESIDE = re.compile(r"^xl/(?:comments|threadedComments|drawings)/?[^/]*\.xml$")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# The apostrophe before what would be a formula, put there by our own writer.
_NEUTRAL = re.compile(r"^'+[=+\-@]")


@dataclass(frozen=True)
class WorksheetText:
    """The text of a worksheet.

    `rows`: (row number from 1, texts of its cells); rows without any text are left out.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheets(data: bytes, notes: FileNotes) -> list[WorksheetText]:
    """All worksheets with text. BadInput as in `safety`, and for sheets that are too large."""
    check_office(data, "xl/workbook.xml", notes)
    try:
        merges = _merged_ranges(data)
        written_grids = _load_grids(data, cached_values=False)
        cached_grids = _load_grids(data, cached_values=True)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError) as error:
        raise BadInput(
            _(
                "Excel's own file parts do not fit together. Open it in Excel, save it again and"
                " choose it again."
            )
        ) from error
    worksheets = []
    for name, grid in cached_grids.items():
        _note_formulas(name, written_grids.get(name, []), grid, notes)
        rows = _fill_grid(grid, merges.get(name, []))
        worksheets.append(
            WorksheetText(
                name, tuple((number, row) for number, row in enumerate(rows, 1) if any(row))
            )
        )
    _list_comments(data, notes)
    check_letters("\n".join(cell for sheet in worksheets for _n, row in sheet.rows for cell in row))
    return [sheet for sheet in worksheets if sheet.rows]


def _list_comments(data: bytes, notes: FileNotes) -> None:
    """Note comments on cells and texts in drawings: they are not part of the scenario."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(filter(_BESIDE.match, archive.namelist())):
            part_texts = [
                element.text or ""
                for element in fromstring(archive.read(name)).iter()
                if element.tag.endswith(("}t", "}text"))
            ]
            if text := texts.tidy_text(" ".join(part_texts)):
                notes.add(name.removeprefix("xl/"), _("Not read: %(text)s") % {"text": text})


def _load_grids(data: bytes, *, cached_values: bool) -> dict[str, list[tuple[Any, ...]]]:
    """Name of worksheet → its values, row by row: formulas, or their last values where
    `cached_values`.
    """
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=cached_values)
    grids = {}
    for sheet in workbook.worksheets:
        # the size that a file states may be wrong, or as large as Excel allows
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        grids[sheet.title] = list(map(tuple, rows))
    workbook.close()
    return grids


def _merged_ranges(data: bytes) -> dict[str, list[str]]:
    """Name of the worksheet → merged ranges. BadInput where a sheet is larger than any lesson."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        workbook_root = fromstring(archive.read("xl/workbook.xml"))
        relations = {
            relation.get("Id"): relation.get("Target", "")
            for relation in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        merges = {}
        for sheet in workbook_root.iter():
            target = relations.get(sheet.get(_REL), "") if sheet.tag.endswith("}sheet") else ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if target and path in names:
                content = archive.read(path)
                _check_extent(content, sheet.get("name", ""))
                merges[sheet.get("name", "")] = [ref.decode() for ref in _MERGE.findall(content)]
    return merges


def _check_extent(content: bytes, name: str) -> None:
    """Raise BadInput for a sheet over the limits, from its raw XML before any cell is built."""
    too_large = BadInput(
        _(
            "The sheet “%(name)s” is too large: at most 10,000 rows, 200 columns, 100,000 cells."
            " Delete empty rows and columns beside the table."
        )
        % {"name": name}
    )
    for count, cell in enumerate(_CELL.finditer(content)):
        letters, row = cell.group(1) or b"A", int((cell.group(2) or b"1")[:9])
        column = sum((byte - 64) * 26**n for n, byte in enumerate(reversed(letters[-4:])))
        if count >= MAX_CELLS or row > MAX_ROWS or column > MAX_COLUMNS:
            raise too_large


def _cell_text(value: Any) -> str:
    """A cell's value as text: true is "x", dates are dd/mm/yyyy, the writer's apostrophe is
    gone.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    # Excel keeps every number as a float
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    text = texts.tidy_text(str(value))
    return text[1:] if _NEUTRAL.match(text) else text


def _note_formulas(
    name: str,
    written_rows: list[tuple[Any, ...]],
    cached_rows: list[tuple[Any, ...]],
    notes: FileNotes,
) -> None:
    """Note each formula: its last value was read, or nothing where Excel kept none."""
    for y, row in enumerate(written_rows):
        for x, value in enumerate(row):
            formula = getattr(value, "text", value)
            if not (isinstance(formula, str) and formula.startswith("=")):
                continue
            cached = cached_rows[y][x] if y < len(cached_rows) and x < len(cached_rows[y]) else None
            where = f"{name}!{get_column_letter(x + 1)}{y + 1}"
            if cached is None:
                notes.add(
                    where,
                    _("A formula without a value; nothing was read: %(text)s") % {"text": formula},
                )
            else:
                notes.add(
                    where,
                    _("A formula; its last value “%(value)s” was read: %(text)s")
                    % {
                        "value": cached,
                        "text": formula,
                    },
                )


def _fill_grid(grid: list[tuple[Any, ...]], merges: list[str]) -> list[tuple[str, ...]]:
    """The texts of a grid, with the value of merged cells in the first column of all their rows."""
    rows = [list(map(_cell_text, row)) for row in grid]
    for ref in merges:
        first_column, top, _last_column, bottom = range_boundaries(ref)
        if top <= len(rows) and first_column <= len(rows[top - 1]):
            _spread_down(rows, first_column, top, bottom)
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return list(map(tuple, rows))


def _spread_down(rows: list[list[str]], column: int, top: int, bottom: int) -> None:
    """Copy a cell into the empty cells below it, from row `top` to `bottom` (counted from 1)."""
    value = rows[top - 1][column - 1]
    for row in rows[top : min(bottom, len(rows))]:
        row.extend([""] * (column - len(row)))
        row[column - 1] = row[column - 1] or value

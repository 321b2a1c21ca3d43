"""The content of an OpenDocument sheet (.ods): what its values do not show, and its extent."""

import zipfile
from dataclasses import dataclass, field

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message, read_part
from lms.people.workbooks.reading.cells import WorkbookLimits
from lms.people.workbooks.reading.files.grid import (
    CellStyle,
    SheetLook,
    WorkbookLook,
    check_area,
)
from lms.people.workbooks.reading.files.refusals import password_message, too_large_message
from lms.people.workbooks.reading.files.xml import parse_part

_MANIFEST = "META-INF/manifest.xml"
_MAX_SHEETS, _MAX_STYLES = 60, 100_000
_CELL_TAGS = {"table-cell", "covered-table-cell"}
_HIDDEN = {"collapse", "filter"}


def look_at_ods(archive: zipfile.ZipFile, limits: WorkbookLimits) -> WorkbookLook:
    """The look of an .ods. BadInput where it is damaged, locked or over the limits."""
    if _MANIFEST not in archive.namelist():
        raise BadInput(damaged_file_message())
    if b"encryption-data" in read_part(archive, _MANIFEST):
        raise BadInput(password_message())
    scanner = _ContentScanner(limits)
    parse_part(archive, "content.xml", scanner.start_element, scanner.end_element, scanner.add_text)
    if len({sheet.name for sheet in scanner.sheets}) < len(scanner.sheets):
        raise BadInput(damaged_file_message())
    check_area(scanner.sheets)
    return WorkbookLook(tuple(scanner.sheets), tuple(scanner.styles))


@dataclass
class _OpenCell:
    """The cell that is being read. `shown`: its first paragraph; `letters`: all that it holds."""

    columns: int
    style: int
    kind: str
    is_formula: bool
    is_error: bool
    is_filled: bool
    spans: tuple[int, int]
    letters: int
    shown: str = ""


@dataclass
class _OpenRow:
    """The row that is being read: its filled cells with their first column."""

    repeats: int = 1
    is_hidden: bool = False
    column: int = 1
    cells: list[tuple[int, _OpenCell]] = field(default_factory=list)


class _ContentScanner:
    """Notes where cells, formulas and merges are; repeated rows and cells are counted as such."""

    def __init__(self, limits: WorkbookLimits) -> None:
        self.sheets: list[SheetLook] = []
        self.styles: list[CellStyle] = [CellStyle()]
        self._limits = limits
        self._font_names: dict[str, str] = {}
        self._style_numbers: dict[str, int] = {}
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._number = 1
        self._row = _OpenRow()
        self._cell: _OpenCell | None = None
        self._pieces: list[str] = []
        self._is_shown = self._is_note = self._is_in_table = False

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Called by the parser at each opening tag."""
        if name in _CELL_TAGS:
            self._begin_cell(attributes)
        elif name == "table-row":
            self._row = _OpenRow(
                int(attributes.get("table:number-rows-repeated", "1")),
                attributes.get("table:visibility") in _HIDDEN,
            )
        elif self._cell:
            self._begin_content(self._cell, name)
        elif name == "table":
            self._begin_table(attributes)
        else:
            self._read_style(name, attributes)

    def _begin_content(self, cell: _OpenCell, name: str) -> None:
        """What stands in a cell; a note beside it is not its content."""
        if name == "annotation":
            self._is_note = True
        elif not self._is_note:
            cell.is_filled = True
            self._is_shown = self._is_shown or (name == "p" and not cell.shown)
            if name == "p":
                self._pieces = []

    def _begin_table(self, attributes: dict[str, str]) -> None:
        if self._is_in_table:
            raise ValueError("a table inside a table")
        name = attributes.get("table:name", "")
        is_hidden = attributes.get("table:style-name") in self._hidden_styles
        self.sheets.append(SheetLook(name, self._limits, is_hidden=is_hidden))
        self._is_in_table, self._number = True, 1
        if len(self.sheets) > _MAX_SHEETS:
            raise BadInput(too_large_message(name))

    def _read_style(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font-face":
            family = attributes.get("svg:font-family", "")
            self._font_names[attributes.get("style:name", "")] = family
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "text-properties" and self._style:
            font = attributes.get("style:font-name", "")
            family = self._font_names.get(font, attributes.get("fo:font-family", font))
            self._style_numbers[self._style] = len(self.styles)
            self.styles.append(CellStyle(family.strip("'\"")))
        if len(self.styles) > _MAX_STYLES:
            raise BadInput(too_large_message(""))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        kind, is_formula = attributes.get("office:value-type", ""), "table:formula" in attributes
        self._cell = _OpenCell(
            columns=int(attributes.get("table:number-columns-repeated", "1")),
            style=self._style_numbers.get(attributes.get("table:style-name", ""), 0),
            kind=kind,
            is_formula=is_formula,
            is_error=attributes.get("calcext:value-type") == "error",
            is_filled=bool(kind) or is_formula,
            spans=(
                int(attributes.get("table:number-columns-spanned", "1")),
                int(attributes.get("table:number-rows-spanned", "1")),
            ),
            letters=sum(map(len, attributes.values())),
        )

    def add_text(self, raw: str) -> None:
        """Called by the parser with the text between tags."""
        if self._cell:
            self._cell.letters += len(raw)
            if self._is_shown:
                self._pieces.append(raw)

    def end_element(self, name: str) -> None:
        """Called by the parser at each closing tag."""
        if name == "p" and self._cell and self._is_shown:
            self._is_shown = False
            self._cell.shown = "".join(self._pieces)
        elif name == "annotation":
            self._is_note = False
        elif name in _CELL_TAGS and self._cell:
            self._end_cell(self._cell)
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._is_in_table = False

    def _end_cell(self, cell: _OpenCell) -> None:
        if cell.is_filled:
            self._row.cells.append((self._row.column, cell))
        if cell.spans != (1, 1):
            right, bottom = (
                first + span - 1
                for first, span in zip((self._row.column, self._number), cell.spans, strict=True)
            )
            self.sheets[-1].add_merge((self._row.column, self._number, right, bottom))
        self._row.column += cell.columns
        self._cell = None

    def _end_row(self) -> None:
        look, row = self.sheets[-1], self._row
        if row.cells:
            # The far corner first: refused before millions of repeated cells are counted.
            column, cell = row.cells[-1]
            look.check_corner(self._number + row.repeats - 1, column + cell.columns - 1)
            for number in range(self._number, self._number + row.repeats):
                self._note_cells(look, number, row)
        self._number += row.repeats

    def _note_cells(self, look: SheetLook, number: int, row: _OpenRow) -> None:
        if row.is_hidden:
            look.hidden_rows.add(number)
        for first, cell in row.cells:
            for column in range(first, first + cell.columns):
                _note_cell(look, number, column, cell)


def _note_cell(look: SheetLook, number: int, column: int, cell: _OpenCell) -> None:
    look.add_letters(cell.letters)
    if cell.is_formula:
        look.add_formula(number, column, cell.style)
    else:
        look.add_cell(number, column, cell.style)
    if cell.is_error:
        look.errors[number, column] = cell.shown
    digits = cell.shown.strip()
    if cell.kind == "float" and digits.isdecimal() and digits.startswith("0") and len(digits) > 1:
        # a code that is stored as a number and shown with zeros before it
        look.texts[number, column] = digits

"""The records of a binary workbook (.xlsb) that say what its values do not, [MS-XLSB]."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message, read_part
from lms.people.workbooks.reading.cells import WorkbookLimits
from lms.people.workbooks.reading.files.errors import ERROR_WORDS
from lms.people.workbooks.reading.files.grid import (
    CellStyle,
    SheetLook,
    WorkbookLook,
    style_of,
)
from lms.people.workbooks.reading.files.refusals import too_large_message
from lms.people.workbooks.reading.files.xml import parse_part

_ROW, _ERROR, _ERROR_OF_FORMULA, _MERGE = 0, 3, 11, 176
# short number, error, yes or no, number, text, shared text
_CELLS, _FORMULAS = range(2, 8), range(8, 12)
_FONT, _FORMAT, _XF, _CELL_FORMATS, _END_CELL_FORMATS = 43, 44, 47, 617, 618
_SHEET, _WORKBOOK, _CELL_OF_SHARED_TEXT, _SHARED_TEXT = 156, 153, 7, 19
_MAX_SHEETS, _MAX_RECORDS, _MAX_STYLES = 60, 3_000_000, 100_000
_ROW_IS_HIDDEN, _NO_PART = 0x10, 0xFFFFFFFF


def look_at_xlsb(archive: zipfile.ZipFile, limits: WorkbookLimits) -> WorkbookLook:
    """The look of an .xlsb. BadInput where it is damaged or a sheet is over the limits."""
    scanner = _Scanner(archive, limits)
    try:
        return scanner.look()
    except (ValueError, LookupError, struct.error) as error:
        raise BadInput(damaged_file_message()) from error


class _Scanner:
    """Reads the binary parts of one package one after the other."""

    def __init__(self, archive: zipfile.ZipFile, limits: WorkbookLimits) -> None:
        self._archive, self._limits = archive, limits
        self._records = 0
        # of each shared text, in letters
        self._lengths: list[int] = []
        self._is_1904 = False
        self._parts: list[tuple[str, SheetLook]] = []

    def look(self) -> WorkbookLook:
        """The whole look; its errors are told apart by `look_at_xlsb`."""
        self._list_sheets()
        names = self._archive.namelist()
        styles = self._read_styles() if "xl/styles.bin" in names else ()
        if "xl/sharedStrings.bin" in names:
            self._lengths = [
                struct.unpack_from("<I", content, 1)[0]
                for kind, content in self._read_records("xl/sharedStrings.bin")
                if kind == _SHARED_TEXT
            ]
        for path, look in self._parts:
            if not look.is_hidden:
                self._read_sheet(path, look)
        return WorkbookLook(tuple(look for _path, look in self._parts), styles, self._is_1904)

    def _read_records(self, path: str) -> Iterator[tuple[int, bytes]]:
        """Kind and content of each record of a part."""
        part = io.BytesIO(read_part(self._archive, path))
        while first := part.read(1):
            kind = first[0]
            if kind & 0x80:
                kind = kind & 0x7F | part.read(1)[0] << 7
            size = _read_size(part)
            content = part.read(size)
            self._records += 1
            if len(content) < size or self._records > _MAX_RECORDS:
                raise ValueError(path)
            yield kind, content

    def _list_sheets(self) -> None:
        targets: dict[str, str] = {}

        def start_element(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = f"xl/{attributes.get('Target', '')}"

        parse_part(self._archive, "xl/_rels/workbook.bin.rels", start_element)
        for kind, content in self._read_records("xl/workbook.bin"):
            if kind == _WORKBOOK:
                self._is_1904 = bool(content[0] & 1)
            elif kind == _SHEET:
                self._add_sheet(content, targets)

    def _add_sheet(self, content: bytes, targets: dict[str, str]) -> None:
        state, _number, length = struct.unpack_from("<III", content)
        if length == _NO_PART:
            return
        link, place = _read_text(content, 8)
        name, _place = _read_text(content, place)
        path = targets[link]
        if not path.startswith("xl/worksheets/"):
            # a chart or a dialog
            return
        if any(name == look.name for _path, look in self._parts):
            raise ValueError(name)
        self._parts.append((path, SheetLook(name, self._limits, is_hidden=bool(state))))
        if len(self._parts) > _MAX_SHEETS:
            raise BadInput(too_large_message(name))

    def _read_styles(self) -> tuple[CellStyle, ...]:
        fonts: list[str] = []
        codes: dict[int, str] = {}
        formats: list[tuple[int, int]] = []
        is_of_cells = False
        for kind, content in self._read_records("xl/styles.bin"):
            if kind == _FONT:
                fonts.append(_read_text(content, 21)[0])
            elif kind == _FORMAT:
                codes[struct.unpack_from("<H", content)[0]] = _read_text(content, 2)[0]
            elif kind in {_CELL_FORMATS, _END_CELL_FORMATS}:
                is_of_cells = kind == _CELL_FORMATS
            elif kind == _XF and is_of_cells:
                _parent, number, font = struct.unpack_from("<HHH", content)
                formats.append((font, number))
        if len(formats) > _MAX_STYLES:
            raise BadInput(too_large_message(""))
        return tuple(
            style_of(fonts[font] if font < len(fonts) else "", number, codes)
            for font, number in formats
        )

    def _read_sheet(self, path: str, look: SheetLook) -> None:
        row = 0
        for kind, content in self._read_records(path):
            if kind == _ROW:
                row = struct.unpack_from("<I", content)[0] + 1
                if content[11] & _ROW_IS_HIDDEN:
                    look.hidden_rows.add(row)
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", content)
                look.add_merge((left + 1, top + 1, right + 1, bottom + 1))
            elif kind in _CELLS or kind in _FORMULAS:
                _note_cell(look, row, kind, content)
            if kind == _CELL_OF_SHARED_TEXT:
                look.add_letters(self._lengths[struct.unpack_from("<I", content, 8)[0]])


def _note_cell(look: SheetLook, row: int, kind: int, content: bytes) -> None:
    column, style = struct.unpack_from("<II", content)
    note: Callable[[int, int, int], None] = look.add_formula if kind in _FORMULAS else look.add_cell
    # The upper byte holds flags.
    note(row, column + 1, style & 0xFFFFFF)
    if kind in {_ERROR, _ERROR_OF_FORMULA}:
        look.errors[row, column + 1] = ERROR_WORDS[content[8]]


def _read_size(part: io.BytesIO) -> int:
    """The size of a record: seven bits a byte, four bytes at most."""
    size = 0
    for shift in (0, 7, 14, 21):
        byte = part.read(1)[0]
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return size


def _read_text(content: bytes, place: int) -> tuple[str, int]:
    """The text at `place`, and where it ends."""
    (length,) = struct.unpack_from("<I", content, place)
    end = place + 4 + 2 * length
    if end > len(content):
        raise ValueError(length)
    return content[place + 4 : end].decode("utf-16-le", "replace"), end

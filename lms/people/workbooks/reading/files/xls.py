"""The records of an old .xls (BIFF8) that say what its values do not, [MS-XLS]."""

import io
import struct
from array import array
from collections.abc import Callable, Iterator
from typing import BinaryIO

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message
from lms.people.workbooks.reading.cells import WorkbookLimits
from lms.people.workbooks.reading.files.compound import CompoundFile, build_compound
from lms.people.workbooks.reading.files.errors import ERROR_WORDS
from lms.people.workbooks.reading.files.grid import (
    CellStyle,
    SheetLook,
    WorkbookLook,
    check_area,
    style_of,
)
from lms.people.workbooks.reading.files.refusals import (
    old_excel_message,
    password_message,
    too_large_message,
)
from lms.people.workbooks.reading.files.shared_texts import read_lengths

_BOF, _EOF, _BIFF8 = 0x0809, 0x000A, 0x0600
_FORMULA, _NAME, _DATE_1904, _FILE_PASS, _FONT = 0x0006, 0x0018, 0x0022, 0x002F, 0x0031
_CONTINUED, _CELL_OF_SHARED_TEXT = 0x003C, 0x00FD
_SHEET, _FEW_NUMBERS, _XF, _MERGES, _TEXTS = 0x0085, 0x00BD, 0x00E0, 0x00E5, 0x00FC
_DIMENSIONS, _BOOL_OR_ERROR, _ROW, _FORMAT = 0x0200, 0x0205, 0x0208, 0x041E
# a shared text, a number, a text, a text in several fonts, a short number
_CELLS = {0x00FD, 0x0203, 0x0204, 0x00D6, 0x027E}
# Space is reserved by what these say, before there is anything to fill it.
_UNUSED = {_DIMENSIONS, _NAME}
_PASSED_OVER = 0xFFFF
_MAX_SHEETS, _MAX_RECORDS, _MAX_STYLES = 60, 3_000_000, 100_000
_ROW_IS_HIDDEN, _WORKSHEET = 0x20, 0
# Font 4 does not exist; the numbers go on with 5.
_MISSING_FONT = 4


def look_at_xls(file: BinaryIO, limits: WorkbookLimits) -> tuple[WorkbookLook, BinaryIO]:
    """The look of an .xls, and the file as its values may be read.

    That file has the workbook's own stream alone, without what would make a reader reserve memory.
    BadInput where it is damaged, locked, older than Excel 97, or over the limits.
    """
    file.seek(0)
    try:
        stream = CompoundFile(file.read()).read_stream("Workbook")
        if stream is None:
            # "Book": Excel 95 and before
            raise BadInput(old_excel_message())
        scanner = _WorkbookScanner(stream, limits)
    except (ValueError, LookupError, struct.error, StopIteration) as error:
        raise BadInput(damaged_file_message()) from error
    check_area(scanner.sheets)
    look = WorkbookLook(tuple(scanner.worksheets()), scanner.styles(), scanner.is_1904)
    return look, io.BytesIO(build_compound("Workbook", bytes(scanner.stream)))


class _WorkbookScanner:
    """Reads the records of the stream: first those of the workbook, then each sheet's."""

    def __init__(self, stream: bytes, limits: WorkbookLimits) -> None:
        self.stream = bytearray(stream)
        self.is_1904 = False
        self.sheets: list[SheetLook] = []
        self._limits, self._records = limits, 0
        self._starts: list[tuple[int, int]] = []
        self._fonts: list[str] = []
        self._codes: dict[int, str] = {}
        self._formats: list[tuple[int, int]] = []
        self._readers: dict[int, Callable[[bytes], None]] = {
            _DATE_1904: self._read_epoch,
            _FILE_PASS: self._refuse_password,
            _FONT: self._read_font,
            _SHEET: self._read_sheet,
            _XF: self._read_format,
            _FORMAT: self._read_code,
        }
        self._check_version()
        # the shared texts go on in the records behind theirs
        texts: list[bytes] = []
        former = 0
        for kind, content in self._read_records(0):
            former = kind if kind != _CONTINUED else former
            if former == _TEXTS:
                texts.append(content)
            elif reader := self._readers.get(kind):
                reader(content)
        self._lengths = read_lengths(texts) if texts else array("I")
        for (start, _kind), look in zip(self._starts, self.sheets, strict=True):
            for kind, content in self._read_records(start):
                _note_record(look, kind, content)
                if kind == _CELL_OF_SHARED_TEXT:
                    look.add_letters(self._lengths[struct.unpack_from("<I", content, 6)[0]])

    def worksheets(self) -> Iterator[SheetLook]:
        """The sheets with cells: no charts, no macros."""
        for (_start, kind), look in zip(self._starts, self.sheets, strict=True):
            if kind == _WORKSHEET:
                yield look

    def styles(self) -> tuple[CellStyle, ...]:
        """The style of each cell format, by its number."""
        return tuple(
            style_of(self._font_name(font), number, self._codes) for font, number in self._formats
        )

    def _check_version(self) -> None:
        kind, _size, version = struct.unpack_from("<HHH", self.stream)
        if kind != _BOF:
            raise ValueError(kind)
        if version != _BIFF8:
            raise BadInput(old_excel_message())

    def _read_records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Kind and content of the records from `place` to the end of their part."""
        depth = 0
        while True:
            kind, size = struct.unpack_from("<HH", self.stream, place)
            content = bytes(self.stream[place + 4 : place + 4 + size])
            self._records += 1
            if len(content) < size or self._records > _MAX_RECORDS:
                raise ValueError(place)
            if kind in _UNUSED:
                struct.pack_into("<H", self.stream, place, _PASSED_OVER)
            yield kind, content
            # A chart inside a sheet has a beginning and an end of its own.
            depth += (kind == _BOF) - (kind == _EOF)
            if depth <= 0:
                return
            place += 4 + size

    def _read_epoch(self, content: bytes) -> None:
        self.is_1904 = struct.unpack_from("<H", content) == (1,)

    def _refuse_password(self, _content: bytes) -> None:
        raise BadInput(password_message())

    def _read_font(self, content: bytes) -> None:
        self._fonts.append(_short_text(content, 14))

    def _read_code(self, content: bytes) -> None:
        number, length, flags = struct.unpack_from("<HHB", content)
        self._codes[number] = _decode(content[5:], length, flags)

    def _read_format(self, content: bytes) -> None:
        self._formats.append(struct.unpack_from("<HH", content))
        if len(self._formats) > _MAX_STYLES:
            raise BadInput(too_large_message(""))

    def _read_sheet(self, content: bytes) -> None:
        start, state, kind = struct.unpack_from("<IBB", content)
        name = _short_text(content, 6).replace("\0", "")
        is_repeated = any(name == sheet.name for sheet in self.sheets)
        if is_repeated or any(start == other for other, _kind in self._starts):
            raise ValueError(name)
        self._starts.append((start, kind))
        self.sheets.append(SheetLook(name, self._limits, is_hidden=bool(state & 3)))
        if len(self.sheets) > _MAX_SHEETS:
            raise BadInput(too_large_message(name))

    def _font_name(self, number: int) -> str:
        place = number - (number > _MISSING_FONT)
        return self._fonts[place] if place < len(self._fonts) else ""


def _note_record(look: SheetLook, kind: int, content: bytes) -> None:
    """Note what a record of a sheet says besides a value."""
    if kind in _CELLS:
        look.add_cell(*_position(content))
    elif kind == _FEW_NUMBERS:
        _note_numbers(look, content)
    elif kind == _FORMULA:
        look.add_formula(*_position(content))
    elif kind == _BOOL_OR_ERROR:
        row, column, style = _position(content)
        look.add_cell(row, column, style)
        if content[7]:
            look.errors[row, column] = ERROR_WORDS[content[6]]
    elif kind == _ROW:
        (row,) = struct.unpack_from("<H", content)
        if content[12] & _ROW_IS_HIDDEN:
            look.hidden_rows.add(row + 1)
    elif kind == _MERGES:
        for top, bottom, left, right in struct.iter_unpack("<4H", content[2:]):
            look.add_merge((left + 1, top + 1, right + 1, bottom + 1))


def _note_numbers(look: SheetLook, content: bytes) -> None:
    """Several numbers side by side in one record, each with its style."""
    row, first = struct.unpack_from("<HH", content)
    for place, (style, _number) in enumerate(struct.iter_unpack("<HI", content[4:-2])):
        look.add_cell(row + 1, first + place + 1, style)


def _position(content: bytes) -> tuple[int, int, int]:
    """Row and column of a cell, from 1, and the number of its style."""
    row, column, style = struct.unpack_from("<HHH", content)
    return row + 1, column + 1, style


def _short_text(content: bytes, place: int) -> str:
    length, flags = struct.unpack_from("<BB", content, place)
    return _decode(content[place + 2 :], length, flags)


def _decode(content: bytes, length: int, flags: int) -> str:
    """Letters of one byte or of two, as the flags say."""
    if flags & 1:
        return content[: 2 * length].decode("utf-16-le", "replace")
    return content[:length].decode("latin-1")

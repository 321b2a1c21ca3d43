"""Write an .xls (BIFF8 in a compound file) as Excel 97–2003 does: [MS-XLS], [MS-CFB]."""

import datetime as dt
import struct
from collections.abc import Iterable

from tests.lms.people.workbooks.generated.grid import GridCell, GridSheet

_SECTOR = 512
_END_OF_CHAIN, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LONGEST_RECORD = 8224
# The formats that Excel itself knows by number.
_GENERAL, _DATE = 0, 14
_FIRST_OWN_FORMAT = 164
# Cells use the formats behind those of styles.
_STYLES_BEFORE = 16
_FIRST_DAY = dt.date(1899, 12, 30)


def write_xls(sheets: list[GridSheet]) -> bytes:
    """The bytes of the file; formulas are not written."""
    return _compound_file(_workbook_stream(sheets))


class _Styles:
    """The fonts and number formats of cells, numbered as they are met."""

    def __init__(self) -> None:
        self.fonts: list[str] = ["Arial"] * 4
        self.formats: list[str] = []
        self.cells: list[tuple[int, int]] = [(0, _GENERAL)]

    def style_of(self, cell: GridCell) -> int:
        pair = (self._font_of(cell.font), self._format_of(cell))
        if pair not in self.cells:
            self.cells.append(pair)
        return _STYLES_BEFORE + self.cells.index(pair)

    def _font_of(self, name: str) -> int:
        if not name:
            return 0
        if name not in self.fonts:
            self.fonts.append(name)
        # there is no font of number 4
        return self.fonts.index(name) + 1

    def _format_of(self, cell: GridCell) -> int:
        if isinstance(cell.value, dt.datetime):
            return _DATE
        if not cell.number_format:
            return _GENERAL
        if cell.number_format not in self.formats:
            self.formats.append(cell.number_format)
        return _FIRST_OWN_FORMAT + self.formats.index(cell.number_format)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length_code: str = "<H") -> bytes:
    """A text with its length, in UTF-16."""
    return struct.pack(length_code, len(text)) + b"\x01" + text.encode("utf-16-le")


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0x41, 0x06))


def _workbook_stream(sheets: list[GridSheet]) -> bytes:
    styles, texts = _Styles(), {}
    bodies = [_sheet_stream(sheet, styles, texts) for sheet in sheets]
    before = _beginning(0x0005) + _record(0x0042, struct.pack("<H", 1200)) + _style_records(styles)
    after = _text_records(list(texts)) + _record(0x000A)
    length_of_names = sum(len(_sheet_name(sheet, 0)) for sheet in sheets)
    position = len(before) + length_of_names + len(after)
    names = b""
    for sheet, body in zip(sheets, bodies, strict=True):
        names += _sheet_name(sheet, position)
        position += len(body)
    return before + names + after + b"".join(bodies)


def _sheet_name(sheet: GridSheet, position: int) -> bytes:
    head = struct.pack("<IBB", position, int(sheet.is_hidden), 0)
    return _record(0x0085, head + _text(sheet.name, "<B"))


def _style_records(styles: _Styles) -> bytes:
    records = [
        _record(
            0x0031,
            struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text(font, "<B"),
        )
        for font in styles.fonts
    ]
    for number, code in enumerate(styles.formats, start=_FIRST_OWN_FORMAT):
        records.append(_record(0x041E, struct.pack("<H", number) + _text(code)))
    of_styles = [(0, _GENERAL, 0xFFF5)] * _STYLES_BEFORE
    of_cells = [(font, number_format, 0x0001) for font, number_format in styles.cells]
    for font, number_format, kind in of_styles + of_cells:
        body = struct.pack("<HHHBBBBIIH", font, number_format, kind, 0x20, 0, 0, 0, 0, 0, 0x20C0)
        records.append(_record(0x00E0, body))
    return b"".join(records)


def _text_records(texts: list[str]) -> bytes:
    """The texts of all cells; a record that is full goes on in the next one."""
    chunks = [struct.pack("<II", len(texts), len(texts))]
    for written in map(_text, texts):
        if len(chunks[-1]) + len(written) > _LONGEST_RECORD:
            chunks.append(b"")
        chunks[-1] += written
    kinds = [0x00FC] + [0x003C] * (len(chunks) - 1)
    return b"".join(map(_record, kinds, chunks))


def _sheet_stream(sheet: GridSheet, styles: _Styles, texts: dict[str, int]) -> bytes:
    extent = struct.pack("<IIHHH", 0, sheet.last_row, 0, sheet.last_column, 0)
    records = [_beginning(0x0010), _record(0x0200, extent)]
    for column in sorted(sheet.hidden_columns):
        records.append(_record(0x007D, struct.pack("<HHHHHH", column - 1, column - 1, 0, 15, 1, 0)))
    for row in sorted(sheet.hidden_rows):
        body = struct.pack("<HHHHHHI", row - 1, 0, sheet.last_column, 0, 0, 0, 0x0120)
        records.append(_record(0x0208, body))
    for (row, column), cell in sorted(sheet.cells.items()):
        place = struct.pack("<HHH", row - 1, column - 1, styles.style_of(cell))
        records.append(_cell_record(place, cell.value, texts))
    records.append(_merge_record(sheet.merges))
    records.append(_record(0x000A))
    return b"".join(records)


def _cell_record(place: bytes, value: object, texts: dict[str, int]) -> bytes:
    if isinstance(value, dt.datetime):
        value = (value.date() - _FIRST_DAY).days
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    number = texts.setdefault(str(value), len(texts))
    return _record(0x00FD, place + struct.pack("<I", number))


def _merge_record(merges: Iterable[tuple[int, int, int, int]]) -> bytes:
    ranges = [
        struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
        for left, top, right, bottom in merges
    ]
    return _record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(ranges)) if ranges else b""


# The compound file


def _compound_file(stream: bytes) -> bytes:
    """A file with one stream "Workbook": its sectors, the directory, the table of sectors."""
    # shorter streams would have to stand in the small sectors
    stream = stream.ljust(4096, b"\0")
    used = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * (_SECTOR // 4) < used + 1 + tables:
        tables += 1
    chain = [*range(1, used), _END_OF_CHAIN, _END_OF_CHAIN, *[_FAT_SECTOR] * tables]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    table_sectors = list(range(used + 1, used + 1 + tables))
    return (
        _compound_header(used, table_sectors)
        + stream.ljust(used * _SECTOR, b"\0")
        + _directory(len(stream))
        + struct.pack(f"<{len(chain)}I", *chain)
    )


def _compound_header(directory: int, tables: list[int]) -> bytes:
    listed = tables + [_FREE] * (109 - len(tables))
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIII", 0, len(tables), directory, 0, 4096)
        + struct.pack("<IIII", _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
        + struct.pack("<109I", *listed)
    )


def _directory(length: int) -> bytes:
    return (
        _directory_entry("Root Entry", 5, 1, _END_OF_CHAIN, 0)
        + _directory_entry("Workbook", 2, _FREE, 0, length)
        + 2 * _directory_entry("", 0, _FREE, 0, 0)
    )


def _directory_entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    written = name.encode("utf-16-le")
    size = len(written) + 2 if name else 0
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", size, kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )

"""The same table as a file of each kind that offices send: .xlsx, .xlsb, .ods, text.

A table is a dict: (row, column), counted from 1, → a value or a `Cell`.
"""

import datetime as dt
import io
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import openpyxl

_FIRST_DAY = dt.date(1899, 12, 30)
_MARKS_OF_TONE = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a value. `digits`: shown with zeros before; `word`: an error."""

    value: object = None
    font: str = ""
    digits: int = 0
    formula: str = ""
    word: str = ""


def as_cell(value):
    """The cell of a value."""
    return value if isinstance(value, Cell) else Cell(value)


def write_xlsx(cells, merges=(), hidden_rows=(), title="DS"):
    """An .xlsx of one sheet; merges are (left, top, right, bottom)."""
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    worksheet.title = title
    for (row, column), value in cells.items():
        cell, written = worksheet.cell(row, column), as_cell(value)
        cell.value = written.formula or written.word or written.value
        if written.font:
            cell.font = openpyxl.styles.Font(name=written.font)
        if written.digits:
            cell.number_format = "0" * written.digits
        elif isinstance(written.value, dt.date):
            cell.number_format = "dd/mm/yyyy"
    for left, top, right, bottom in merges:
        worksheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for row in hidden_rows:
        worksheet.row_dimensions[row].hidden = True
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zip_parts(*parts):
    """A package of these parts (name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


# .ods

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)


def write_ods(cells, merges=(), hidden_rows=(), title="DS"):
    """An .ods of one sheet, as LibreOffice writes it."""
    last = max(row for row, _column in cells)
    rows = "".join(_ods_row(row, cells, merges, hidden_rows) for row in range(1, last + 1))
    rows += (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    return pack_ods(f"<table:table table:name={quoteattr(title)}>{rows}</table:table>", cells)


def pack_ods(tables, cells=()):
    """An .ods around the XML of its tables."""
    fonts = {as_cell(cells[place]).font for place in cells} - {""}
    styles = "".join(
        f'<style:style style:name="f{font}" style:family="table-cell">'
        f'<style:text-properties style:font-name="{font}"/></style:style>'
        for font in fonts
    )
    content = (
        f"{_ODS_HEAD}<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zip_parts(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:m'/>"),
        ("content.xml", content),
    )


def _ods_row(row, cells, merges, hidden_rows):
    hidden = ' table:visibility="collapse"' if row in hidden_rows else ""
    columns = [column for number, column in cells if number == row]
    inner = "".join(
        _ods_cell(cells.get((row, column)), (row, column), merges)
        for column in range(1, max(columns, default=0) + 1)
    )
    return f"<table:table-row{hidden}>{inner or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(value, place, merges):
    cell = as_cell(value)
    attributes = f' table:style-name="f{cell.font}"' if cell.font else ""
    for left, top, right, bottom in merges:
        if (top, left) == place:
            attributes += (
                f' table:number-columns-spanned="{right - left + 1}"'
                f' table:number-rows-spanned="{bottom - top + 1}"'
            )
    kind, shown = _ods_value(cell)
    text = f"<text:p>{escape(shown)}</text:p>" if shown else ""
    return f"<table:table-cell{attributes}{kind}>{text}</table:table-cell>"


def _ods_value(cell):
    if cell.word or cell.formula:
        error = ' calcext:value-type="error"' if cell.word else ""
        formula = f' table:formula="of:{escape(cell.formula)}"' if cell.formula else ""
        return f'{formula} office:value-type="string" office:string-value=""{error}', cell.word
    match cell.value:
        case None:
            return "", ""
        case bool():
            return f' office:value-type="boolean" office:boolean-value="{cell.value}"'.lower(), "x"
        case int() | float():
            shown = str(cell.value).zfill(cell.digits)
            return f' office:value-type="float" office:value="{cell.value}"', shown
        case dt.date():
            day = cell.value.isoformat()
            return f' office:value-type="date" office:date-value="{day}"', day
        case _:
            return ' office:value-type="string"', str(cell.value)


# .xlsb

_ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}


def record(kind, content=b""):
    """A record of a binary workbook."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(content), b""
    while size > 0x7F:
        sizes += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + sizes + bytes([size]) + content


def wide(text):
    """A text of a binary workbook."""
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def write_xlsb(cells, merges=(), hidden_rows=(), title="DS", state=0):
    """An .xlsb of one sheet."""
    styles = [("", 0, 0)]
    rows = {}
    for (row, column), value in cells.items():
        cell = as_cell(value)
        style = (cell.font, cell.digits, int(isinstance(cell.value, dt.date)))
        if style not in styles:
            styles.append(style)
        rows.setdefault(row, {})[column] = (cell, styles.index(style))
    body = record(129) + record(148, struct.pack("<4I", 0, 0, 0, 0)) + record(145)
    for row, filled in sorted(rows.items()):
        flags = bytes([0, 0x10 if row in hidden_rows else 0, 0])
        body += record(0, struct.pack("<IIH", row - 1, 0, 300) + flags + bytes(4))
        for column, (cell, style) in sorted(filled.items()):
            body += _xlsb_cell(column, style, cell)
    body += record(146)
    for left, top, right, bottom in merges:
        body += record(176, struct.pack("<4I", top - 1, bottom - 1, left - 1, right - 1))
    entry = struct.pack("<II", state, 1) + wide("rId1") + wide(title)
    workbook = record(131) + record(153, bytes(8) + wide("")) + record(143) + record(156, entry)
    relations = (
        '<Relationships xmlns="urn:r"><Relationship Id="rId1" Type="urn:x/worksheet"'
        ' Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zip_parts(
        ("[Content_Types].xml", '<Types xmlns="urn:t"/>'),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/workbook.bin", workbook + record(144) + record(132)),
        ("xl/styles.bin", _xlsb_styles(styles)),
        ("xl/worksheets/sheet1.bin", body + record(130)),
    )


def _xlsb_styles(styles):
    codes = sorted({digits for _font, digits, _date in styles if digits})
    content = record(278) + record(615, struct.pack("<I", len(codes) + 1))
    content += record(44, struct.pack("<H", 164) + wide("dd/mm/yyyy"))
    for digits in codes:
        content += record(44, struct.pack("<H", 164 + digits) + wide("0" * digits))
    content += record(616)
    for font, _digits, _date in styles:
        content += record(43, bytes(21) + wide(font or "Arial"))
    content += record(617, struct.pack("<I", len(styles)))
    for number, (_font, digits, is_date) in enumerate(styles):
        code = 164 + digits if digits or is_date else 0
        content += record(47, struct.pack("<HHH", 0, code, number) + bytes(10))
    return content + record(618) + record(279)


def _xlsb_cell(column, style, cell):
    head = struct.pack("<II", column - 1, style)
    if cell.word:
        return record(3, head + bytes([_ERRORS[cell.word]]))
    if cell.formula:
        return record(9, head + struct.pack("<dHI", 2.0, 0, 0))
    match cell.value:
        case None:
            return record(1, head)
        case bool():
            return record(4, head + bytes([cell.value]))
        case int():
            return record(2, head + struct.pack("<i", cell.value << 2 | 2))
        case float():
            return record(5, head + struct.pack("<d", cell.value))
        case dt.date():
            days = (cell.value - _FIRST_DAY).days
            return record(2, head + struct.pack("<i", days << 2 | 2))
        case _:
            return record(6, head + wide(str(cell.value)))


# text


def write_text(cells, separator=",", line_end="\r\n"):
    """The table as text, before it is encoded; merges are not kept."""
    last_row = max(row for row, _column in cells)
    last_column = max(column for _row, column in cells)
    lines = []
    for row in range(1, last_row + 1):
        values = (as_cell(cells.get((row, column))) for column in range(1, last_column + 1))
        lines.append(separator.join(_text_field(cell, separator) for cell in values))
    return "".join(line + line_end for line in lines)


def _text_field(cell, separator):
    value = cell.value
    if isinstance(value, dt.date):
        text = f"{value:%d/%m/%Y}"
    else:
        text = "" if value is None else str(value).zfill(cell.digits)
    if any(letter in text for letter in (separator, '"', "\n")):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def encode_windows_1258(text):
    """Vietnamese in Windows-1258: letters, and their tones as marks behind them."""
    encoded = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in _MARKS_OF_TONE)
        base = "".join(part for part in parts if part not in _MARKS_OF_TONE)
        encoded += (unicodedata.normalize("NFC", base) + tones).encode("cp1258")
    return encoded

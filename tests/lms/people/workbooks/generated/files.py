"""Write a generated workbook to a file of each kind that the import reads."""

import csv
import datetime as dt
import io
import unicodedata
import zipfile
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.styles import Font

from tests.lms.people.workbooks.generated.grid import GridCell, GridSheet
from tests.lms.people.workbooks.generated.layouts import Layout, is_csv
from tests.lms.people.workbooks.generated.xls import write_xls


def file_of(layout: Layout, sheets: list[GridSheet]) -> tuple[str, bytes]:
    """(name, body) of the file."""
    if is_csv(layout):
        separator = {"tab": "\t"}.get(layout["separator"], layout["separator"])
        return "danh-sach.csv", _write_csv(sheets[0], layout["file"], separator)
    if layout["file"] == "ods":
        return "danh-sach.ods", _write_ods(sheets)
    if layout["file"] == "xls":
        return "danh-sach.xls", write_xls(sheets)
    return "danh-sach.xlsx", _write_xlsx(sheets)


def _write_xlsx(sheets: list[GridSheet]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet.name)
        for (row, column), cell in sorted(sheet.cells.items()):
            written = worksheet.cell(row, column, cell.value)
            if cell.formula:
                written.value = f"={cell.formula}"
            if cell.font:
                written.font = Font(name=cell.font)
            if cell.number_format:
                written.number_format = cell.number_format
        for left, top, right, bottom in sheet.merges:
            worksheet.merge_cells(
                start_row=top, start_column=left, end_row=bottom, end_column=right
            )
        _hide_parts(worksheet, sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _hide_parts(worksheet: openpyxl.worksheet.worksheet.Worksheet, sheet: GridSheet) -> None:
    for row in sheet.hidden_rows:
        worksheet.row_dimensions[row].hidden = True
    for column in sheet.hidden_columns:
        worksheet.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
    if sheet.filter_row is not None:
        last = openpyxl.utils.get_column_letter(sheet.last_column)
        worksheet.auto_filter.ref = f"A{sheet.filter_row}:{last}{sheet.last_row}"
    if sheet.is_hidden:
        worksheet.sheet_state = "hidden"


# CSV

_ENCODINGS = {
    "csv in UTF-8": "utf-8",
    "csv with a byte order mark": "utf-8-sig",
    "csv in UTF-16": "utf-16",
    "csv in Windows-1258": "cp1258",
}


def _write_csv(sheet: GridSheet, kind: str, separator: str) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    last_column = sheet.last_column
    for row in range(1, sheet.last_row + 1):
        writer.writerow(
            [_text_of(sheet.cells.get((row, column))) for column in range(1, last_column + 1)]
        )
    text = buffer.getvalue()
    encoding = _ENCODINGS[kind]
    return (_as_windows_1258(text) if encoding == "cp1258" else text).encode(encoding)


def _text_of(cell: GridCell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell.value, dt.datetime):
        return f"{cell.value:%d/%m/%Y}"
    return str(cell.value)


def _as_windows_1258(text: str) -> str:
    """The text with those tones apart that the encoding has no letter for."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            letters.append(letter)
        except UnicodeEncodeError:
            letters.append(_tone_apart(letter))
    return "".join(letters)


def _tone_apart(letter: str) -> str:
    """ "ấ" → "â" and the tone behind it."""
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
    base = "".join(mark for mark in decomposed if mark not in tones)
    return unicodedata.normalize("NFC", base) + tones


# OpenDocument

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def _write_ods(sheets: list[GridSheet]) -> bytes:
    fonts = sorted({cell.font for sheet in sheets for cell in sheet.cells.values() if cell.font})
    styles = "".join(
        f'<style:style style:name={quoteattr(font)} style:family="table-cell">'
        f"<style:text-properties fo:font-family={quoteattr(font)}/></style:style>"
        for font in fonts
    )
    tables = "".join(map(_ods_table, sheets))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}'
        ' office:version="1.2"><office:automatic-styles><style:style style:name="ta0"'
        ' style:family="table"><style:table-properties table:display="false"/></style:style>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _ods_table(sheet: GridSheet) -> str:
    spans = {
        (top, left): (right - left + 1, bottom - top + 1)
        for left, top, right, bottom in sheet.merges
    }
    style = ' table:style-name="ta0"' if sheet.is_hidden else ""
    rows = []
    for row in range(1, sheet.last_row + 1):
        cells = "".join(
            _ods_cell(sheet.cells.get((row, column)), spans.get((row, column)))
            for column in range(1, sheet.last_column + 1)
        )
        hidden = ' table:visibility="collapse"' if row in sheet.hidden_rows else ""
        rows.append(f"<table:table-row{hidden}>{cells}</table:table-row>")
    name = quoteattr(sheet.name)
    return f"<table:table table:name={name}{style}>{''.join(rows)}</table:table>"


def _ods_cell(cell: GridCell | None, span: tuple[int, int] | None) -> str:
    attributes = ""
    if span is not None:
        attributes = (
            f' table:number-columns-spanned="{span[0]}" table:number-rows-spanned="{span[1]}"'
        )
    if cell is None:
        return f"<table:table-cell{attributes}/>"
    if cell.font:
        attributes += f" table:style-name={quoteattr(cell.font)}"
    if cell.formula:
        attributes += f" table:formula={quoteattr('of:=' + cell.formula)}"
    value = cell.value
    if isinstance(value, dt.datetime):
        attributes += f' office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, int | float):
        attributes += f' office:value-type="float" office:value="{value}"'
        text = str(value)
    else:
        attributes += ' office:value-type="string"'
        text = str(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell{attributes}>{paragraphs}</table:table-cell>"

"""A workbook whose texts in old fonts are read in Unicode, cell by cell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from lms.people.workbooks.reading.cells import Workbook, WorkbookCell, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.headers.columns import is_header_word
from lms.people.workbooks.reading.values.old_fonts import (
    ColumnEvidence,
    OldEncoding,
    decode_in_column,
    encoding_of_font,
    is_unicode,
)
from lms.people.workbooks.reading.values.plain import text_of


def decode_old_fonts(workbook: Workbook, as_written: Collection[tuple[str, int]] = ()) -> Workbook:
    """The same workbook with cells that were typed in TCVN3 or VNI in Unicode.

    A converted cell keeps in `written` what stood there; one that may be meant either way keeps its
    text, and `doubt` is the other reading. Rows (sheet, number) in `as_written` stay as they are.
    """
    sheets = (_decode_sheet(sheet, as_written) for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets))


def _decode_sheet(sheet: WorkbookSheet, as_written: Collection[tuple[str, int]]) -> WorkbookSheet:
    if sheet.is_hidden:
        return sheet
    evidence: dict[str, ColumnEvidence] = {}

    def read() -> Iterator[WorkbookRow]:
        if not evidence:
            # all columns are weighed, once, before the first row is decoded
            evidence.update(_weigh_columns(sheet))
        for row in sheet.rows():
            is_kept = (sheet.name, row.number) in as_written
            yield row if is_kept else _decode_row(row, evidence)

    return replace(sheet, read=read)


def _weigh_columns(sheet: WorkbookSheet) -> dict[str, ColumnEvidence]:
    """Letter → what the texts of the column say, without headers and rows of one text."""
    columns: dict[str, ColumnEvidence] = defaultdict(ColumnEvidence)
    for row in sheet.rows():
        # titles, headings and signatures are often typed anew in Unicode around an old list
        if len(row.cells) == 1:
            continue
        for letter, cell in row.cells.items():
            # what the font explains says nothing about cells in other fonts
            is_telling = isinstance(cell.value, str) and encoding_of_font(cell.font) is None
            if is_telling and not str(cell.value).isascii():
                _weigh_text(columns[letter], str(cell.value))
    of_sheet: Counter[OldEncoding] = Counter()
    for evidence in columns.values():
        of_sheet.update(evidence.weights)
    for evidence in columns.values():
        evidence.of_sheet = of_sheet
    return dict(columns)


def _weigh_text(evidence: ColumnEvidence, text: str) -> None:
    if not is_unicode(text):
        evidence.add_text(text)
    elif not evidence.has_unicode and not is_header_word(text):
        evidence.has_unicode = True


def _decode_row(row: WorkbookRow, columns: dict[str, ColumnEvidence]) -> WorkbookRow:
    changed: dict[str, WorkbookCell] = {}
    for letter, cell in row.cells.items():
        if isinstance(cell.value, str) and not cell.value.isascii():
            decoded = _decode_cell(cell, columns.get(letter))
            if decoded is not cell:
                changed[letter] = decoded
    if changed and _is_header(row):
        # words of a header are typed anew above an old list; what the font explains is old
        changed = {letter: cell for letter, cell in changed.items() if encoding_of_font(cell.font)}
    return replace(row, cells={**row.cells, **changed}) if changed else row


def _is_header(row: WorkbookRow) -> bool:
    """Whether at least half of the cells are words of headers as they stand, and none begins with a
    figure: such a row is about nobody.
    """
    texts = [text_of(cell.value) for cell in row.cells.values()]
    if len(texts) < 3 or any(text[:1].isdigit() for text in texts):
        return False
    return sum(map(is_header_word, texts)) * 2 >= len(texts)


def _decode_cell(cell: WorkbookCell, evidence: ColumnEvidence | None) -> WorkbookCell:
    written = str(cell.value)
    reading = decode_in_column(
        written, evidence or ColumnEvidence(), cell.font, encoding_of_font(cell.font)
    )
    if reading is None:
        return cell
    if reading.is_doubtful:
        return replace(cell, doubt=reading.text)
    return replace(cell, value=reading.text, written=written)

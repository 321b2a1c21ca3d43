"""Lists saved as text (.csv, .tsv, .txt): which encoding, which separator, then rows."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import (
    WorkbookCell,
    WorkbookLimits,
    WorkbookRow,
    WorkbookSheet,
)
from lms.people.workbooks.reading.files.grid import SheetLook, column_name
from lms.people.workbooks.reading.files.refusals import text_encoding_message, text_rows_message

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# The name of the only sheet.
_TITLE = "CSV"
_SEPARATORS = ",;\t|"
_DECLARED_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# Rows from which the separator is guessed.
_SAMPLE = 200
_VIETNAMESE = set("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
# What offices type besides letters that is not ASCII.
_MARKS = set("–—‘’“”…•°₫\xa0«»")
# Vietnamese letters in UTF-8: in a file of another encoding they do not occur by chance.
_UTF_8_LETTERS = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]|\xc4\x91|\xc6[\xa1\xb0]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file is that of a list saved as text.

    Never told by the file's name: a batch is read again under a name that may have been cut short.
    """
    if head.startswith(tuple(mark for mark, _encoding in _BYTE_ORDER_MARKS)):
        return True
    (encoding, *_others) = _encodings_of(head)
    start = head.decode(encoding, "replace")
    return not _CONTROL.search(start) and len(start.splitlines()) > 1


def read_text_sheet(content: bytes, limits: WorkbookLimits) -> WorkbookSheet:
    """The list as the one sheet of a workbook.

    BadInput where the encoding cannot be told, where quotation marks do not close, and where it is
    over the limits.
    """
    rows = _read_rows(_decode(content), SheetLook(_TITLE, limits))
    return WorkbookSheet(_TITLE, False, (), lambda: iter(rows))


def _read_rows(text: str, look: SheetLook) -> tuple[WorkbookRow, ...]:
    declared = _DECLARED_SEPARATOR.match(text)
    if declared:
        text, separator = text[declared.end() :], declared[1]
    else:
        separator = _guess_separator(text)
    rows = []
    for number, fields in enumerate(_split(text, separator), start=1):
        cells = dict(_read_cells(number, fields, look))
        if cells:
            rows.append(WorkbookRow(number, cells))
    return tuple(rows)


def _read_cells(
    number: int, fields: list[str], look: SheetLook
) -> Iterator[tuple[str, WorkbookCell]]:
    """The filled cells of a row; one that begins with "=" is a formula, as in Excel."""
    for column, field in enumerate(fields, start=1):
        if field.strip():
            look.add_cell(number, column)
            letters = column_name(column)
            is_formula = field.lstrip().startswith("=")
            yield letters, WorkbookCell(f"{letters}{number}", field, is_formula)


def _split(text: str, separator: str) -> Iterator[list[str]]:
    """The fields of each row. BadInput where quotation marks do not close or match."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BadInput(text_rows_message(reader.line_num)) from error


def _guess_separator(text: str) -> str:
    """The separator that makes most rows equally wide; a comma where none splits anything."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many rows have the commonest width, and that width; (0, 0) for one column."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(fields) for fields in islice(reader, _SAMPLE) if len(fields) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return rows, width


def _decode(content: bytes) -> str:
    """The text, its letters composed (NFC). BadInput where the encoding cannot be told."""
    for encoding in _encodings_of(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text, content, encoding):
            return unicodedata.normalize("NFC", text)
    raise BadInput(text_encoding_message())


def _encodings_of(content: bytes) -> tuple[str, ...]:
    """The encodings that are tried, the surest first."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return (encoding,)
    if b"\0" in content:
        # Separators and digits have a zero byte: behind them, or before.
        even, odd = content[0::2].count(0), content[1::2].count(0)
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    # cp1258 reads any bytes that cp1252 reads, and Vietnamese ones rightly.
    return ("utf-8", "cp1258", "cp1252")


def _is_plausible(text: str, content: bytes, encoding: str) -> bool:
    """Whether the text reads as a list typed by an office rather than as a wrong decoding."""
    if _CONTROL.search(text):
        return False
    if encoding not in {"cp1258", "cp1252"}:
        return True
    if _UTF_8_LETTERS.search(content):
        return False
    foreign = {letter for letter in unicodedata.normalize("NFC", text).lower() if letter > "\x7f"}
    if encoding == "cp1258":
        return foreign <= _VIETNAMESE | _MARKS
    # Texts in TCVN3 and VNI are kept as they stand: they are told by their columns later.
    letters = sum(map(str.isalpha, text))
    return sum(letter > "\x7f" for letter in text) * 2 < letters

"""Open an uploaded workbook.

Anything but a harmless list of a sensible size is refused before its values are read.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from python_calamine import CalamineWorkbook

from lms.core import packages
from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import Workbook, WorkbookLimits, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.files import refusals, text
from lms.people.workbooks.reading.files.grid import SheetLook, WorkbookLook
from lms.people.workbooks.reading.files.ods import look_at_ods
from lms.people.workbooks.reading.files.values import open_values, read_sheet_rows
from lms.people.workbooks.reading.files.xls import look_at_xls
from lms.people.workbooks.reading.files.xlsb import look_at_xlsb
from lms.people.workbooks.reading.files.xlsx import look_at_xlsx

# What the names of files that are read usually end in; the kind is told by the content.
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt")
_OLE_ENCODING = "utf-16-le"
# What the raw bytes of a file hold → how it is refused. The first that fits counts.
_OLE_REFUSALS: tuple[tuple[bytes, Callable[[], str]], ...] = (
    ("EncryptedPackage".encode(_OLE_ENCODING), refusals.password_message),
    ("WordDocument".encode(_OLE_ENCODING), refusals.word_message),
)
_ZIP_REFUSALS: tuple[tuple[bytes, Callable[[], str]], ...] = (
    (b"word/document.xml", refusals.word_message),
)
_ODS_PART = "content.xml"
# Endings of the parts that say something about sheets.
_READ_PARTS = (".xml", ".rels", ".bin", "mimetype")
# The main part of a package → its kind, and how it is looked at.
_PACKAGES: dict[str, tuple[str, Callable[[zipfile.ZipFile, WorkbookLimits], WorkbookLook]]] = {
    "xl/workbook.xml": ("xlsx", look_at_xlsx),
    "xl/workbook.bin": ("xlsb", look_at_xlsb),
    _ODS_PART: ("ods", look_at_ods),
}
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def open_workbook(file: BinaryIO, name: str, limits: WorkbookLimits) -> Workbook:
    """The sheets of an .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv or .txt.

    `file` must stay open while they are read. BadInput for anything else, with what to do next.
    Only values are read: no formula is computed, nothing is fetched or run, links to other
    workbooks and macros are passed over.
    """
    size = file.seek(0, io.SEEK_END)
    head = _read_head(file, size, limits)
    if head.startswith(packages.OLE):
        refusal = _refusal_of(file, _OLE_REFUSALS)
        if refusal:
            raise BadInput(refusal)
        return _with_values(name, "xls", *look_at_xls(file, limits))
    if head.startswith(packages.ZIP):
        return _with_values(name, *_look_at_package(file, size, limits))
    _check_plain_file(head)
    file.seek(0)
    return Workbook(name, (text.read_text_sheet(file.read(), limits),), kind="csv")


def _read_head(file: BinaryIO, size: int, limits: WorkbookLimits) -> bytes:
    """The beginning of the file. BadInput for one that is empty or too large."""
    file.seek(0)
    head = file.read(2048)
    if not head.strip(b"\0 \r\n\t"):
        raise BadInput(packages.empty_file_message())
    if size > limits.max_bytes:
        raise BadInput(refusals.too_many_bytes_message(limits.max_bytes // (1024 * 1024)))
    return head


def _refusal_of(file: BinaryIO, kinds: tuple[tuple[bytes, Callable[[], str]], ...]) -> str | None:
    """The refusal of the first kind whose mark the file holds."""
    for mark, message in kinds:
        if packages.count_occurrences(file, mark):
            return message()
    return None


def _look_at_package(
    file: BinaryIO, size: int, limits: WorkbookLimits
) -> tuple[str, WorkbookLook, BinaryIO]:
    """Kind and look of a workbook that is a ZIP package, and the file to read its values from.

    BadInput for any other package.
    """
    main_part = next(
        (part for part in _PACKAGES if packages.count_occurrences(file, part.encode())), None
    )
    if main_part is None:
        raise BadInput(_refusal_of(file, _ZIP_REFUSALS) or refusals.other_file_message())
    archive = packages.open_package(
        file, size, main_part, packages.PackageLimits(limits.max_unpacked), with_macros=True
    )
    names = set(archive.namelist())
    # The reader of values tries one kind after the other: no second one may hide behind the first.
    if len(_PACKAGES.keys() & names) != 1:
        raise BadInput(packages.damaged_file_message())
    if main_part == _ODS_PART and packages.read_part(archive, "mimetype").strip() != _ODS_TYPE:
        # a text or a presentation of LibreOffice
        raise BadInput(refusals.other_file_message())
    kind, look_at = _PACKAGES[main_part]
    return kind, look_at(archive, limits), _copy_parts(archive)


def _copy_parts(archive: zipfile.ZipFile) -> BinaryIO:
    """A package of the very parts that were looked at, without macros and pictures.

    Of two parts of one name, or behind a second directory, another reader might see the other.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as package:
        for name in dict.fromkeys(archive.namelist()):
            if name.endswith(_READ_PARTS) and not packages.is_macro(name):
                package.writestr(name, packages.read_part(archive, name))
    return copy


def _check_plain_file(head: bytes) -> None:
    """BadInput for a file that is neither a ZIP nor an OLE container, and no text either."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version")):
        raise BadInput(refusals.web_page_message())
    # BIFF files from before 1997 have no container
    if head.startswith(
        (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
    ):
        raise BadInput(refusals.old_excel_message())
    if start.startswith((b"%pdf", b"{\\rtf")) or not text.is_text(head):
        raise BadInput(refusals.other_file_message())


def _with_values(name: str, kind: str, look: WorkbookLook, file: BinaryIO) -> Workbook:
    """The workbook whose rows are read from `file` when they are asked for."""
    if not look.sheets:
        raise BadInput(refusals.no_cells_message())
    values = open_values(file)
    sheets = tuple(_open_sheet(values, look, sheet) for sheet in look.sheets)
    return Workbook(name, sheets, look.is_1904, kind)


def _open_sheet(values: CalamineWorkbook, look: WorkbookLook, sheet: SheetLook) -> WorkbookSheet:
    """One sheet, looked at but not read yet; a hidden one has no rows."""
    if sheet.is_hidden:
        return WorkbookSheet(sheet.name, True, (), lambda: iter(()))
    read: Callable[[], Iterator[WorkbookRow]] = partial(read_sheet_rows, values, look, sheet)
    return WorkbookSheet(sheet.name, False, tuple(sheet.merges), read)

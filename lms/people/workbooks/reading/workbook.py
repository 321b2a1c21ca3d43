"""Open an uploaded workbook.

Anything but a harmless .xlsx of a sensible size is refused before it is read.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from lms.core import packages
from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import Workbook, WorkbookLimits, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.files import grid, refusals
from lms.people.workbooks.reading.files.parts import PackageParts, WorksheetPart, read_parts

_OLE_ENCODING = "utf-16-le"
# What the raw bytes of a file hold → how it is refused. The first that fits counts.
_OLE_REFUSALS: tuple[tuple[bytes, Callable[[], str]], ...] = (
    ("EncryptedPackage".encode(_OLE_ENCODING), refusals.password_message),
    ("WordDocument".encode(_OLE_ENCODING), refusals.word_message),
)
_ZIP_REFUSALS: tuple[tuple[bytes, Callable[[], str]], ...] = (
    (b"application/vnd.oasis.opendocument.spreadsheet", refusals.ods_message),
    (b"xl/workbook.bin", refusals.binary_message),
    (b"word/document.xml", refusals.word_message),
)


def open_workbook(file: BinaryIO, name: str, limits: WorkbookLimits) -> Workbook:
    """The sheets of an .xlsx; `file` must stay open while they are read.

    BadInput for anything else, with what to do next. Only values are read: no formula is computed,
    nothing is fetched or run, links to other workbooks are passed over.
    """
    size = file.seek(0, io.SEEK_END)
    _check_kind(file, size, name, limits)
    archive = packages.open_package(
        file, size, "xl/workbook.xml", packages.PackageLimits(limits.max_unpacked)
    )
    parts = read_parts(archive)
    if not parts.sheets:
        raise BadInput(packages.damaged_file_message())
    sheets = tuple(_open_sheet(archive, part, parts, limits) for part in parts.sheets)
    return Workbook(name, sheets, parts.is_1904)


def _check_kind(file: BinaryIO, size: int, name: str, limits: WorkbookLimits) -> None:
    """BadInput for a file that is empty, too large, or of another kind than .xlsx."""
    file.seek(0)
    head = file.read(2048)
    if not head.strip(b"\0 \r\n\t"):
        raise BadInput(refusals.empty_message())
    if size > limits.max_bytes:
        raise BadInput(refusals.too_many_bytes_message(limits.max_bytes // (1024 * 1024)))
    if head.startswith(packages.OLE):
        raise BadInput(_refusal_of(file, _OLE_REFUSALS, refusals.old_excel_message))
    if not head.startswith(packages.ZIP):
        raise BadInput(_refusal_of_plain_file(head, name)())
    if not packages.count_occurrences(file, b"xl/workbook.xml"):
        raise BadInput(_refusal_of(file, _ZIP_REFUSALS, refusals.other_file_message))


def _refusal_of(
    file: BinaryIO,
    kinds: tuple[tuple[bytes, Callable[[], str]], ...],
    default: Callable[[], str],
) -> str:
    """The refusal of the first kind whose mark the file holds, else the default one."""
    for mark, message in kinds:
        if packages.count_occurrences(file, mark):
            return message()
    return default()


def _refusal_of_plain_file(head: bytes, name: str) -> Callable[[], str]:
    """The refusal of a file that is neither a ZIP nor an OLE container."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version")):
        return refusals.web_page_message
    # BIFF files from before 1997 have no container
    if head.startswith(
        (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
    ):
        return refusals.old_excel_message
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return refusals.csv_message
    has_lines = b"\0" not in head and b"\n" in head
    return (
        refusals.csv_message
        if has_lines and not start.startswith(b"%pdf")
        else refusals.other_file_message
    )


def _open_sheet(
    archive: zipfile.ZipFile, part: WorksheetPart, parts: PackageParts, limits: WorkbookLimits
) -> WorkbookSheet:
    """One sheet, measured but not read yet. BadInput where it is over the limits."""
    if part.is_hidden:
        # its rows are never asked for
        return WorkbookSheet(part.name, True, (), lambda: iter(()))
    merges = tuple(grid.measure_sheet(archive, part.path, part.name, limits).merges)
    read: Callable[[], Iterator[WorkbookRow]] = partial(
        grid.read_sheet_rows, archive, part.path, parts, merges
    )
    return WorkbookSheet(part.name, False, merges, read)

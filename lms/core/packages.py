"""Uploaded Office files (.docx, .xlsx), checked part by part before anything in them is read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Never

from django.utils.translation import gettext as _

from lms.core.errors import BadInput

# What old Office files and files with a password begin with, and what packages do.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
_TYPES = "[Content_Types].xml"
_CHUNK = 256 * 1024
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY")
# Parts are looked at in chunks that overlap by the longest mark that is looked for.
_OVERLAP = 12
_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class PackageLimits:
    """Bounds of one file.

    `max_unpacked`: bytes of all parts together; `max_ratio`: the same as a multiple of the packed
    file; `max_entries`: number of parts.
    """

    max_unpacked: int
    max_ratio: int = 100
    max_entries: int = 2000


def open_package(
    file: BinaryIO,
    size: int,
    main_part: str,
    limits: PackageLimits,
    *,
    with_macros: bool = False,
) -> zipfile.ZipFile:
    """The package, when all its parts are harmless.

    BadInput for anything else; its message says what to do next.

    `main_part` tells the kind of file: word/document.xml, xl/workbook.xml. `size`: bytes of the
    file. `with_macros`: macros are no reason to refuse it; its caller never looks at them. The
    sizes in the directory can be trusted: zipfile reads no more of a
    part than the directory says.
    """
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        raise BadInput(
            _(
                "This is an old Office file (.doc, .xls) or one with a password. Save it as .docx"
                " or .xlsx without a password."
            )
        )
    archive = _open_archive(file, limits)
    _check_entries(archive, size, limits)
    names = set(archive.namelist())
    if main_part not in names:
        refuse_other_kind()
    if not with_macros:
        _check_has_no_macros(archive)
    for entry in archive.infolist():
        if not is_macro(entry.filename):
            _check_part(entry.filename, _read_chunks(archive, entry))
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part as a whole. BadInput where it is missing or damaged."""
    try:
        return b"".join(_read_chunks(archive, archive.getinfo(name)))
    except KeyError as error:
        raise BadInput(damaged_file_message()) from error


def count_occurrences(file: BinaryIO, mark: bytes, enough: int = 0) -> int:
    """How often the raw bytes hold `mark`, counted until there are more than `enough`."""
    file.seek(0)
    occurrences = 0
    tail = b""
    while (chunk := file.read(_CHUNK)) and occurrences <= enough:
        window = tail + chunk
        occurrences += window.count(mark)
        tail = window[-(len(mark) - 1) :]
    return occurrences


def empty_file_message() -> str:
    return _("The file is empty. Choose the file again.")


def damaged_file_message() -> str:
    return _(
        "The file is damaged or is no Office file. Open it in Word or Excel, save it again and"
        " choose it again."
    )


def _macros_message() -> str:
    return _("The file holds macros. Save it without macros (.docx, .xlsx).")


def _too_large_message() -> str:
    return _(
        "Unpacked, the file would be far too large. Copy its text into a new file and choose that"
        " one."
    )


def _open_archive(file: BinaryIO, limits: PackageLimits) -> zipfile.ZipFile:
    # The directory is counted before it is read: half a million entries would fill the memory by
    # themselves.
    if count_occurrences(file, _ENTRY, limits.max_entries) > limits.max_entries:
        raise BadInput(_too_large_message())
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, EOFError) as error:
        raise BadInput(damaged_file_message()) from error


def refuse_other_kind() -> Never:
    """Raise BadInput for a file of another kind than was chosen."""
    raise BadInput(
        _("This is not the kind of file that was chosen. Choose the format that fits the file.")
    )


def _check_entries(archive: zipfile.ZipFile, size: int, limits: PackageLimits) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    most_unpacked = min(limits.max_unpacked, limits.max_ratio * size)
    if len(entries) > limits.max_entries or unpacked > most_unpacked:
        raise BadInput(_too_large_message())
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput(_("The file is protected by a password. Save it without one."))
    if any(entry.compress_type not in _PACKING for entry in entries):
        raise BadInput(damaged_file_message())


def _read_chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BadInput(damaged_file_message()) from error


def is_macro(name: str) -> bool:
    """Whether the part holds macros."""
    return "vbaproject" in name.lower()


def _check_has_no_macros(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    types = read_part(archive, _TYPES).lower() if _TYPES in names else b""
    if any(map(is_macro, names)) or b"macroenabled" in types:
        raise BadInput(_macros_message())


def _check_part(name: str, chunks: Iterator[bytes]) -> None:
    first = next(chunks, b"")
    if first.startswith((ZIP, OLE)):
        raise BadInput(
            _(
                "Another file is packed inside the file (%(name)s). Take it out and save the file"
                " again."
            )
            % {"name": name}
        )
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    if is_xml:
        _check_encoding(first)
    tail, chunk = b"", first
    while chunk:
        window = tail + chunk
        if is_xml:
            _check_xml(window)
        tail = window[-_OVERLAP:]
        chunk = next(chunks, b"")


def _check_encoding(first: bytes) -> None:
    encoding = _ENCODING.match(first.lstrip(b"\xef\xbb\xbf \r\n\t"))
    if encoding and encoding.group(1).lower() not in {b"utf-8", b"us-ascii"}:
        raise BadInput(damaged_file_message())


def _check_xml(window: bytes) -> None:
    if b"\0" in window:
        raise BadInput(damaged_file_message())
    if _FORBIDDEN.search(window):
        raise BadInput(
            _(
                "The file declares XML entities, which no Office program writes. Save it again in"
                " Word or Excel."
            )
        )

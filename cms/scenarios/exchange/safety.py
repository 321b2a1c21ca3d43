"""What is looked at before a file is opened: size, unpacked size, what hides in it, how its letters are written."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from cms.scenarios.exchange.types import Notes
from lms.core.errors import BadInput

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
# UTF-8 that was read as Windows-1252 or Latin-1 and saved again: "Cảnh" became "Cáº£nh".
_MOJIBAKE = re.compile("á[º»][\u0080-\u00bf\u2018-\u203a\u0152-\u0192€™]|Ä[\u0090\u2018‘\u0083ƒ]|Æ[°¡]|Ã[\u0080-\u00bf]")  # fmt: skip


def check_size(data: bytes) -> None:
    """BadInput where the file is empty or over MAX_BYTES."""
    if not data.strip(b"\0 \r\n\t"):
        raise BadInput(_("The file is empty. Choose the file again."))
    if len(data) > MAX_BYTES:
        raise BadInput(
            _(
                "The file is larger than 5 MB. Take pictures out of it, or split it into two lessons."
            )
        )


def check_office(data: bytes, main_part: str, notes: Notes) -> None:
    """BadInput where an Office file (.docx, .xlsx) is not one, is a bomb, or brings something that runs or is fetched.

    `main_part` is the part that tells the kind: word/document.xml, xl/workbook.xml.
    """
    check_size(data)
    if data.startswith(_OLE):
        raise BadInput(
            _("This is an old Office file (.doc, .xls) or one with a password. Save it as .docx or .xlsx without a password.")
        )  # fmt: skip
    archive = _archive(data)
    _check_entries(archive, len(data))
    names = set(archive.namelist())
    if main_part not in names:
        raise BadInput(
            _("This is not the kind of file that was chosen. Choose the format that fits the file.")
        )
    if any("vbaproject" in name.lower() for name in names):
        raise BadInput(_("The file holds macros. Save it without macros (.docx, .xlsx)."))
    for name, content in _contents(archive):
        _check_part(name, content, notes)


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise BadInput(_damaged()) from error


def _damaged() -> str:
    return _("The file is damaged or is no Office file. Open it in Word or Excel, save it again and choose it again.")  # fmt: skip


def _check_entries(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * size:
        raise BadInput(
            _("Unpacked, the file would be far too large. Copy its text into a new file and choose that one.")
        )  # fmt: skip
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput(_("The file is protected by a password. Save it without one."))


def _contents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        try:
            yield entry.filename, archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:  # fmt: skip
            raise BadInput(_damaged()) from error


def _check_part(name: str, content: bytes, notes: Notes) -> None:
    if content.startswith((_ZIP, _OLE)):
        raise BadInput(
            _("Another file is packed inside the file (%(name)s). Take it out and save the file again.")
            % {"name": name}
        )  # fmt: skip
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    check_xml(content)
    if name.lower().endswith(".rels"):
        _check_relations(content, notes)
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise BadInput(_("The file holds macros. Save it without macros (.docx, .xlsx)."))


def check_xml(content: bytes) -> None:
    """BadInput where XML brings a document type or entities, or is not written as UTF-8."""
    found = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
    encoding = found.group(1).lower() if found else b"utf-8"
    if encoding not in {b"utf-8", b"us-ascii"} or b"\0" in content:
        raise BadInput(_damaged())
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadInput(
            _("The file declares XML entities, which no Office program writes. Save it again in Word or Excel.")
        )  # fmt: skip


def _check_relations(content: bytes, notes: Notes) -> None:
    """Web addresses in links are only listed; what would be fetched (templates, pictures, other files) is refused."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadInput(_damaged()) from error
    for relation in root:
        if relation.get("TargetMode", "").lower() != "external":
            continue
        target = relation.get("Target", "")
        if not relation.get("Type", "").endswith("/hyperlink"):
            raise BadInput(
                _("The file fetches something from outside: %(target)s. Take that link, template or picture out and save the file again.")
                % {"target": target[:200]}
            )  # fmt: skip
        notes.add(_("Links"), target)


def decode(data: bytes) -> str:
    """The text of a text file in UTF-8, line ends as \\n. BadInput for any other encoding, with the way out."""
    check_size(data)
    way_out = _("Save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8) and choose it again.")
    if data.startswith((_ZIP, _OLE)):
        raise BadInput(
            _("This is not the kind of file that was chosen. Choose the format that fits the file.")
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2000]:
        raise BadInput(_("The file is written as UTF-16.") + " " + way_out)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not written as UTF-8: it seems to be Windows-1258, TCVN3 or VNI (byte %(place)d).")  # fmt: skip
        raise BadInput(message % {"place": error.start} + " " + way_out) from error
    check_letters(text)
    if "\0" in text:
        raise BadInput(_("The file holds characters that are no text.") + " " + way_out)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_letters(text: str) -> None:
    """BadInput where Vietnamese letters were broken by an earlier conversion."""
    broken = _MOJIBAKE.findall(text)
    if len(broken) >= 3:
        raise BadInput(
            _("The Vietnamese letters of this file are broken (for example “%(sample)s”). Go back to the original, save it as UTF-8 and choose it again.")
            % {"sample": " ".join(broken[:3])}
        )  # fmt: skip

"""Checks before a file is opened: its size, unpacked size, hidden content and encoding."""

import io
import re

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from cms.scenarios.exchange.types import FileNotes
from lms.core import packages
from lms.core.errors import BadInput

MAX_BYTES = 5 * 1024 * 1024
LIMITS = packages.PackageLimits(max_unpacked=50 * 1024 * 1024)
# UTF-8 that was read as Windows-1252 or Latin-1 and saved again: "Cảnh" became "Cáº£nh".
_MOJIBAKE = re.compile(
    "á[º»][\u0080-\u00bf\u2018-\u203a\u0152-\u0192€™]|Ä[\u0090\u2018‘\u0083ƒ]|Æ[°¡]|Ã[\u0080-\u00bf]"
)


def too_large_message() -> str:
    """What to do about a file over MAX_BYTES."""
    return _("The file is larger than 5 MB. Take pictures out of it, or split it into two lessons.")


def _check_size(data: bytes) -> None:
    """BadInput where the file is empty or over MAX_BYTES."""
    if not data.strip(b"\0 \r\n\t"):
        raise BadInput(packages.empty_file_message())
    if len(data) > MAX_BYTES:
        raise BadInput(too_large_message())


def check_office(data: bytes, main_part: str, notes: FileNotes) -> None:
    """Raise BadInput where an Office file is damaged, a zip bomb, or brings something that runs or
    is fetched.

    `main_part` is the part that tells the kind: word/document.xml or xl/workbook.xml.
    """
    _check_size(data)
    with packages.open_package(io.BytesIO(data), len(data), main_part, LIMITS) as archive:
        for name in archive.namelist():
            # all that an Office file fetches or links to stands in its .rels parts
            if name.lower().endswith(".rels"):
                _check_relations(packages.read_part(archive, name), notes)


def _check_relations(content: bytes, notes: FileNotes) -> None:
    """Note web addresses in links; refuse whatever would be fetched (templates, pictures,
    files).
    """
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadInput(packages.damaged_file_message()) from error
    for relation in root:
        if relation.get("TargetMode", "").lower() != "external":
            continue
        target = relation.get("Target", "")
        if not relation.get("Type", "").endswith("/hyperlink"):
            raise BadInput(
                _(
                    "The file fetches something from outside: %(target)s. Take that link, template"
                    " or picture out and save the file again."
                )
                % {"target": target[:200]}
            )
        notes.add(_("Links"), target)


def decode_text(data: bytes) -> str:
    """The text of a UTF-8 text file, with "\\n" as line end.

    BadInput for any other encoding; the message says how to save the file.
    """
    _check_size(data)
    way_out = _("Save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8) and choose it again.")
    if data.startswith((packages.ZIP, packages.OLE)):
        packages.refuse_other_kind()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2000]:
        raise BadInput(_("The file is written as UTF-16.") + " " + way_out)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _(
            "The file is not written as UTF-8: it seems to be Windows-1258, TCVN3 or VNI (byte"
            " %(place)d)."
        )
        raise BadInput(message % {"place": error.start} + " " + way_out) from error
    check_letters(text)
    if "\0" in text:
        raise BadInput(_("The file holds characters that are no text.") + " " + way_out)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_letters(text: str) -> None:
    """BadInput where Vietnamese letters were broken by an earlier conversion."""
    # one or two such pairs may be meant; a broken conversion leaves them in every other word
    broken = _MOJIBAKE.findall(text)
    if len(broken) >= 3:
        raise BadInput(
            _(
                "The Vietnamese letters of this file are broken (for example “%(sample)s”). Go back"
                " to the original, save it as UTF-8 and choose it again."
            )
            % {"sample": " ".join(broken[:3])}
        )

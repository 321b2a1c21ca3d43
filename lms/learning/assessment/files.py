"""Files that learners hand in: which kinds, how large, whether the contents fit the name."""

import hashlib

from django.core.files import File
from django.utils.translation import gettext as _

from lms.core.errors import BadInput

MAX_BYTES = 5 * 1024 * 1024
# How the kinds begin. Office files are zip archives; old .doc is not taken because it may carry
# macros.
FILE_SIGNATURES = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}


def check_file(file: "File[bytes]") -> tuple[str, str]:
    """(kind, sha256) of a file that may be kept.

    BadInput where it is too large or not what it claims to be.
    """
    kind = (file.name or "").rpartition(".")[2].lower()
    if kind not in FILE_SIGNATURES:
        raise BadInput(_("Send a PDF, Word (.docx), .odt, JPG or PNG file."), field="file")
    if file.size > MAX_BYTES:
        raise BadInput(
            _("The file is larger than 5 MB. Send a smaller one, for example as PDF."), field="file"
        )
    digest, head = hashlib.sha256(), b""
    for chunk in file.chunks():
        head = head or chunk[:16]
        digest.update(chunk)
    file.seek(0)
    if not head.startswith(FILE_SIGNATURES[kind]):
        raise BadInput(
            _("The file is damaged or is not what its name says. Save it again and send it."),
            field="file",
        )
    return kind, digest.hexdigest()

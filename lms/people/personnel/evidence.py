"""Checks of the photos and scans that prove a qualification: their kind, their size, and that they
are not damaged.
"""

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from lms.core.errors import BadInput

MAX_BYTES = 10 * 1024 * 1024
# The first bytes of each kind; the name of a file proves nothing.
_BEGINNINGS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


def detect_kind(file: "File[bytes]") -> str:
    """The kind of the file by its content: "pdf", "jpg" or "png".

    BadInput for a file that is larger than 10 MB, of another kind or damaged.
    """
    if file.size > MAX_BYTES:
        raise BadInput(
            _("The file is larger than 10 MB. Take the photo with fewer pixels, or send a PDF."),
            field="evidence",
        )
    file.seek(0)
    head = file.read(16)
    kind = next((kind for kind, start in _BEGINNINGS.items() if head.startswith(start)), "")
    if not kind:
        raise BadInput(_("Send a photo (JPG, PNG) or a PDF file."), field="evidence")
    if kind != "pdf":
        _check_picture(file)
    file.seek(0)
    return kind


def _check_picture(file: "File[bytes]") -> None:
    file.seek(0)
    try:
        Image.open(file).verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadInput(
            _("The photo is damaged. Take it again and send it."), field="evidence"
        ) from None

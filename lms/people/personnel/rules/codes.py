"""Staff codes and ID numbers."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Never

from django.utils.translation import gettext as _

from lms.core.errors import BadInput

_CODE = re.compile(r"[\w./\-]{1,32}")
_LAST_NUMBER = re.compile(r"-(\d{1,9})$")
_ID_DIGITS, _OLD_ID_DIGITS = 12, 9
_ID_SIGNS = re.compile(r"[\s.'’\-]")


def clean_code(written: str) -> str:
    """A staff code in capitals without spaces. BadInput for other signs and more than 32."""
    code = "".join(written.split()).upper()
    if not _CODE.fullmatch(code):
        raise BadInput(
            _("“%(text)s” is no staff code: only letters, digits and - . / are used, at most 32.")
            % {"text": code[:40]},
            field="code",
        )
    return code


def clean_id_number(written: str, *, may_lack_zeros: bool = False) -> str:
    """The twelve digits of an ID number (số định danh cá nhân).

    `may_lack_zeros`: Excel takes zeros off the beginning, of the code of a province at most two.

    BadInput for anything else; nine digits (CMND) are of cards that are no longer valid.
    """
    digits = _ID_SIGNS.sub("", written)
    if not (digits.isascii() and digits.isdecimal()):
        _refuse_id_number(_("The ID number may hold digits only."))
    if len(digits) == _OLD_ID_DIGITS:
        _refuse_id_number(
            _(
                "An ID number of 9 digits (CMND) is no longer valid. Write the 12 digits of the"
                " identity card (CCCD)."
            )
        )
    if may_lack_zeros and len(digits) >= _ID_DIGITS - 2:
        digits = digits.zfill(_ID_DIGITS)
    if len(digits) != _ID_DIGITS:
        _refuse_id_number(
            _("The ID number has %(length)d digits; it must have 12.") % {"length": len(digits)}
        )
    return digits


class CodeCounter:
    """Gives the next staff codes: the code of a unit and a number of three digits or more
    ("NASON-008"). `taken`: codes after which it counts on.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._last: Counter[str] = Counter()
        for code in taken:
            ending = _LAST_NUMBER.search(code)
            if ending:
                prefix = code[: ending.start()]
                self._last[prefix] = max(self._last[prefix], int(ending[1]))

    def next_code(self, prefix: str) -> str:
        """The next code of the unit with this code."""
        self._last[prefix] += 1
        return f"{prefix}-{self._last[prefix]:03d}"


def _refuse_id_number(message: str) -> Never:
    raise BadInput(message, field="id_number")

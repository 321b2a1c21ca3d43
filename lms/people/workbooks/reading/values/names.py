"""Names of people as the register writes them: "LÒ THỊ MAI" and "lò thị mai" are "Lò Thị Mai"."""

import itertools
import re
import unicodedata

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of

_LONGEST = 120
_COMRADE = re.compile(r"^(?:đ/c|đồng chí|đ\.c)\.?\s+", re.IGNORECASE)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ′"), "'")
# TCVN3 and VNI without their fonts: foreign letters, and vowels that no Vietnamese word has side by
# side.
_BROKEN = re.compile(r"a[áàåãäâêùøûõï]|e[áàåãäâùøûõï]|o[åäâøûï]|u[øûï]|[øåäëöÿßµ]")
_PARTS = re.compile(r"([-'])")


def read_full_name(value: CellContent | None) -> str:
    """The name with capitals, single spaces and without "đ/c": "Hờ A Páo", "H'Hen Niê".

    Unreadable for digits, one word, broken letters.
    """
    name = _COMRADE.sub("", text_of(value)).translate(_APOSTROPHES).strip(" .,")
    if any(letter.isdigit() for letter in name):
        raise UnreadableCell(
            _("“%(name)s” holds digits. Write the name alone.") % {"name": name[:60]}
        )
    _check_letters(name)
    words = name.split()
    if len(words) == 1:
        raise UnreadableCell(
            _("“%(name)s” is only one word. Write family name and given name.")
            % {"name": name[:60]}
        )
    if len(name) > _LONGEST:
        raise UnreadableCell(_("The name is longer than %(limit)d letters.") % {"limit": _LONGEST})
    return " ".join(map(_with_capitals, words))


def _check_letters(name: str) -> None:
    """Unreadable for signs that are in no name and for letters of a font that is not Unicode."""
    for sign in name:
        if not (sign in " '-" or unicodedata.category(sign) == "Mn" or _is_latin(sign)):
            raise UnreadableCell(
                _(
                    "“%(name)s” holds “%(sign)s”, which is in no name. Write the name alone; if the"
                    " letters are broken (old fonts .VnTime, VNI), convert the file to Unicode."
                )
                % {"name": name[:60], "sign": sign}
            )
    # "NguyÔn" in an old font shows capitals inside a word
    has_inner_capital = any(
        letter.islower() and after.isupper() for letter, after in itertools.pairwise(name)
    )
    if has_inner_capital or _BROKEN.search(name.lower()):
        raise UnreadableCell(
            _(
                "The letters of “%(name)s” are broken (old fonts .VnTime, VNI). Convert the file to"
                " Unicode, for example with Unikey."
            )
            % {"name": name[:60]}
        )


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")


def _with_capitals(word: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in _PARTS.split(word))

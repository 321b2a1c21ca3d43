"""The tables of TCVN3 (fonts .VnTime …) and VNI (fonts VNI-Times …), as a spreadsheet shows their
bytes: as letters of Latin-1.

TCVN3 has one place for each small letter (TCVN 5712:1993, third table, from published conversion
tables); VNI writes most tones as a second letter behind the vowel.
"""

import enum
import itertools
import re
import unicodedata

# Tones in this order: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
# Vowel → its letters with these tones.
_TCVN3_VOWELS = {
    "a": "aµ¶·¸¹",
    "ă": "¨»¼½¾Æ",
    "â": "©ÇÈÉÊË",
    "e": "eÌÎÏÐÑ",
    "ê": "ªÒÓÔÕÖ",
    "i": "i×ØÜÝÞ",
    "o": "oßáâãä",
    "ô": "«åæçèé",
    "ơ": "¬êëìíî",
    "u": "uïñòóô",
    "ư": "\u00adõö÷øù",
    "y": "yúûüýþ",
}
# A capital with a tone has no place: the small letter stands for it, in a font of capitals.
_TCVN3_OTHERS = {
    "®": "đ",
    "§": "Đ",
    "¡": "Ă",
    "¢": "Â",
    "£": "Ê",
    "¤": "Ô",
    "¥": "Ơ",
    "¦": "Ư",
}
# How VNI writes a vowel: the letter, and what follows it for each tone.
_VNI_VOWELS = {
    "a": ("a", ("", "ø", "û", "õ", "ù", "ï")),
    "ă": ("a", ("ê", "è", "ú", "ü", "é", "ë")),
    "â": ("a", ("â", "à", "å", "ã", "á", "ä")),
    "e": ("e", ("", "ø", "û", "õ", "ù", "ï")),
    "ê": ("e", ("â", "à", "å", "ã", "á", "ä")),
    "i": ("", ("i", "ì", "æ", "ó", "í", "ò")),
    "o": ("o", ("", "ø", "û", "õ", "ù", "ï")),
    "ô": ("o", ("â", "à", "å", "ã", "á", "ä")),
    "ơ": ("ô", ("", "ø", "û", "õ", "ù", "ï")),
    "u": ("u", ("", "ø", "û", "õ", "ù", "ï")),
    "ư": ("ö", ("", "ø", "û", "õ", "ù", "ï")),
    "y": ("y", ("", "ø", "û", "õ", "ù", "")),
}
_VNI_OTHERS = {"ñ": "đ", "î": "ỵ"}
_CAPITALS_FONT = re.compile(r"\.vn.*h", re.IGNORECASE)
# Signs that spreadsheets put in place of straight ones; they belong to no alphabet.
_SIGNS = frozenset("–—‘’“”…•\u00a0\u200b\ufeff")


class OldEncoding(enum.StrEnum):
    """A way of keeping Vietnamese letters before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_FONTS = (
    (re.compile(r"\.vn", re.IGNORECASE), OldEncoding.TCVN3),
    (re.compile(r"vni\b", re.IGNORECASE), OldEncoding.VNI),
)


def _with_tone(vowel: str, tone: str) -> str:
    return unicodedata.normalize("NFC", vowel + tone)


def _tcvn3_table() -> dict[str, str]:
    table = dict(_TCVN3_OTHERS)
    for vowel, letters in _TCVN3_VOWELS.items():
        for letter, tone in zip(letters, _TONES, strict=True):
            table[letter] = _with_tone(vowel, tone)
    return table


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_OTHERS)
    for vowel, (base, marks) in _VNI_VOWELS.items():
        for mark, tone in zip(marks, _TONES, strict=True):
            table.setdefault(base + mark, _with_tone(vowel, tone))
    capitals = {key.upper(): letter.upper() for key, letter in table.items()}
    # a capital with its mark in small letters: "Aø"
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in table.items()}
    return table | capitals | mixed


_TABLES = {OldEncoding.TCVN3: _tcvn3_table(), OldEncoding.VNI: _vni_table()}
_LETTERS = {
    encoding: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for encoding, table in _TABLES.items()
}


def encoding_of_font(font: str) -> OldEncoding | None:
    """The encoding for which a font was made; None for any other font."""
    for pattern, encoding in _FONTS:
        if pattern.match(font):
            return encoding
    return None


def is_font_of_capitals(font: str) -> bool:
    """Whether a font shows small letters as capitals (.VnTimeH)."""
    return _CAPITALS_FONT.fullmatch(font) is not None


def decode_text(text: str, encoding: OldEncoding) -> str | None:
    """The text in Unicode; None where it holds letters that the encoding does not have."""
    table, parts, end = _TABLES[encoding], [], 0
    for match in _LETTERS[encoding].finditer(text):
        parts += [text[end : match.start()], table[match[0]]]
        end = match.end()
    parts.append(text[end:])
    if not all(map(_is_neutral, parts[::2])):
        return None
    word_pairs = zip_words(text, "".join(parts))
    is_in_capitals = _is_in_capitals(text)
    return " ".join(
        decoded.upper() if is_in_capitals and written != decoded else decoded
        for written, decoded in word_pairs
    )


def zip_words(text: str, decoded: str) -> list[tuple[str, str]]:
    """The words of both texts side by side: spaces mean the same in every encoding."""
    return list(zip(text.split(" "), decoded.split(" "), strict=True))


def _is_neutral(part: str) -> bool:
    return all(sign.isascii() or sign in _SIGNS for sign in part)


def _is_in_capitals(text: str) -> bool:
    """Whether the plain letters of a text are capitals: "NGUYÔN V¡N" is "NGUYỄN VĂN".

    "Hµ Tè" has single capitals, as every name does.
    """
    words = [[sign for sign in word if sign.isascii() and sign.isalpha()] for word in text.split()]
    letters = list(itertools.chain(*words))
    return all(map(str.isupper, letters)) and any(len(word) > 1 for word in words)

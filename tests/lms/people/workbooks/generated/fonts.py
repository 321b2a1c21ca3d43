"""Vietnamese as the fonts before Unicode kept it: TCVN3 (.VnTime) and VNI."""

import unicodedata

_LETTERS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
# Tones in this order: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TCVN3 = {
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
    "đ": "®",
}
# Capitals with a tone have no place of their own; the small letter stands for them.
_TCVN3_CAPITALS = {
    "Ă": "¡",
    "Â": "¢",
    "Đ": "§",
    "Ê": "£",
    "Ô": "¤",
    "Ơ": "¥",
    "Ư": "¦",
}
# VNI writes most tones as a second letter behind the vowel.
_VNI_BASE = {
    "a": "a",
    "ă": "a",
    "â": "a",
    "e": "e",
    "ê": "e",
    "o": "o",
    "ô": "o",
    "ơ": "ô",
    "u": "u",
    "ư": "ö",
    "y": "y",
}
_VNI_PLAIN = ("", "ø", "û", "õ", "ù", "ï")
_VNI_BREVE = ("ê", "è", "ú", "ü", "é", "ë")
_VNI_HAT = ("â", "à", "å", "ã", "á", "ä")
_VNI_I = ("i", "ì", "æ", "ó", "í", "ò")


def _tcvn3_letters() -> dict[str, str]:
    letters = {"đ": _TCVN3["đ"], **_TCVN3_CAPITALS}
    for letter in _LETTERS:
        small = letter.lower()
        for tone, written in zip(_TONES, _TCVN3[small], strict=True):
            composed = unicodedata.normalize("NFC", letter + tone)
            if not tone and letter.isupper():
                letters.setdefault(composed, letter)
            else:
                letters.setdefault(composed, written)
    return letters


def _vni_letters() -> dict[str, str]:
    letters = {"đ": "ñ", "Đ": "Ñ"}
    for letter in _LETTERS:
        small = letter.lower()
        for number, tone in enumerate(_TONES):
            written = _vni_of(small, number)
            composed = unicodedata.normalize("NFC", letter + tone)
            letters[composed] = written.upper() if letter.isupper() else written
    return letters


def _vni_of(small: str, tone: int) -> str:
    if small == "i":
        return _VNI_I[tone]
    if small == "y" and tone == 5:
        return "î"
    if small == "ă":
        return "a" + _VNI_BREVE[tone]
    if small in "âêô":
        return _VNI_BASE[small] + _VNI_HAT[tone]
    return _VNI_BASE[small] + _VNI_PLAIN[tone]


_ENCODINGS = {
    "TCVN3": str.maketrans(_tcvn3_letters()),
    "VNI": str.maketrans(_vni_letters()),
}
FONTS = {"TCVN3": ".VnTime", "VNI": "VNI-Times"}


def write_in_old_font(text: str, encoding: str) -> str:
    """The letters that a file holds where `text` was typed with a font of `encoding`."""
    return unicodedata.normalize("NFC", text).translate(_ENCODINGS[encoding])

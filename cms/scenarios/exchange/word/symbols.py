"""Characters of symbol fonts: Word keeps them as numbers of the font, not as what they show.

AutoCorrect writes "-->" so: as number E0 of Wingdings, alone or in the private use area (F0E0).
"""

import re

_ARROW, _BULLET, _TICK = "→", "•", "✓"
# Font → number → what is shown. Only what stands for something in a scenario: arrows, bullets of
# lists, ticks.
_WINGDINGS = {
    **dict.fromkeys((0xE0, 0xE8, 0xF0), _ARROW),
    **dict.fromkeys((0x6C, 0x6E, 0x71, 0x76, 0x9F, 0xA7, 0xA8, 0xD8), _BULLET),
    **dict.fromkeys((0xFC, 0xFE), _TICK),
}
_SYMBOL = {0xAE: _ARROW, 0xDE: _ARROW, 0xB7: _BULLET}
_FONTS: dict[str, dict[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: _TICK, 0x52: _TICK, 0x97: _BULLET, 0x98: _BULLET},
    "wingdings 3": {0x22: _ARROW, 0x7D: _ARROW},
    "webdings": {0x34: _ARROW, 0x61: _TICK, 0x6E: _BULLET},
    "symbol": _SYMBOL,
}
# The font is often named by a style or lost on the way: these two share no number.
_ANY_FONT = _WINGDINGS | _SYMBOL
_PRIVATE_USE = range(0xF000, 0xF100)
_IN_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def symbol_text(number: int, font: str) -> str | None:
    """What the number shows in the font ("" if the font is not known); None if that is not known.

    A number of the private use area means the one without F0.
    """
    code = number & 0xFF if number in _PRIVATE_USE else number
    return _FONTS.get(font.lower(), _ANY_FONT).get(code)


def replace_symbols(text: str, font: str) -> tuple[str, list[str]]:
    """(the text with its symbols as Unicode, those that are not known and were left out, as hex).

    In a symbol font every character but a space is a symbol; elsewhere those of the private use
    area are.
    """
    unknown: list[str] = []

    def shown(character: str) -> str:
        symbol = symbol_text(ord(character), font)
        if symbol is None:
            unknown.append(f"{ord(character):04X}")
        return symbol or ""

    if font.lower() in _FONTS and font.lower() != "symbol":
        return "".join(" " if sign.isspace() else shown(sign) for sign in text), unknown
    return _IN_PRIVATE_USE.sub(lambda match: shown(match[0]), text), unknown

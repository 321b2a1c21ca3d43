"""A cell as text, as a mark for yes or no, as nothing at all."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.core.text import check_in_words
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.words import plain_words, tidy_text

_NOTHING = {
    "",
    "khong",
    "ko",
    "chua",
    "khong co",
    "chua co",
    "ko co",
    "chua qua dao tao",
    "chua dao tao",
    "khong ro",
    "k",
    "chua dt",
    "0",
}
_YES = {"x", "v", "1", "co", "dung", "yes", "true", "y", "da co", "xx"}
_YES_SIGNS = {"×", "✓", "✔", "√", "☑", "●", "•", "*", "+", "ü", "þ", "╳", "⨯"}
_NO = {"0", "o", "false", "sai", "no"}
_LETTER = re.compile(r"\w")
_FIGURE = re.compile(r"[+-]?\d+(?:[.,\s]\d+)*\s*%?")
_SILENT = re.compile(r"""[\s\-–—_./…,:;"'()]*""")


class UnreadableCell(Exception):
    """A cell that cannot be read; `reason` says why and what to write instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(value: CellContent | None) -> str:
    """The text that Excel shows: 123.0 → "123", a day → "05/03/1980"."""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}"
    if value is None or isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy_text(str(value))


def is_figure(value: CellContent | None) -> bool:
    """Whether the cell holds a number, as a number or written: 0.25, "0,25", "12%"."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return True
    return bool(_FIGURE.fullmatch(text_of(value)))


def is_nothing(text: str) -> bool:
    """Whether the text says that there is none: "-", "…", "không", "chưa có"."""
    if _LETTER.search(text):
        return plain_words(text) in _NOTHING
    return bool(_SILENT.fullmatch(text))


def read_mark(value: CellContent | None) -> bool:
    """x, X, ×, ✓, v, 1, có → True; empty, -, 0, không → False. Unreadable for anything else."""
    text = text_of(value)
    word = plain_words(text)
    if text in _YES_SIGNS or word in _YES:
        return True
    if is_nothing(text) or word in _NO:
        return False
    raise UnreadableCell(
        _("“%(text)s” is no mark: write x, or leave the cell empty.") % {"text": text[:60]}
    )


def is_mark(value: CellContent | None) -> bool:
    """Whether the cell holds a mark for yes."""
    text = text_of(value)
    return text in _YES_SIGNS or plain_words(text) in _YES


def read_short_text(value: CellContent | None, limit: int) -> str:
    """The text, "" where it says nothing. Unreadable over `limit` letters."""
    text = text_of(value)
    if len(text) > limit:
        raise UnreadableCell(
            _("The text has %(length)d letters; at most %(limit)d fit. Shorten it.")
            % {"length": len(text), "limit": limit}
        )
    return "" if is_nothing(text) else text


def read_words(value: CellContent | None, limit: int) -> str:
    """The text as `read_short_text`; unreadable for a number, which is no title and no office."""
    text = read_short_text(value, limit)
    if text:
        try:
            check_in_words(text, field="")
        except BadInput as refusal:
            raise UnreadableCell(refusal.message) from None
    return text

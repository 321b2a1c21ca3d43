"""Rows between and below the people: headings ("I.

Xã Na Son", "Công chức"), totals, headers repeated, signatures.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.people.workbooks.reading.headers.columns import is_known, is_telling
from lms.people.workbooks.reading.values.choices import group_of_heading
from lms.people.workbooks.reading.words import plain

_MOST_IN_FOOT = 6
_TOTAL = re.compile(
    r"(?:tổng|cộng)(?: (?:cộng|số|hợp|chung))?(?: (?:người|cán bộ|công chức|viên"
    r" chức|toàn|khối|mục|xã|đơn vị|cbcc).*|\s*[:.(=]?\s*\d.*|\s*[:.]*)$",
    re.IGNORECASE,
)
_PLAIN_TOTAL = re.compile(r"(?:tong(?: so| cong)?|cong)(?: \d+)?")
_NUMBER = re.compile(r"\(?-?[\d.,\s]+%?\)?")
_NUMBERING = re.compile(r"[(\[]?([IVXLC]+|[A-ZĐ]|[a-hđ]|\d{1,2}(?:\.\d{1,2})*)[.)\]:/-]*")
_NUMBERED = re.compile(r"[(\[]?([IVXLC]+|[A-ZĐ]|[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)\]:/-]+\s*(\S.*)")
_UNIT = re.compile(
    r"^(?:xa|phuong|thi tran|dac khu|so(?! luong| thu| tt| nguoi| can bo|"
    r" dien)|ban|phong|truong|van phong|dang uy|huyen uy|tinh uy|thanh uy|uy ban|ubnd|hdnd|hoi dong"
    r" nhan dan|mttq|ubmttq|mat tran|trung tam|tram|"
    r"hoi|doan|cong an|chi cuc|huyen|tinh|thanh pho|thi xa|lien doan|co quan|benh vien|kho"
    r" bac|thanh tra|bo chi huy|cong doan|don vi)\b"
)
_FOOT = re.compile(
    r"nguoi lap|lap bieu|^thu truong|ky ten|ky ghi ro|ky va ghi|ghi ro ho ten|^(?:tm|kt|tl|tuq)"
    r" [a-z]|^noi nhan|an dinh danh sach|danh sach (?:nay|tren)|"
    r"\w ngay \d{0,2} ?thang \d{0,2} ?nam\b|^ghi chu\b|^nguoi kiem tra|xac nhan cua"
)


@dataclass
class Headings:
    """The headings that hold for the next row, outer first.

    A new one ends those of its own kind and all below.
    """

    _stack: list[tuple[str, str]] = field(default_factory=list)

    def take(self, kind: str, text: str) -> None:
        kinds = [one for one, _text in self._stack]
        if kind in kinds:
            del self._stack[kinds.index(kind) :]
        self._stack.append((kind, text))

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for _kind, text in self._stack)

    @property
    def unit(self) -> str:
        """The innermost heading that names a unit."""
        return next((text for text in reversed(self.texts) if _UNIT.search(plain(text))), "")

    @property
    def group(self) -> str:
        """The innermost heading that names a group."""
        return next(filter(None, map(group_of_heading, reversed(self.texts))), "")


def is_total(texts: Sequence[str]) -> bool:
    """ "Cộng", "Tổng số: 25 người" among the first words of a row. A numbered row is none."""
    words = [text for text in texts if not _NUMBER.fullmatch(text)]
    if not words or texts[0].isdigit():
        return False
    return any(_TOTAL.fullmatch(word) or _PLAIN_TOTAL.fullmatch(plain(word)) for word in words[:2])


def is_numbering(texts: Sequence[str], who: Sequence[str]) -> bool:
    """A row of numbers alone: it numbers the columns, sums something, or is numbered and still
    empty.

    `who`: what stands in the columns of codes and ID numbers.
    """
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d{1,12}", text))]
    return not who or (max(numbers) < 1000 and all(a < b for a, b in itertools.pairwise(numbers)))


def is_header_again(names: Sequence[str], texts: Sequence[str], *, goes_on: bool) -> bool:
    """The header printed again on the next page; `goes_on`: the row before was one, and its second
    row may follow.
    """
    return any(map(is_telling, names)) or (
        goes_on and all(is_known(text) or _NUMBER.fullmatch(text) for text in texts)
    )


def is_foot(texts: Sequence[str], names: Sequence[str]) -> bool:
    """What stands below the table: place and date, who signs.

    A numbered row is none, nor one that names somebody.
    """
    if len(texts) > _MOST_IN_FOOT or texts[0].isdigit():
        return False
    return any(map(is_of_foot, texts)) and all(map(is_of_foot, names))


def is_of_foot(text: str) -> bool:
    return bool(_FOOT.search(plain(text)))


def heading(texts: Sequence[str]) -> tuple[str, str] | None:
    """(kind of its number, text) of a heading; None for a row that is none."""
    words = [text for text in texts if not _NUMBER.fullmatch(text) or text == texts[0]]
    if len(words) == 1:
        numbered = _NUMBERED.fullmatch(words[0])
        return (_kind(numbered[1]), numbered[2]) if numbered else ("", words[0])
    if len(words) != 2:
        return None
    number = _NUMBERING.fullmatch(words[0])
    if number is None or (number[1][0].isdigit() and not _names_something(words[1])):
        return None
    return _kind(number[1]), words[1]


def _names_something(text: str) -> bool:
    return bool(_UNIT.search(plain(text)) or group_of_heading(text))


def _kind(number: str) -> str:
    if number[0].isdigit():
        return f"1{number.count('.')}"
    if re.fullmatch(r"[IVXLC]+", number):
        return "I"
    return "A" if number.isupper() else "a"

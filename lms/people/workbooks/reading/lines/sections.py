"""Rows between and below the people: headings, totals, repeated headers, signatures."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.people.workbooks.reading.headers.columns import is_header_word, is_name_header
from lms.people.workbooks.reading.lines.surnames import looks_like_person
from lms.people.workbooks.reading.rows import UnitPlace, UnitSource
from lms.people.workbooks.reading.titles import (
    has_title_words,
    unit_phrases,
    unit_said_in,
)
from lms.people.workbooks.reading.values.choices import (
    group_in_title,
    group_of_heading,
    sex_of_heading,
)
from lms.people.workbooks.reading.words import plain_words

# A row with more texts than this is about a person.
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
# How many people a heading has: "(12 người)", ": 12 đồng chí".
_COUNT = re.compile(
    r"\s*(?:[(\[]\s*(?:có\s+|gồm\s+)?\d+(?:\s+[^()\[\]\d]*)?[)\]]"
    r"|[:,–-]?\s*(?:có\s+|gồm\s+)?\d+\s*(?:người|đồng chí|đ/c|cán bộ|biên chế|cbcc|ng))\s*[.:]?$",
    re.IGNORECASE,
)
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

    _stack: list[tuple[str, str, str]] = field(default_factory=list)

    def add_heading(self, kind: str, text: str, cell: str = "") -> None:
        """Add a heading whose number is of this kind, written in `cell`; see `read_heading`."""
        if has_title_words(text):
            # another list begins
            self._stack.clear()
        kinds = [open_kind for open_kind, _text, _cell in self._stack]
        if kind in kinds:
            del self._stack[kinds.index(kind) :]
        self._stack.append((kind, text, cell))

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the headings, outer first."""
        return tuple(text for _kind, text, _cell in self._stack)

    @property
    def unit_sources(self) -> tuple[UnitSource, ...]:
        """The headings that name a unit, the innermost first."""
        return tuple(
            source
            for _kind, text, cell in reversed(self._stack)
            for source in _units_of_heading(text, cell)
        )

    @property
    def unit(self) -> str:
        """The innermost heading that names a unit."""
        sections = (source for source in self.unit_sources if source.kind == UnitPlace.SECTION)
        return next((source.text for source in sections), "")

    @property
    def group(self) -> str:
        """The innermost heading that names a group."""
        return next(filter(None, map(_group_in, reversed(self.texts))), "")

    @property
    def sex(self) -> str:
        """The sex that the innermost heading of men or of women names."""
        return next(filter(None, map(sex_of_heading, reversed(self.texts))), "")


def _units_of_heading(text: str, cell: str) -> list[UnitSource]:
    """What a heading says of a unit: "XÃ NA SON", "Đơn vị: UBND xã Na Son", the title of a list, or
    perhaps a bare name: "NA SON".
    """
    if has_title_words(text):
        return [UnitSource(UnitPlace.TITLE, phrase, cell) for phrase in unit_phrases(text)]
    unit_name = unit_said_in(text)
    if unit_name or _UNIT.search(plain_words(text)):
        return [UnitSource(UnitPlace.SECTION, unit_name or text, cell)]
    return (
        []
        if looks_like_person(text) or sex_of_heading(text)
        else [UnitSource(UnitPlace.HEADING, text, cell)]
    )


def _group_in(text: str) -> str:
    return group_of_heading(text) or group_in_title(text)


def is_number(text: str) -> bool:
    """Whether a text is a number alone, or one in brackets."""
    return _NUMBER.fullmatch(text) is not None


def is_total(texts: Sequence[str]) -> bool:
    """Whether "Cộng", "Tổng số: 25 người" stands in the first two texts of a row.

    A numbered row is no total.
    """
    words = [text for text in texts if not _NUMBER.fullmatch(text)]
    if not words or texts[0].isdigit():
        return False
    return any(
        _TOTAL.fullmatch(word) or _PLAIN_TOTAL.fullmatch(plain_words(word)) for word in words[:2]
    )


def is_line_with_count(text: str) -> bool:
    """Whether a text is a heading or a total with figures in it, wherever it stands: "II. Công chức
    (12 người)", "Tổng cộng: 25 người".
    """
    if is_total([text]):
        return True
    numbered = _NUMBERED.fullmatch(text)
    return numbered is not None and _COUNT.search(numbered[2]) is not None


def is_numbering(texts: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether a row holds numbers alone: it numbers the columns, sums something, or is numbered and
    still empty.

    `codes`: what stands in the columns of codes and ID numbers; with it, only small rising numbers
    number the columns.
    """
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    if not codes:
        return True
    matches = [re.search(r"\d{1,12}", text) for text in texts]
    numbers = [int(match[0]) for match in matches if match]
    rising = all(number < after for number, after in itertools.pairwise(numbers))
    return rising and max(numbers, default=0) < 1000


def is_header_again(names: Sequence[str], texts: Sequence[str], *, goes_on: bool) -> bool:
    """Whether the header is printed again on the next page.

    `goes_on`: the row before was one, and its second row may follow.
    """
    if any(map(is_name_header, names)):
        return True
    heading = read_heading(texts)
    if heading and heading[0]:
        # a numbered heading right below
        return False
    # its first row may hold general words alone: "STT", "Thông tin chung"
    is_of_words = len(texts) > 1 and all(map(is_header_word, texts)) and heading is None
    return is_of_words or (
        goes_on and all(is_header_word(text) or _NUMBER.fullmatch(text) for text in texts)
    )


def is_below_table(texts: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the row stands below the table: place and date, who signs.

    A numbered row does not, nor one that names somebody.
    """
    if len(texts) > _MOST_IN_FOOT or texts[0].isdigit():
        return False
    return any(map(has_foot_words, texts)) and all(map(has_foot_words, names))


def has_foot_words(text: str) -> bool:
    """Whether a text has words of signatures, or of the place and date above them."""
    return bool(_FOOT.search(plain_words(text)))


def read_heading(texts: Sequence[str]) -> tuple[str, str] | None:
    """(kind of its number, text) of a heading; None for a row that is none.

    The number may stand in the same cell ("I. Xã Na Son") or before it ("I", "Xã Na Son").
    """
    words = [text for text in texts if not _NUMBER.fullmatch(text) or text == texts[0]]
    if len(words) == 1:
        numbered = _NUMBERED.fullmatch(words[0])
        if numbered is None:
            return "", _without_count(words[0])
        return _kind_of_number(numbered[1]), _without_count(numbered[2])
    if len(words) != 2:
        return None
    number = _NUMBERING.fullmatch(words[0])
    text = _without_count(words[1])
    if number is None or (number[1][0].isdigit() and not names_unit_or_group(text)):
        return None
    return _kind_of_number(number[1]), text


def _without_count(text: str) -> str:
    """The heading without the number of its people."""
    return _COUNT.sub("", text) or text


def names_unit_or_group(text: str) -> bool:
    """Whether the words of a heading are those of a unit or of a group of officials."""
    return bool(_UNIT.search(plain_words(text)) or group_of_heading(text))


def _kind_of_number(number: str) -> str:
    """What headings of one level share: "I", "A", "a", or "1" with the number of dots."""
    if number[0].isdigit():
        return f"1{number.count('.')}"
    if re.fullmatch(r"[IVXLC]+", number):
        return "I"
    return "A" if number.isupper() else "a"

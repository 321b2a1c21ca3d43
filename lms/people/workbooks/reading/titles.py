"""What stands above a table, and the name of its sheet: which unit the list speaks of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lms.core.text import fold_marks
from lms.people.workbooks.reading.cells import WorkbookRow
from lms.people.workbooks.reading.rows import UnitPlace, UnitSource
from lms.people.workbooks.reading.words import plain_words, tidy_text

_BODIES = (
    r"ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|ubnd|hđnd|đảng ủy|đảng uỷ|đảng bộ|huyện ủy"
    r"|thành ủy|tỉnh ủy|văn phòng|(?<!quốc )phòng(?! chống| ngừa| thủ)|(?<!môi )trường(?! hợp)"
    r"|trung tâm|trạm|sở|chi cục|bệnh viện|công an|ubmttq|mttq"
)
_PLACES = r"thị trấn|đặc khu|thị xã|thành phố|(?<!cấp )xã(?! hội| viên)|phường|huyện|quận|tỉnh"
# What comes after a kind of unit where no name follows: "cán bộ xã năm 2026", "xã, phường".
_NO_NAMES = (
    r"(?:năm|tháng|quý|và|hoặc|theo|được|có|tham|dự|đề|nhiệm|giai|tính|đến|thời|nghỉ|đi|hưởng"
    r"|không|chuyên|giữ|đạt|là|trên|trong|thuộc|từ|của|ở|tại|để|khi|do|diện|mới|nay|đã|chưa|đang"
    r"|cán|công|viên|người|số|loại|phục|trực|đợt|khóa|kỳ|hiện|sau|trước|cấp)\b"
)
_ENDS = (
    r"\s*(?:[,;:()\[\]]|\s[-–]\s(?=năm|nhiệm|tháng|quý|\d)"
    r"|\s(?:năm|tháng|quý|theo|được|tham|dự|đề nghị|nhiệm kỳ|giai đoạn|tính đến|đến|thời điểm"
    r"|nghỉ|hưởng|không|chuyên trách|có|là|đạt|giữ|đợt|khóa|kỳ|hiện|sau|trước|từ|\d)(?=\s|\d|$)).*$"
)


@dataclass(frozen=True)
class _UnitWords:
    """The patterns that find units in a text: with marks, or folded for texts written without."""

    kind: re.Pattern[str]
    place: re.Pattern[str]
    no_names: re.Pattern[str]
    ends: re.Pattern[str]


def _compile_words(fold: Callable[[str], str]) -> _UnitWords:
    return _UnitWords(
        *(
            re.compile(fold(words), re.IGNORECASE)
            for words in (
                rf"\b(?:{_BODIES}|{_PLACES})(?=\s)",
                rf"(?:{_PLACES})\b",
                _NO_NAMES,
                _ENDS,
            )
        )
    )


_WITH_MARKS = _compile_words(str)
_WITHOUT_MARKS = _compile_words(lambda words: "".join(map(fold_marks, re.split("( )", words))))
_TITLE = re.compile(
    r"^(?:\w+ )?(?:danh sach|ds|bieu|bang|tong hop|bao cao|mau|phu luc|thong ke|ket qua|ho so|so"
    r" yeu|trich ngang)\b"
)
# "Đơn vị: UBND xã Na Son", not "Đơn vị tính: người".
_SAYS_UNIT = re.compile(
    r"^(?:tên )?(?:cơ quan|đơn vị|địa phương|xã|phường)(?: báo cáo| lập| công tác|,? đơn vị"
    r"|/đơn vị)?\s*:\s*(.+)$",
    re.IGNORECASE,
)
# A line that is the name of a place itself, with a number or without, is no office that issues.
_NAMES_PLACE = re.compile(r"(?:(?:[ivxlc]+|[a-z]|\d{1,2}) )?(?:xa|phuong|thi tran|dac khu)\b")
# Documents, recipients, place and date, the state: none of them says whose people these are.
_ASIDE = re.compile(
    r"^(?:kem theo|ban hanh|theo|can cu|kinh gui|noi nhan|cong hoa xa hoi|doc lap|dang cong san"
    r"|don vi tinh|dvt)\b|\bngay \d{0,2} ?thang\b"
)
# The kind of a place and at most one word of its name.
_ENDS_IN_PLACE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu)(?: \w+)?$")
_GENERIC_SHEET = re.compile(
    r"(?:sheet|trang|trang tinh|ds|dsach|danh sach|bieu|bieu mau|phu luc|bang|bang tinh|table|data"
    r"|du lieu|tong hop|can bo|cong chuc|cbcc|foglio|feuil|mau)*(?: ?\d+)*"
)
# What numbers a sheet and counts its people: "1. Na Son", "MƯỜNG LUÂN (12)", "DS Xa Dung 2026".
_AROUND_SHEET = re.compile(
    r"^\s*(?:(?:\d{1,3}|[IVX]{1,5})\s*[.)\-–]?\s+|\d{1,3}[.)\-–]\s*|(?:ds|danh sách)\s+)+"
    r"|\s*(?:[(\[][^)\]]*[)\]]?|[-–]?\s*\d+)\s*$",
    re.IGNORECASE,
)
_MOST_NAME_WORDS = 9


@dataclass(frozen=True)
class TitleLine:
    """One line of a cell above a table; `cell`: "A3"."""

    text: str
    cell: str

    @property
    def letter(self) -> str:
        """The column of the cell: "A"."""
        return self.cell.rstrip("0123456789")

    @property
    def row(self) -> int:
        """The row of the cell: 3."""
        return int(self.cell.removeprefix(self.letter))


def title_lines(rows: Iterable[WorkbookRow]) -> list[TitleLine]:
    """The lines of the cells of these rows, from the top; a cell may hold several."""
    return [
        TitleLine(line, cell.ref)
        for row in rows
        for letter, cell in row.cells.items()
        if cell.ref == f"{letter}{row.number}"
        for line in _lines_of(cell.value)
    ]


def _lines_of(value: object) -> Iterator[str]:
    """The lines of a text; none of a number or a day."""
    if not isinstance(value, str):
        return
    lines: list[str] = []
    for line in filter(None, map(tidy_text, value.splitlines())):
        if lines and _goes_on(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    yield from lines


def _goes_on(line: str, following: str) -> bool:
    """Whether the name of a place is broken over two lines: "XÃ MƯỜNG", "LUÂN"."""
    is_name = following.replace(" ", "").isalpha() and len(following.split()) < 3
    is_alike = following.isupper() == line.isupper()
    return is_name and is_alike and bool(_ENDS_IN_PLACE.search(plain_words(line)))


def units_of_titles(lines: Sequence[TitleLine]) -> tuple[UnitSource, ...]:
    """What the lines above a table say of its unit: those of the title, then the letterhead.

    What stands before the title is the letterhead: the office that issues the list, its last line
    first. Without a title all lines are one.
    """
    plain_lines = [plain_words(line.text) for line in lines]
    first_title = next(
        (place for place, text in enumerate(plain_lines) if _TITLE.match(text)), len(plain_lines)
    )
    titles: list[UnitSource] = []
    letterhead: list[UnitSource] = []
    for place, line in enumerate(lines):
        if _ASIDE.search(plain_lines[place]):
            continue
        unit_line = _SAYS_UNIT.match(line.text)
        if unit_line:
            titles.insert(0, UnitSource(UnitPlace.TITLE, unit_line[1], line.cell))
        elif place >= first_title or _NAMES_PLACE.match(plain_lines[place]):
            titles += _sources(UnitPlace.TITLE, line)
        else:
            letterhead = _sources(UnitPlace.LETTERHEAD, line) + letterhead
    return (*titles, *letterhead)


def lines_of_title(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """The lines from the title on, all of them where none is one; without what says nothing of the
    people: documents, recipients, place and date.
    """
    plain_lines = [plain_words(line.text) for line in lines]
    first = next((place for place, text in enumerate(plain_lines) if _TITLE.match(text)), 0)
    return [
        line
        for line, text in list(zip(lines, plain_lines, strict=True))[first:]
        if not _ASIDE.search(text)
    ]


def _sources(kind: UnitPlace, line: TitleLine) -> list[UnitSource]:
    return [UnitSource(kind, phrase, line.cell) for phrase in unit_phrases(line.text)]


def unit_said_in(text: str) -> str:
    """The unit that a line names behind a word for it: "Đơn vị: UBND xã Na Son"; else ""."""
    unit_line = _SAYS_UNIT.match(text)
    return unit_line[1].strip(" .:") if unit_line else ""


def units_of_sheet(name: str) -> tuple[UnitSource, ...]:
    """What the name of a sheet may say of the unit; nothing for "Sheet1"."""
    if _GENERIC_SHEET.fullmatch(plain_words(name)):
        return ()
    bare = _AROUND_SHEET.sub("", name.replace("_", " "))
    phrases = filter(
        None, [*unit_phrases(name), tidy_text(name), *unit_phrases(bare), tidy_text(bare)]
    )
    return tuple(UnitSource(UnitPlace.SHEET, phrase, "") for phrase in dict.fromkeys(phrases))


def unit_phrases(text: str) -> tuple[str, ...]:
    """The parts of a text that name a unit, each from the word for its kind on: "DANH SÁCH CÁN BỘ
    XÃ NA SON NĂM 2026" → "XÃ NA SON".
    """
    patterns = _WITHOUT_MARKS if text.isascii() else _WITH_MARKS
    has_case = not (text.isupper() or text.islower())
    phrases: list[str] = []
    for match in patterns.kind.finditer(text):
        name = patterns.ends.sub("", text[match.end() :]).strip(" .-–")
        is_place = patterns.place.fullmatch(match[0]) is not None
        if _is_name(name, patterns, is_place=is_place, has_case=has_case):
            phrases.append(f"{match[0]} {name}")
    # of "UBND xã Na Son" also "xã Na Son" is found, which says no more
    return tuple(
        phrase for place, phrase in enumerate(phrases) if not _is_repeated(phrases[:place], phrase)
    )


def _is_name(name: str, words: _UnitWords, *, is_place: bool, has_case: bool) -> bool:
    """Whether a name follows the word for a kind of unit; an office may be that of a place."""
    if not name or len(name.split()) > _MOST_NAME_WORDS or words.no_names.match(name):
        return False
    if words.kind.match(name):
        return not is_place
    return not has_case or name[0].isupper()


def _is_repeated(former: Sequence[str], phrase: str) -> bool:
    """Whether the phrase only repeats the end of a former one without its "UBND"."""
    return any(
        plain_words(text).removesuffix(plain_words(phrase)).strip()
        in {"ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan", "dang uy", "dang bo"}
        for text in former
    )


def has_title_words(text: str) -> bool:
    """Whether a line is the title of a list."""
    return bool(_TITLE.match(plain_words(text)))

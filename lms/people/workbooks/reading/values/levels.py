"""Levels of each dimension as they are written: "ĐH", "Cử nhân Luật", "12/12", "TC LLCT", "CVC",
"ĐT III", "B1".
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.fields import DIMENSIONS, LEVELS, NONE
from lms.people.workbooks.reading.values.plain import UnreadableCell, is_mark, is_nothing, text_of
from lms.people.workbooks.reading.words import plain_words, tidy_text

Pattern = tuple[re.Pattern[str], str]
# Between several degrees in one cell.
_SPLIT = re.compile(r"[;\n+]|, ")
# What is still being studied.
_STUDYING = re.compile(
    r"^(?:dang hoc|dang theo hoc|dang di hoc|hoc vien|sinh vien|dang dao tao|chua tot nghiep|nghien"
    r" cuu sinh|ncs)\b"
)
# Words that say of which dimension a level is that stands in the column of another.
_OTHER_DIMENSIONS = (
    ("political_theory", re.compile(r"\bllct\b|ly luan|chinh tri")),
    ("state_management", re.compile(r"\bqlnn\b|quan ly nha nuoc")),
    ("it", re.compile(r"tin hoc|\bcntt\b|cong nghe thong tin")),
    ("ethnic_language", re.compile(r"tieng (?:dan toc|thai|mong|kho mu)")),
    ("foreign_language", re.compile(r"ngoai ngu|tieng (?:anh|phap|nga|trung)")),
)


@dataclass(frozen=True)
class LevelRead:
    """A level as a cell names it; `read_level` NONE: the cell says that none is held.

    `field`: field of study or language named with the level.
    """

    level: str
    field: str = ""


def _compile_patterns(*pairs: tuple[str, str]) -> tuple[Pattern, ...]:
    return tuple((re.compile(words), level) for words, level in pairs)


_GENERAL = _compile_patterns(
    (
        (
            r"thpt|trung hoc pho thong|ptth|pho thong trung hoc|cap (?:3|iii)|btth|bo tuc trung"
            r" hoc|bt thpt|tot nghiep 12|lop 12|tn 12|gdtx thpt"
        ),
        "upper_secondary",
    ),
    (r"thcs|trung hoc co so|ptcs|cap (?:2|ii)|bt thcs|lop 9", "lower_secondary"),
    (r"tieu hoc|cap (?:1|i)|lop 5", "primary"),
)
_PROFESSIONAL = _compile_patterns(
    (r"^(?:ts|tien si|tien sy|tskh|pgs ts|gs ts|t s)\b", "doctor"),
    (
        (
            r"^(?:ths|th s|thac si|thac sy|cao hoc|sau dai hoc|sau dh|tren dai hoc|tren dh|th sy|th"
            r" si)\b"
        ),
        "master",
    ),
    (
        (
            r"^(?:trinh do )?(?:dai hoc|dh|cu nhan|cn|ky su|ks|bac si|bac sy|bs|kien truc su|kts|d"
            r" hoc|dhsp|dh sp|k su|duoc si dai hoc|c nhan)\b"
        ),
        "university",
    ),
    (r"^(?:cao dang|cd|cdsp|c dang|c d)\b", "college"),
    (
        (
            r"^(?:trung cap|tc|trung hoc chuyen nghiep|thcn|tccn|thsp|t cap|tc chuyen nghiep|y si|y"
            r" sy|trung hoc)\b"
        ),
        "intermediate",
    ),
    (r"^(?:so cap|sc|cong nhan ky thuat|cnkt|so hoc|s cap)\b", "elementary"),
)
_THEORY = _compile_patterns(
    (r"^(?:cao cap|cc|cu nhan|cn|c cap|cao cap ll|dai hoc chinh tri|ccllct)\b", "advanced"),
    (r"^(?:trung cap|tc|t cap|trung cap ll|tcllct)\b", "intermediate"),
    (r"^(?:so cap|sc|s cap|scllct)\b", "elementary"),
)
_STATE = _compile_patterns(
    (r"\b(?:chuyen vien cao cap|cvcc|cv cao cap|cv cc)\b", "senior"),
    (r"\b(?:chuyen vien chinh|cvc|cv chinh|cv c)\b", "principal"),
    (r"\b(?:chuyen vien|cv|c vien)\b", "expert"),
    (r"\b(?:can su|cs)\b", "clerk"),
)
_DEFENCE = re.compile(
    r"^(?:boi duong )?(?:kien thuc |kt )?(?:qpan |qp an |quoc phong an ninh |quoc phong va an ninh"
    r" )?(?:cho )?(?:doi tuong|d tuong|dt|nhom|loai)? ?(iii|iv|ii|i|[1-4])$"
)
_IT = _compile_patterns(
    (
        (
            r"nang cao|\bnc\b|udcnttnc|^(?:trung cap|tc|cao dang|cd|dai hoc|dh|cu nhan|ky"
            r" su|ths|thac si)\b"
        ),
        "skilled",
    ),
    (
        (
            r"co ban|\bcb\b|udcnttcb|udcntt$|van phong|\bthvp\b|ung dung|^(?:chung chi |cc |trinh"
            r" do |tin hoc |tin |bang )*[abc](?: tin hoc| tin)?$|^(?:chung chi|cc)(?: tin hoc)?$"
        ),
        "basic",
    ),
)
# The frame of six steps, and the certificates A, B, C before it.
_FRAME = re.compile(r"\b(a1|a2|b1|b2|c1|c2)\b|\bbac (\d)(?: 6)?\b")
_OLD_FRAME = re.compile(
    r"(?:(?:chung chi|cc|trinh do|bang|loai|tieng|ngoai"
    r" ngu|anh|phap|trung|nga|duc|han|nhat|lao|van|ngu) )*([abc])(?:"
    r" (?:tieng|anh|phap|trung|nga|duc|han|nhat|lao|van|ngu))*"
)
_STEPS = {
    "a1": "1",
    "a2": "2",
    "b1": "3",
    "b2": "4",
    "c1": "5",
    "c2": "6",
    "a": "1",
    "b": "2",
    "c": "3",
}
_TONGUES = {
    "anh": "Tiếng Anh",
    "phap": "Tiếng Pháp",
    "trung": "Tiếng Trung",
    "nga": "Tiếng Nga",
    "duc": "Tiếng Đức",
    "han": "Tiếng Hàn",
    "nhat": "Tiếng Nhật",
    "lao": "Tiếng Lào",
}
_LOCAL_TONGUES = {
    "thai": "Tiếng Thái",
    "mong": "Tiếng Mông",
    "hmong": "Tiếng Mông",
    "dao": "Tiếng Dao",
    "lao": "Tiếng Lào",
    "kho mu": "Tiếng Khơ Mú",
    "tay": "Tiếng Tày",
    "nung": "Tiếng Nùng",
    "ha nhi": "Tiếng Hà Nhì",
    "ede": "Tiếng Ê Đê",
    "e de": "Tiếng Ê Đê",
    "gia rai": "Tiếng Gia Rai",
    "khmer": "Tiếng Khmer",
    "cham": "Tiếng Chăm",
}
_SPOKEN = re.compile(r"\b(?:biet|noi|giao tiep|thong thao|nghe|su dung|tieng)\b")
_CERTIFIED = re.compile(r"\b(?:chung chi|cc|chung nhan|cap chung chi)\b")


def _check_dimension(text: str, word: str) -> None:
    """Unreadable for a level of another dimension that its words name: "Cao cấp LLCT"."""
    for dimension, words in _OTHER_DIMENSIONS:
        if words.search(word):
            raise UnreadableCell(
                _("“%(text)s” belongs to “%(dimension)s”. Write it into a column of that name.")
                % {"text": text[:60], "dimension": str(DIMENSIONS[dimension])}
            )


def read_level(dimension: str, value: CellContent | None) -> LevelRead | None:
    """What the cell says of the dimension; None for an empty cell.

    Unreadable for what is no level of it.
    """
    text = text_of(value)
    if not text:
        return None
    word = plain_words(text)
    if _STUDYING.search(word):
        raise UnreadableCell(
            _(
                "“%(text)s”: what is still being studied is not held yet. Write the level that is"
                " held, or leave the cell empty."
            )
            % {"text": text[:60]}
        )
    if is_nothing(text):
        return LevelRead(NONE)
    read = _READERS[dimension](value, text, word)
    if read is None:
        _check_dimension(text, word)
        names = ", ".join(str(name) for name in LEVELS[dimension].values())
        raise UnreadableCell(
            _("“%(text)s” is no level that is known. Write one of: %(levels)s.")
            % {
                "text": text[:60],
                "levels": names,
            }
        )
    return read


def level_word(dimension: str, text: str) -> str | None:
    """The level that a header above marks names; NONE for "chưa qua đào tạo"."""
    if is_nothing(text) and text:
        return NONE
    try:
        read = read_level(dimension, text)
    except UnreadableCell:
        return None
    return read.level if read else None


def _first_match(patterns: tuple[Pattern, ...], word: str) -> tuple[str, int] | None:
    """(level, end of the match) of the first pattern that fits; None where none does."""
    for pattern, level_key in patterns:
        match = pattern.search(word)
        if match:
            return level_key, match.end()
    return None


def _read_named(patterns: tuple[Pattern, ...], word: str) -> LevelRead | None:
    """The level of the first pattern that fits; None where none does."""
    named = _first_match(patterns, word)
    return LevelRead(named[0]) if named else None


def _read_general(value: CellContent | None, text: str, word: str) -> LevelRead | None:
    """Schooling by classes finished ("9/12", "lớp 9") or by name."""
    if isinstance(value, dt.datetime):
        return _level_of_classes(*_classes_in_date(value))
    if match := re.fullmatch(r"(?:lop )?(\d{1,2}) (10|12)(?: pho thong| bo tuc| bt)?", word):
        return _level_of_classes(int(match[1]), int(match[2]))
    if re.fullmatch(r"\d{1,2}", word) and 1 <= int(word) <= 12:
        return _level_of_classes(int(word), 12)
    return _read_named(_GENERAL, word)


def _classes_in_date(value: dt.datetime) -> tuple[int, int]:
    """(classes finished, of how many) from a day: Excel makes 9 December or 12 September out of
    9/12, and the same out of 7/10, as schooling once was.

    (0, 0) for a day that is no such fraction.
    """
    for years in (12, 10):
        if value.month == years:
            return value.day, years
        if value.day == years:
            return value.month, years
    return 0, 0


def _level_of_classes(finished: int, years: int) -> LevelRead | None:
    """The level by classes finished, of twelve, or of ten as in the North until 1989."""
    if not 1 <= finished <= years:
        return None
    steps = ((12, "upper_secondary"), (9, "lower_secondary"), (5, "primary"))
    if years == 10:
        steps = ((10, "upper_secondary"), (7, "lower_secondary"), (4, "primary"))
    for least, level_key in steps:
        if finished >= least:
            return LevelRead(level_key)
    return LevelRead(NONE)


def _read_several(dimension: str, patterns: tuple[Pattern, ...], raw: str) -> LevelRead | None:
    """The highest of several degrees in one cell.

    Pieces that name no level belong to the field before them.
    """
    reads: list[LevelRead] = []
    for piece in filter(None, map(tidy_text, _SPLIT.split(raw))):
        named = _first_match(patterns, plain_words(piece))
        if named:
            level_key, end = named
            reads.append(LevelRead(level_key, _text_behind(piece, end)))
        elif not reads:
            return None
        else:
            field = f"{reads[-1].field}, {piece}".strip(", ")
            reads[-1] = LevelRead(reads[-1].level, field)
    order = list(LEVELS[dimension])
    return max(reads, key=lambda read: order.index(read.level), default=None)


def _text_behind(piece: str, end: int) -> str:
    """What is written behind the level, with its marks.

    The level ends at `end` of the plain words; as many words are cut off as it has.
    """
    words = re.split(r"[\s.]+", piece.strip(" .:-–()"))
    count = len(plain_words(piece)[:end].split())
    field = " ".join(words[count:]).strip(" :-–,().")
    field = re.sub(r"^(?:ngành|chuyên ngành|chuyên môn)\s+", "", field, flags=re.IGNORECASE)
    return field[:1].upper() + field[1:]


def _read_professional(value: CellContent | None, _text: str, _word: str) -> LevelRead | None:
    return _read_several("professional", _PROFESSIONAL, str(value))


def _read_theory(_value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    word = re.sub(r"^(?:tuong duong|llct|ly luan chinh tri|trinh do) ", "", word)
    return _read_named(_THEORY, word)


def _read_state(_value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    return _read_named(_STATE, word)


def _read_defence(_value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    match = _DEFENCE.fullmatch(word)
    roman = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
    return LevelRead(f"audience_{roman.get(match[1], match[1])}") if match else None


def _read_it(value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    """Skills by name; a mark alone says the basic ones."""
    read = _read_named(_IT, word)
    if read is None and is_mark(value):
        return LevelRead("basic")
    return read


def _language_in(names: dict[str, str], word: str) -> str:
    """The name of the language that the words name, or ""."""
    return next((name for key, name in names.items() if re.search(rf"\b{key}\b", word)), "")


def _read_language(_value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    """A step of the frame of six, by its name ("B1", "bậc 3") or by an old certificate ("B").

    Scores of foreign tests are not converted: no rule says how.
    """
    if re.search(r"\b(?:ielts|toeic|toefl|hsk|delf)\b", word):
        return None
    language = _language_in(_TONGUES, word)
    match = _FRAME.search(word) or _OLD_FRAME.fullmatch(word)
    if match:
        number = match[2] if match.lastindex == 2 else ""
        step = _STEPS.get(match[1] or "", number)
        return LevelRead(f"step_{step}", language) if step in {*"123456"} else None
    if re.match(r"(?:dai hoc|dh|cu nhan|cn)\b", word):
        return LevelRead("step_5", language)
    return None


def _read_ethnic_language(value: CellContent | None, _text: str, word: str) -> LevelRead | None:
    language = _language_in(_LOCAL_TONGUES, word)
    if _CERTIFIED.search(word):
        return LevelRead("certified", language)
    if language or _SPOKEN.search(word) or is_mark(value):
        return LevelRead("spoken", language)
    return None


_READERS: dict[str, Callable[[CellContent | None, str, str], LevelRead | None]] = {
    "general_education": _read_general,
    "professional": _read_professional,
    "political_theory": _read_theory,
    "state_management": _read_state,
    "defence_security": _read_defence,
    "it": _read_it,
    "foreign_language": _read_language,
    "ethnic_language": _read_ethnic_language,
}

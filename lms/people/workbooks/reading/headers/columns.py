"""What one column is: by the words above it and, where these mean several things, by its values."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.fields import DIMENSIONS, FIELDS
from lms.people.workbooks.reading.headers.subjects import (
    DATE_FORMATS,
    IGNORED,
    is_about_other,
    plain_path,
)
from lms.people.workbooks.reading.values.choices import is_sex, rating_word
from lms.people.workbooks.reading.values.levels import level_word
from lms.people.workbooks.reading.values.numbers import read_period
from lms.people.workbooks.reading.values.plain import UnreadableCell, is_mark, text_of
from lms.people.workbooks.reading.words import plain_words, words_without_brackets

_ALIASES = {alias: field.key for field in FIELDS.values() for alias in field.aliases}
# Whole headers of fields of an official say what they are, whatever words they hold.
_REGISTER_HEADERS = {
    alias for field in OFFICIAL_FIELDS for column in field.columns for alias in column.aliases
}
# A field of the register may claim a word that is left out elsewhere.
_IGNORED = IGNORED.difference(_ALIASES)
_CONTEXTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ethnic_language", re.compile(r"\btieng (?:dan toc|dtts|dt)\b|^tdt$")),
    ("general_education", re.compile(r"\bvan hoa\b|pho thong|\bgdpt\b|\bhoc van\b|\btdvh\b|^vh$")),
    ("state_management", re.compile(r"quan ly nha nuoc|qlnn|ql nha nuoc")),
    ("defence_security", re.compile(r"qpan|quoc phong|\bqp an\b|\bqp va an\b")),
    ("political_theory", re.compile(r"ly luan|llct|\bchinh tri\b|\bll ct\b|\btdllct\b")),
    ("it", re.compile(r"tin hoc|cntt|cong nghe thong tin")),
    ("foreign_language", re.compile(r"ngoai ngu|tieng anh|anh van|^nn$")),
    (
        "professional",
        re.compile(r"chuyen mon|\bcm\b|cmnv|bang cap|\btdcm\b|trinh do dao tao|hoc vi"),
    ),
)
_DETAILS = (
    ("field", re.compile(r"nganh|\bthu tieng\b")),
    ("institution", re.compile(r"truong|co so|noi (?:dao tao|hoc|cap)")),
    ("mode", re.compile(r"hinh thuc|^he\b|loai hinh")),
    ("date", re.compile(r"^(?:nam|ngay|thoi gian)\b|tot nghiep")),
)
_ITSELF = re.compile(
    r"(?:trinh do|bac|loai|cap do|muc|cap|trinh do cao nhat|doi tuong|chung chi|bang|ten chung"
    r" chi|trinh do chuyen mon)"
)
# "Mã" and "Tên" below them are those of the rank, not of the person.
_RANKS_ABOVE = re.compile(r"\b(?:ngach|cdnn|chuc danh nghe nghiep)\b")
# Offices of several kinds, each in a column below "Chức vụ".
_OFFICES = re.compile(r"\bchuc (?:vu|danh)\b")
_KINDS_OF_OFFICE = re.compile(
    r"(?:ve )?(?:dang|doan|doan the|cong doan|hoi|mat tran|mttq|chinh quyen|chuyen mon|nha nuoc"
    r"|cong tac|hien (?:giu|tai|nay)|kiem nhiem)"
)
# A column of forms of address says the sex.
_ADDRESSES = {"ong ba", "ba ong", "ong", "anh chi", "danh xung", "xung ho", "cach xung ho"}
_PERIOD = re.compile(r"(?:nam )?(?:19|20)\d\d|0?6 thang (?:dau|cuoi)(?: nam)?(?: (?:19|20)\d\d)?")
_RATING_WORDS = re.compile(r"xep loai|danh gia|\bkqxl\b|^xl\b")
# Words inside longer headers; the first that fits counts.
_INSIDE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(words))
    for words, key in (
        (r"\bma (?:so )?(?:cb|cbcc|cbccvc|can bo|cong chuc|vien chuc|nhan vien|nv)\b", "code"),
        (r"\bma (?:so )?(?:don vi|dv|co quan)\b", "unit_code"),
        (r"\bho (?:va )?(?:chu |ten )?(?:dem|lot)(?: va)? ten\b", "full_name"),
        (r"\bho (?:va )?(?:chu |ten )?(?:dem|lot)\b", "family_name"),
        (r"\bho (?:va )?ten\b", "full_name"),
        (r"\b(?:ngay|nam)\b.*\bsinh\b|^sinh ngay", "birth_date"),
        (r"^(?!.*\b(?:ngay|noi) cap\b).*(?:cccd|can cuoc|dinh danh ca nhan|cmnd)", "id_number"),
        (r"dan toc thieu so|\bdtts\b", "ethnic_minority"),
        (r"\b(?:ngay|nam)\b.*\bdang\b|ket nap", "party_date"),
        (r"gioi tinh", "sex"),
        (r"vi tri viec lam|\bvtvl\b", "position"),
        (r"\bngach\b|hang chuc danh|chuc danh nghe nghiep", "rank"),
        (
            r"(?:ngay|thoi diem|thoi gian)\b.*(?:bo nhiem|tuyen dung|giu chuc|nhan chuc)",
            "post_from",
        ),
        (r"(?:qd|quyet dinh)\b.*(?:xep loai|danh gia)", "rating.decision"),
        (r"\bquyet dinh\b|\bso qd\b", "decision"),
        (r"chuc vu|chuc danh", "title"),
        (r"\bdon vi\b|co quan", "unit"),
        (r"dang vien", "party_member"),
        (r"^dan toc\b", "ethnicity"),
        (r"chu chot", "is_key"),
    )
)
_MONTH_OF_BIRTH = re.compile(r"thang(?: va)? nam sinh")
# Years from this one on are those of ratings and courses.
_YOUNGEST = "2011"
# Longer texts are no headers.
_LONGEST = 160
_LONGEST_WORD = 80
# The number of a column, or the count of a heading: no word, though a level may be written so.
_SMALL_NUMBER = re.compile(r"\d{1,3}")
_NAME_KEYS = {"code", "full_name", "family_name", "given_name", "id_number"}
_PARENTS = {
    "thoi gian",
    "thong tin ca nhan",
    "thong tin chung",
    "so yeu",
    "boi duong",
    "dao tao boi duong",
    "dao tao",
    "trinh do dao tao boi duong",
    "trong do",
    "chia ra",
    "chinh thuc",
    "du bi",
    "khac",
    "so qd",
    "ngay qd",
    "dang",
    "chinh quyen",
    "doan the",
    "mat tran",
    "hien giu",
    "kiem nhiem",
}


@lru_cache(4096)
def dimension_of(word: str) -> str:
    """The dimension that a header word speaks of, or ""."""
    return _first_key(_CONTEXTS, word)


def _first_key(patterns: Iterable[tuple[str, re.Pattern[str]]], word: str) -> str:
    """The key of the first pattern that is in the word, or ""."""
    for key, pattern in patterns:
        if pattern.search(word):
            return key
    return ""


def is_name_header(text: str) -> bool:
    """Whether a header stands above names or codes."""
    words = words_without_brackets(text)
    if len(text) > _LONGEST or is_about_other((words,)):
        return False
    key = _key_by_word((words,))
    return key in _NAME_KEYS or _ALIASES.get(plain_words(text)) in _NAME_KEYS


def names_people(text: str) -> bool:
    """Whether a text is a header above people's names or codes and nothing else."""
    if len(text) > _LONGEST_WORD:
        return False
    word = words_without_brackets(text)
    return " " in word and _ALIASES.get(word) in _NAME_KEYS


@lru_cache(4096)
def is_header_word(text: str) -> bool:
    """Whether a cell is a word of headers at all."""
    word = words_without_brackets(text)
    if not word or len(word) > _LONGEST_WORD or _SMALL_NUMBER.fullmatch(word):
        return False
    if word in _IGNORED | _PARENTS | DATE_FORMATS or is_about_other((word,)):
        return True
    if (
        _key_by_word((word,))
        or _RATING_WORDS.search(word)
        or _PERIOD.fullmatch(word)
        or _detail_of(word)
    ):
        return True
    return _names_a_value(text)


def _names_a_value(text: str) -> bool:
    """Whether the text may stand above a column of marks: a level or a rating."""
    if rating_word(text) is not None:
        return True
    return any(level_word(dimension, text) for dimension in DIMENSIONS)


def _detail_of(word: str) -> str:
    """The detail of a level that a header word names: its field, institution, mode or date."""
    return _first_key(_DETAILS, word)


def key_of(path: tuple[str, ...], samples: Sequence[CellContent]) -> str:
    """The key of a column's field, or "" for one that is not read.

    `path`: the words above the column from top to bottom; `samples`: its first values.
    """
    words = plain_path(path)
    # a column about something else must not be taken for one of ours
    own_words = words[:-1] if words[-1] in _REGISTER_HEADERS else words
    if own_words and is_about_other(own_words):
        return ""
    key = _key_by_context(words, path)
    if _are_addresses(words[-1], samples):
        return "sex"
    if not key:
        key_by_samples = _key_by_samples(words[-1], path[-1], samples)
        key = _key_by_word(words) if key_by_samples is None else key_by_samples
    field = FIELDS.get(key)
    if field and field.is_mark and not _may_be_marks(key, samples):
        # no marks below a level: the column names the level itself
        dimension = key.split(".")[0]
        return dimension if dimension in DIMENSIONS else ""
    return key


def _may_be_marks(key: str, samples: Sequence[CellContent]) -> bool:
    """Whether the samples may be marks: at least half of them are.

    Below a level of study may also stand the field of study, below "Đảng viên" the day.
    """
    if key.startswith("professional.") or key == "party_member":
        return True
    return not samples or sum(map(is_mark, samples)) * 2 >= len(samples)


def _key_by_samples(word: str, written: str, samples: Sequence[CellContent]) -> str | None:
    """The key for words that mean several things: "ĐT" is telephone or ethnic group.

    None where the word is not one of them.
    """
    if word == "dv":
        are_marks = bool(samples) and all(map(is_mark, samples))
        return "party_member" if are_marks else "unit"
    if word in {"dt", "d t"}:
        phones = sum(len(re.sub(r"\D", "", text_of(value))) >= 8 for value in samples)
        return "" if phones * 2 > len(samples) else "ethnicity"
    if _MONTH_OF_BIRTH.fullmatch(word) and samples and all(map(_is_month, samples)):
        return "birth_date.month_year"
    return _key_by_years(word, written, samples)


def _is_month(value: CellContent) -> bool:
    """Whether a value is a month of a year; Excel makes its first day of "02/1991"."""
    if isinstance(value, dt.datetime):
        return value.day == 1
    return re.fullmatch(r"\d{1,2}\s*[-/.]\s*(?:19|20)\d\d", text_of(value)) is not None


def _key_by_years(word: str, written: str, samples: Sequence[CellContent]) -> str | None:
    """The key of years below "Nam", "Nữ": of birth; "Năm" is the period of a rating."""
    is_year = "năm" in written.lower()
    if not is_year and _are_birth_years(samples):
        return {"nam": "birth_male", "nu": "birth_female"}.get(word)
    return "rating.period" if word == "nam" and (is_year or _are_years(samples)) else None


def _are_years(samples: Sequence[CellContent]) -> bool:
    return bool(samples) and all(
        re.fullmatch(r"(?:19|20)\d\d", text_of(value)) for value in samples
    )


def _are_birth_years(samples: Sequence[CellContent]) -> bool:
    """Whether all samples are years in which officials were born."""
    return _are_years(samples) and all(text_of(value) < _YOUNGEST for value in samples)


def _are_addresses(word: str, samples: Sequence[CellContent]) -> bool:
    """Whether a column holds forms of address: they say the sex."""
    return word in _ADDRESSES and bool(samples) and all(map(is_sex, samples))


def _key_by_context(words: tuple[str, ...], path: tuple[str, ...]) -> str:
    """The key by the words above the last one: "Trình độ" > "Chuyên môn" > "ĐH"."""
    whole, leaf = " ".join(words), words[-1]
    if _RATING_WORDS.search(whole) and not re.search(r"quyet dinh|\bqd\b|van ban", leaf):
        return _rating_key_of(words, path)
    return _key_by_words_above(" ".join(words[:-1]), leaf) or _key_below_dimension(words, path[-1])


# Words above → words of the column itself → its key; the first that fits counts.
_WORDS_ABOVE: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (re.compile(r"\bsinh\b"), re.compile(r"nam$"), "birth_male"),
    (re.compile(r"\bsinh\b"), re.compile(r"nu$"), "birth_female"),
    (re.compile(r"\bdang\b"), re.compile(r"ngay|nam|chinh thuc|du bi|ket nap"), "party_date"),
    (_RANKS_ABOVE, re.compile(r"(?:ma|ma so|ten)$"), "rank"),
    (_OFFICES, re.compile(rf"(?:{_KINDS_OF_OFFICE.pattern})$"), "title"),
)


def _key_by_words_above(above: str, leaf: str) -> str:
    """The key of a column whose own words mean something only below others, or ""."""
    for words_above, own_words, key in _WORDS_ABOVE:
        if words_above.search(above) and own_words.match(leaf):
            return key
    return ""


def _key_below_dimension(words: tuple[str, ...], written: str) -> str:
    """The key of a column below the word of a dimension, the nearest one first."""
    leaf = words[-1]
    for word in reversed(words[:-1]):
        dimension = dimension_of(word)
        # "Trình độ" above words of no other dimension is the professional level
        if not dimension and word in {"trinh do", "dao tao"} and not dimension_of(leaf):
            dimension = "professional"
        if dimension:
            return _key_within(dimension, leaf, written)
    return ""


def _key_within(dimension: str, leaf: str, written: str) -> str:
    """The key of the column `leaf` below a dimension: another one, a level, a detail, or itself."""
    leaf_dimension = dimension_of(leaf)
    if leaf_dimension and leaf_dimension != dimension:
        return leaf_dimension
    is_itself = _ITSELF.fullmatch(leaf) is not None
    level = level_word(dimension, written)
    if level and not is_itself:
        return f"{dimension}.{level}"
    detail = _detail_of(leaf)
    if detail:
        key = f"{dimension}.{detail}"
        return key if key in FIELDS else ""
    if is_itself or leaf_dimension or leaf in _ALIASES:
        return dimension
    return ""


def _rating_key_of(words: tuple[str, ...], path: tuple[str, ...]) -> str:
    """ "rating", with the period and the value that the header names: "rating:2024:good"."""
    if re.fullmatch(r"(?:nam|ky) (?:danh gia|xep loai)", words[-1]):
        return "rating.period"
    try:
        header_period = read_period(" ".join(words))
    except UnreadableCell:
        header_period = ""
    value = rating_word(path[-1]) if len(words) > 1 else None
    if value:
        return f"rating:{header_period}:{value}"
    return f"rating:{header_period}" if header_period else "rating"


def _key_by_word(words: tuple[str, ...]) -> str:
    """The key by the words themselves: as a whole header, inside a longer one, by dimension."""
    whole, leaf = " ".join(words), words[-1]
    if leaf in _IGNORED:
        return ""
    alias = _ALIASES.get(leaf) or _ALIASES.get(whole)
    return alias or _first_key(_INSIDE_WORDS, whole) or _key_by_dimension(whole, leaf)


def _key_by_dimension(whole: str, leaf: str) -> str:
    dimension = dimension_of(whole)
    key = f"{dimension}.{_detail_of(leaf)}"
    return key if key in FIELDS else dimension

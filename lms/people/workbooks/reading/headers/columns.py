"""What one column is, by the words above it and, where these mean several things, by what stands in
it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from lms.people.workbooks.reading.cells import Value
from lms.people.workbooks.reading.fields import DIMENSIONS, FIELDS
from lms.people.workbooks.reading.values.choices import rating_word
from lms.people.workbooks.reading.values.levels import level_word
from lms.people.workbooks.reading.values.numbers import period
from lms.people.workbooks.reading.values.plain import Unreadable, is_mark, text_of
from lms.people.workbooks.reading.words import plain

_ALIASES = {alias: field.key for field in FIELDS.values() for alias in field.aliases}
# Headers that are known and never read.
_IGNORED = frozenset(
    [
        "stt",
        "tt",
        "so tt",
        "stt tt",
        "so thu tu",
        "ghi chu",
        "dien thoai",
        "so dien thoai",
        "sdt",
        "dtdd",
        "email",
        "e mail",
        "thu dien tu",
        "dia chi",
        "que quan",
        "noi sinh",
        "noi o",
        "noi o hien nay",
        "ho khau",
        "he so",
        "he so luong",
        "bac",
        "bac luong",
        "ton giao",
        "tuoi",
        "luong",
        "so dien thoai di dong",
        "dien thoai di dong",
        "chu ky",
        "ky nhan",
        "nguyen quan",
        "phu cap",
        "tham nien",
        "tinh trang",
        "nang khieu",
        "dien thoai lien he",
        "hom thu",
        "thu dien tu cong vu",
        "so nha",
    ]
)
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
# About something else: planned posts, the grade of a degree, the ranking of Party members, where a
# card was issued.
_OTHER = re.compile(
    r"quy hoach|(?:xep loai|danh gia).*(?:tot nghiep|bang|hoc luc|dang vien|to chuc)|^(?:ngay|noi)"
    r" cap$"
)
_ITSELF = re.compile(
    r"(?:trinh do|bac|loai|cap do|muc|cap|trinh do cao nhat|doi tuong|chung chi|bang|ten chung"
    r" chi|trinh do chuyen mon)"
)
_PERIOD = re.compile(r"(?:nam )?(?:19|20)\d\d|0?6 thang (?:dau|cuoi)(?: nam)?(?: (?:19|20)\d\d)?")
_RATED = re.compile(r"xep loai|danh gia|\bkqxl\b|^xl\b")
# Words inside longer headers; the first that fits tells.
_INSIDE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), key)
    for words, key in (
        (r"\bma (?:so )?(?:cb|cbcc|cbccvc|can bo|cong chuc|vien chuc|nhan vien|nv)\b", "code"),
        (r"\bma (?:so )?(?:don vi|dv|co quan)\b", "unit_code"),
        (r"\bho (?:va )?(?:ten )?(?:dem|lot)\b", "family_name"),
        (r"\bho (?:va )?ten\b", "full_name"),
        (r"\b(?:ngay|nam)\b.*\bsinh\b|^sinh ngay", "birth_date"),
        (r"^(?!.*\b(?:ngay|noi) cap\b).*(?:cccd|can cuoc|dinh danh ca nhan|cmnd)", "id_number"),
        (r"dan toc thieu so|\bdtts\b", "ethnic_minority"),
        (r"\b(?:ngay|nam)\b.*\bdang\b|ket nap", "party_date"),
        (r"gioi tinh", "sex"),
        (r"vi tri viec lam|\bvtvl\b", "position"),
        (r"\bngach\b|hang chuc danh|nghe nghiep", "rank"),
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
# Longer texts are no headers.
_LONGEST = 160
_TELLING = {"code", "full_name", "family_name", "given_name", "id_number"}
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
}


def _bare(text: str) -> str:
    """Without what stands in brackets: "Họ và tên (chữ in hoa)"."""
    return plain(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text))


@lru_cache(4096)
def dimension_of(word: str) -> str:
    """The dimension that a header word speaks of, or ""."""
    return next((key for key, pattern in _CONTEXTS if pattern.search(word)), "")


def is_telling(text: str) -> bool:
    """Whether a header stands above names or codes."""
    if len(text) > _LONGEST:
        return False
    key = _by_word((_bare(text),))
    return key in _TELLING or _ALIASES.get(plain(text)) in _TELLING


@lru_cache(4096)
def is_known(text: str) -> bool:
    """Whether a cell is a word of headers at all."""
    word = _bare(text) or plain(text)
    if len(word) > 80 or not word:
        return False
    return (
        word in _IGNORED
        or word in _PARENTS
        or bool(_by_word((word,)))
        or bool(dimension_of(word))
        or bool(_RATED.search(word))
        or any(level_word(dimension, text) for dimension in DIMENSIONS)
        or rating_word(text) is not None
        or bool(_PERIOD.fullmatch(word))
        or any(pattern.search(word) for _key, pattern in _DETAILS)
    )


def key_of(path: tuple[str, ...], samples: Sequence[Value]) -> str:
    """The key of a column's field, or "" for one that is not read."""
    words = tuple(_bare(text) or plain(text) for text in path)
    if _OTHER.search(" ".join(words)):
        return ""
    found = _by_context(words, path)
    if not found:
        told = _by_samples(words[-1], path[-1], samples)
        found = _by_word(words) if told is None else told
    field = FIELDS.get(found)
    if field and field.is_mark and not _may_be_marks(found, samples):
        return found.split(".")[0] if found.split(".")[0] in DIMENSIONS else ""
    return found


def _may_be_marks(key: str, samples: Sequence[Value]) -> bool:
    """Below a level of study may also stand the field of study, below "Đảng viên" the day."""
    if key.startswith("professional.") or key == "party_member":
        return True
    return not samples or sum(map(is_mark, samples)) * 2 >= len(samples)


def _by_samples(word: str, written: str, samples: Sequence[Value]) -> str | None:
    """Words that mean several things. None where the word is not one of them."""
    if word == "dv":
        return "party_member" if samples and all(map(is_mark, samples)) else "unit"
    if word in {"dt", "d t"}:
        digits = sum(len(re.sub(r"\D", "", text_of(value))) >= 8 for value in samples)
        return "" if digits * 2 > len(samples) else "ethnicity"
    if word == "nam" and (_are_years(samples) or "năm" in written.lower()):
        return "rating.period"
    return None


def _are_years(samples: Sequence[Value]) -> bool:
    return bool(samples) and all(
        re.fullmatch(r"(?:19|20)\d\d", text_of(value)) for value in samples
    )


def _by_context(words: tuple[str, ...], path: tuple[str, ...]) -> str:
    """By the words above the last one: "Trình độ" > "Chuyên môn" > "ĐH"."""
    whole, leaf = " ".join(words), words[-1]
    if _RATED.search(whole) and not re.search(r"quyet dinh|\bqd\b|van ban", leaf):
        return _rating_key(words, path)
    above = " ".join(words[:-1])
    if re.search(r"\bsinh\b", above) and leaf in {"nam", "nu"}:
        return "birth_male" if leaf == "nam" else "birth_female"
    if re.search(r"\bdang\b", above) and re.search(r"^(?:ngay|nam|chinh thuc|du bi|ket nap)", leaf):
        return "party_date"
    return _below_dimension(words, path[-1])


def _below_dimension(words: tuple[str, ...], written: str) -> str:
    leaf = words[-1]
    for word in reversed(words[:-1]):
        dimension = dimension_of(word)
        if not dimension and word in {"trinh do", "dao tao"} and not dimension_of(leaf):
            dimension = "professional"
        if dimension:
            return _within(dimension, leaf, written)
    return ""


def _within(dimension: str, leaf: str, written: str) -> str:
    inner = dimension_of(leaf)
    if inner and inner != dimension:
        return inner
    level = level_word(dimension, written)
    if level and not _ITSELF.fullmatch(leaf):
        return f"{dimension}.{level}"
    detail = next((key for key, pattern in _DETAILS if pattern.search(leaf)), "")
    if detail:
        key = f"{dimension}.{detail}"
        return key if key in FIELDS else ""
    return dimension if _ITSELF.fullmatch(leaf) or inner == dimension or leaf in _ALIASES else ""


def _rating_key(words: tuple[str, ...], path: tuple[str, ...]) -> str:
    whole = " ".join(words)
    if re.fullmatch(r"(?:nam|ky) (?:danh gia|xep loai)", words[-1]):
        return "rating.period"
    try:
        when = f":{period(whole)}"
    except Unreadable:
        when = ":"
    value = rating_word(path[-1]) if len(words) > 1 else None
    return f"rating{when}:{value}" if value else f"rating{when}".removesuffix(":")


def _by_word(words: tuple[str, ...]) -> str:
    whole, leaf = " ".join(words), words[-1]
    if leaf in _IGNORED:
        return ""
    exact = _ALIASES.get(leaf) or _ALIASES.get(whole)
    inside = next((key for pattern, key in _INSIDE if pattern.search(whole)), "")
    return exact or inside or _by_dimension(whole, leaf)


def _by_dimension(whole: str, leaf: str) -> str:
    dimension = dimension_of(whole)
    detail = next((key for key, pattern in _DETAILS if pattern.search(leaf)), "")
    return f"{dimension}.{detail}" if f"{dimension}.{detail}" in FIELDS else dimension

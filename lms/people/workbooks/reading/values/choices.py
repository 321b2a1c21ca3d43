"""Words of short lists: sex, group, rating, mode of study, rank, ethnic group."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words, words_without_brackets

_SEX = {
    "nam": "m",
    "nu": "f",
    "male": "m",
    "female": "f",
    "m": "m",
    "f": "f",
    "trai": "m",
    "gai": "f",
    "ong": "m",
    "ba": "f",
    "anh": "m",
    "chi": "f",
}
# What titles call the groups; "cán bộ" alone is said of all officials.
_PART_TIME = re.compile(
    r"(?:(?:can bo|cb|nguoi|nhung nguoi) )?(?:hoat dong |hd )?(?:khong|ban) chuyen trach"
    r"|\b(?:can bo |cb |nguoi )?(?:hd ?)?(?:hoat dong )?kct\b"
)
_PUBLIC = re.compile(r"\bvien chuc\b")
_AT_LARGE = re.compile(r"\bcan bo\b|\bcong chuc\b|\bcbcc\w*|\bccvc\b|\bcb\b|\bcc\b|nguoi lao dong")
_SEX_HEADING = re.compile(
    r"(?:(?:[ivx]+|[a-z]|\d{1,2}) )?(?:(?:danh sach|ds|can bo|cong chuc|vien chuc|cbcc|khoi"
    r"|(?:cac )?dong chi) )*(nam|nu)(?: gioi)?"
)
_GROUPS = {
    "elected_official": (
        "can bo",
        "cb",
        "can bo chuyen trach",
        "can bo cap xa",
        "can bo xa",
        "cbct",
    ),
    "civil_servant": (
        "cong chuc",
        "cc",
        "cong chuc cap xa",
        "cong chuc xa",
        "cong chuc chuyen mon",
    ),
    "public_employee": ("vien chuc", "vc", "giao vien", "vien chuc y te", "vien chuc giao duc"),
    "part_time_commune_worker": (
        "nguoi hoat dong khong chuyen trach",
        "khong chuyen trach",
        "kct",
        "hdkct",
        "hd khong chuyen trach",
        "can bo khong chuyen trach",
        "nguoi hdkct",
        "cb kct",
        "hoat dong khong chuyen trach",
        "nguoi hoat dong khong chuyen trach cap xa",
        "nguoi hoat dong kct",
        "khong ct",
    ),
}
_RATINGS = {
    "excellent": (
        "xuat sac",
        "htxsnv",
        "htxs",
        "ht xuat sac",
        "ht xs nv",
        "hoan thanh xuat sac nhiem vu",
        "hoan thanh xuat sac",
        "xs",
        "htxsnvu",
        "hoan thanh xsnv",
        "htxs nv",
        "hoan thanh xuat sac nv",
        "ht xuat sac nv",
        "ht xuat sac nhiem vu",
        "ht xsnv",
    ),
    "good": (
        "tot",
        "httnv",
        "htt",
        "ht tot",
        "ht tot nv",
        "hoan thanh tot nhiem vu",
        "hoan thanh tot",
        "httnvu",
        "htt nv",
        "hoan thanh tot nv",
        "ht tot nhiem vu",
        "ht tnv",
    ),
    "limited": (
        "hoan thanh nhiem vu nhung con han che ve nang luc",
        "han che",
        "con han che",
        "htnv con han che",
        "htnvhc",
        "tot nhung con han che ve nang luc",
        "hoan thanh nhiem vu con han che ve nang luc",
        "con han che ve nang luc",
        "htnv nhung con han che ve nang luc",
        "htnvhcnl",
        "htnv han che nang luc",
        "hoan thanh nhung con han che ve nang luc",
    ),
    "completed": ("hoan thanh", "hoan thanh nhiem vu", "htnv", "ht nv", "ht nhiem vu", "ht", "dat"),
    "not_completed": (
        "khong hoan thanh",
        "khong hoan thanh nhiem vu",
        "khtnv",
        "khong htnv",
        "ko hoan thanh",
        "kht",
        "khong dat",
        "chua hoan thanh nhiem vu",
        "chua hoan thanh",
        "kht nv",
        "k hoan thanh nhiem vu",
        "khong ht nv",
    ),
}
_MODES = {
    "full_time": (
        "chinh quy",
        "tap trung",
        "cq",
        "tt",
        "dai hoc chinh quy",
        "he chinh quy",
        "chinh qui",
    ),
    "part_time": (
        "tai chuc",
        "vua lam vua hoc",
        "vlvh",
        "vhvl",
        "khong tap trung",
        "tc",
        "vua hoc vua lam",
        "ktt",
        "he vua lam vua hoc",
        "khong chinh quy",
    ),
    "distance": ("tu xa", "tx", "tu hoc co huong dan", "truc tuyen", "he tu xa", "dao tao tu xa"),
    "transfer": ("lien thong", "lt", "hoan chinh", "chuyen tu", "he lien thong"),
}
_RANKS = {
    "staff": ("nhan vien", "nv", "01 005", "01005"),
    "clerk": (
        "can su",
        "cs",
        "01 004",
        "01004",
        "can su va tuong duong",
        "ke toan vien trung cap",
        "van thu vien trung cap",
        "kiem lam vien trung cap",
    ),
    "expert": (
        "chuyen vien",
        "cv",
        "01 003",
        "01003",
        "chuyen vien va tuong duong",
        "ngach chuyen vien",
        "ke toan vien",
        "van thu vien",
        "thanh tra vien",
        "kiem lam vien",
    ),
    "principal": (
        "chuyen vien chinh",
        "cvc",
        "01 002",
        "01002",
        "chuyen vien chinh va tuong duong",
        "ngach chuyen vien chinh",
        "ke toan vien chinh",
        "van thu vien chinh",
        "thanh tra vien chinh",
        "kiem lam vien chinh",
    ),
    "senior": (
        "chuyen vien cao cap",
        "cvcc",
        "01 001",
        "01001",
        "chuyen vien cao cap va tuong duong",
        "ngach chuyen vien cao cap",
    ),
}
# Codes of professional titles by grade, as circulars of the ministries list them (chưa đối chiếu
# văn bản gốc).
_GRADES = {
    "grade_1": ("v 07 01 01", "v 07 03 27", "v 07 04 30", "v 07 05 13", "v 07 02 24", "v 08 01 01"),
    "grade_2": (
        "v 07 01 02",
        "v 07 03 28",
        "v 07 04 31",
        "v 07 05 14",
        "v 07 02 25",
        "v 08 01 02",
        "v 08 05 11",
    ),
    "grade_3": (
        "v 07 01 03",
        "v 07 03 29",
        "v 07 04 32",
        "v 07 05 15",
        "v 07 02 26",
        "v 08 01 03",
        "v 08 05 12",
    ),
    "grade_4": ("v 08 05 13",),
}
# Grades are numbered from the highest, I, down.
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_GRADE = re.compile(r"\bhang (iii|iv|ii|i|v|[1-5])\b")
_RANK_CODE = re.compile(r"\b(?:01 00[1-5]|v(?: \d\d){3})\b")
_ETHNIC_GROUPS = {
    "kinh": "Kinh",
    "viet": "Kinh",
    "thai": "Thái",
    "mong": "Mông",
    "h mong": "Mông",
    "hmong": "Mông",
    "tay": "Tày",
    "nung": "Nùng",
    "dao": "Dao",
    "muong": "Mường",
    "kho mu": "Khơ Mú",
    "khmu": "Khơ Mú",
    "khomu": "Khơ Mú",
    "ha nhi": "Hà Nhì",
    "lao": "Lào",
    "khang": "Kháng",
    "xinh mun": "Xinh Mun",
    "si la": "Si La",
    "cong": "Cống",
    "hoa": "Hoa",
    "san chay": "Sán Chay",
    "giay": "Giáy",
    "lu": "Lự",
    "la hu": "La Hủ",
    "khmer": "Khmer",
    "ede": "Ê Đê",
    "e de": "Ê Đê",
    "gia rai": "Gia Rai",
    "ba na": "Ba Na",
    "cham": "Chăm",
    "san diu": "Sán Dìu",
    "tho": "Thổ",
    "phu la": "Phù Lá",
    "xo dang": "Xơ Đăng",
    "co ho": "Cơ Ho",
}
KINH = "Kinh"


def _keys_by_word(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Word → key, from key → words."""
    return {word: key for key, several in words.items() for word in several}


_GROUP_KEYS = _keys_by_word(_GROUPS)
_RATING_KEYS = _keys_by_word(_RATINGS)
_MODE_KEYS = _keys_by_word(_MODES)
_RANK_KEYS = _keys_by_word({**_RANKS, **_GRADES})


def _read_word(words: Mapping[str, str], value: CellContent | None, reason: str) -> str:
    """The key of the word in the cell. Unreadable, with `reason`, for any other word."""
    text = text_of(value)
    key = words.get(plain_words(text))
    if key is None:
        raise UnreadableCell(reason % {"text": text[:60]})
    return key


def read_sex(value: CellContent | None) -> str:
    """ "f" or "m"."""
    return _read_word(_SEX, value, _("“%(text)s” is no sex: write Nam or Nữ."))


def is_sex(value: CellContent) -> bool:
    """Whether the cell says a sex: by its word, or by a form of address."""
    return plain_words(text_of(value)) in _SEX


def sex_of_heading(text: str) -> str:
    """The sex of the people below a heading, "NAM", "II. Cán bộ nữ"; "" where it names none."""
    # with its marks: "Năm" is a year
    if "ă" in text.lower():
        return ""
    match = _SEX_HEADING.fullmatch(words_without_brackets(text))
    return _SEX[match[1]] if match else ""


def read_group(value: CellContent | None) -> str:
    """A key of fields.GROUPS."""
    return _read_word(
        _GROUP_KEYS,
        value,
        _(
            "“%(text)s” is none of the groups: write cán bộ, công chức, viên chức or người hoạt"
            " động không chuyên trách."
        ),
    )


def group_of_heading(text: str) -> str | None:
    """The group that a heading between the rows names; None where it names none."""
    return _GROUP_KEYS.get(plain_words(text))


def group_in_title(text: str) -> str:
    """The one group that a longer text names: "Danh sách người HĐ không chuyên trách xã Na Son".

    "" where it names several, or only officials at large: "cán bộ".
    """
    words = plain_words(text)
    is_part_time = _PART_TIME.search(words) is not None
    rest = _PART_TIME.sub(" ", words)
    if _AT_LARGE.search(rest):
        return ""
    is_public = _PUBLIC.search(rest) is not None
    if is_part_time == is_public:
        return ""
    return "part_time_commune_worker" if is_part_time else "public_employee"


def read_rating(value: CellContent | None) -> str:
    """A key of the rulebook's rating.scale."""
    return _read_word(
        _RATING_KEYS,
        value,
        _("“%(text)s” is no rating: write for example “Hoàn thành tốt nhiệm vụ” or HTTNV."),
    )


def rating_word(text: str) -> str | None:
    """The rating that a header names; None where it names none."""
    return _RATING_KEYS.get(plain_words(text))


def read_mode(value: CellContent | None) -> str:
    """A key of personnel's Mode."""
    return _read_word(
        _MODE_KEYS,
        value,
        _("“%(text)s” is no mode of study: write chính quy, vừa làm vừa học, từ xa or liên thông."),
    )


def read_rank(value: CellContent | None) -> tuple[str, str]:
    """(key of personnel's Rank, title as written).

    Codes that Excel made numbers of are codes again: 1.003 is 01.003.
    """
    text = re.sub(r"^1\.(00[1-5])$", r"01.\1", text_of(value))
    key = _rank_key(plain_words(text))
    if key is None:
        raise UnreadableCell(
            _(
                "“%(text)s” is no rank that is known: write the rank (cán sự, chuyên viên …) or the"
                " grade (hạng I to V)."
            )
            % {"text": text[:60]}
        )
    return key, text


def _rank_key(word: str) -> str | None:
    """The rank by its name, its code, its grade, or the beginning of a longer name."""
    if word in _RANK_KEYS:
        return _RANK_KEYS[word]
    code, grade = _RANK_CODE.search(word), _GRADE.search(word)
    if code and code[0] in _RANK_KEYS:
        return _RANK_KEYS[code[0]]
    if grade:
        return f"grade_{_ROMAN.get(grade[1], grade[1])}"
    if word in _ROMAN:
        return f"grade_{_ROMAN[word]}"
    # the longer names first: "chuyen vien cao cap" begins with "chuyen vien"
    for key in ("senior", "principal", "expert", "clerk"):
        if word.startswith(_RANKS[key][0]):
            return key
    return None


def read_ethnicity(value: CellContent | None) -> str:
    """The name of an ethnic group; a known one in one spelling: "H'Mông", "Hmong" → "Mông"."""
    text = text_of(value)
    if any(letter.isdigit() for letter in text) or len(text) > 40:
        raise UnreadableCell(_("“%(text)s” is no ethnic group.") % {"text": text[:40]})
    name = _ETHNIC_GROUPS.get(plain_words(text).removeprefix("dan toc "))
    return name or " ".join(word[:1].upper() + word[1:].lower() for word in text.split())

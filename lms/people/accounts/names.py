"""Names of people: what is one, how it is written, and what is only said before or after it."""

import itertools
import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.core import text
from lms.core.errors import BadInput
from lms.people.accounts.family_names import FAMILY_NAMES

# The length of the columns User.full_name and Official.full_name.
LONGEST_NAME = 120
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ′"), "'")
# TCVN3 and VNI without their fonts: foreign letters, and vowels that no Vietnamese word has side by
# side.
_BROKEN = re.compile(r"a[áàåãäâêùøûõï]|e[áàåãäâùøûõï]|o[åäâøûï]|u[øûï]|[øåäëöÿßµ]")
_PARTS = re.compile(r"([-'\s])")
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*(?:[)\]}]|$)\s*")
# Titles and degrees that are no syllables of names, one or several in a row: "PGS.TS", "BS.CKI".
_TITLE = re.compile(
    r"(?:đồng chí|đ\s?/\s?c|đ\.\s?c|đc"
    r"|phó giáo sư|giáo sư|pgs|gs|tiến sĩ|tiến sỹ|tskh|t\.?s|thạc sĩ|thạc sỹ|th\.?\s?s"
    r"|(?:bác sĩ|bác sỹ|b\.?s)(?:[\s.]*ck\s?(?:ii|i|1|2)\b)?|dược sĩ|dược sỹ|d\.?s|cử nhân|c\.?n"
    r"|kỹ sư|k\.?s|giáo viên|gv|y sĩ|y sỹ|y\.?s|ktv|đd"
    r"|kiến trúc sư|kts|luật sư|l\.?s|nhà giáo|ngưt|ngnd"
    r"|(?:thượng|đại|trung|thiếu) (?:tướng|tá|úy|uý|sĩ|sỹ)|mrs?|ms|miss|dr)"
    r"(?:\s*[.,:;]\s*|\s+)",
    re.IGNORECASE,
)
# These are syllables of names as well ("Ông Thị Mai", "Anh Thị Hoa", "Bà Rịa"): see `_address_of`.
_ADDRESS = re.compile(
    r"(ông|bà|anh|chị|cô|chú|bác|thầy|em|ô(?=\.)|b(?=\.))(\s*[.:]\s*|\s+)", re.IGNORECASE
)
_MALE, _FEMALE = {"ông", "anh", "chú", "ô"}, {"bà", "chị", "cô", "b"}
# What somebody is, written after the name or on a line below it.
_AFTER_NAME = re.compile(
    r"\s*(?:[,;\n]|\s[-–]\s)\s*(?:đảng uỷ|đảng ủy|uv|ủy viên|uỷ viên|bí thư|phó|trưởng|chủ tịch"
    r"|quyền|nguyên|công chức|viên chức|cán bộ|giám đốc|hiệu trưởng|chủ nhiệm|đại biểu|đbhđnd"
    r"|pgs|gs|tskh|ts|th\.?s|bs|ks|cn|thạc s|tiến s|bác s|kỹ s|cử nhân).*$",
    re.IGNORECASE | re.DOTALL,
)
# Names of ethnic groups begin so: H'Ninh, K'Brểu, Y-Blôk, Y Thông, A Jar.
_BEGINS_ETHNIC = re.compile(r"[A-ZĐ]'\w|[yaYA][-\s]\w", re.IGNORECASE)
# A number or a sign with which a line of a list begins.
_LIST_SIGN = re.compile(r"^(?:\d{1,3}\s?[.)/]\s*|[-–—+*•.·]\s*)+")
# "Y - Blôk" is one name; any other dash between spaces parts a name from something else.
_ETHNIC_DASH = re.compile(r"(?<=\b[A-ZĐ])\s?[-–]\s?(?=\w)")
_DASH_BETWEEN = re.compile(r"\s[-–—]|[-–—]\s")
# A second line with so many words of a whole name is another person's.
_WORDS_OF_WHOLE_NAME = 3
# What stands in the column of names of a list and is nobody; with marks: "Công" is a name.
_NO_NAMES = {
    "nam",
    "nữ",
    "cộng",
    "tổng",
    "tổng cộng",
    "tổng số",
    "cộng dồn",
    "stt",
    "tt",
    "số tt",
    "họ",
    "tên",
    "họ tên",
    "họ và tên",
    "ghi chú",
    "không",
    "chưa",
    "có",
    "người",
    "không có",
    "chưa có",
    "khuyết",
    "trống",
    "người lập",
    "người lập biểu",
    "lập biểu",
    "ký tên",
    "nơi nhận",
    "như trên",
    "nt",
    "đơn vị",
    "chức vụ",
}


@dataclass(frozen=True)
class WrittenName:
    """A name as the register keeps it, and what was taken off: forms of address, titles, offices.

    `sex`: the one that a form of address says, "" where none does.
    """

    name: str
    taken_off: str = ""
    sex: str = ""


def clean_name(written: str) -> str:
    """The name as the register writes it: "LÒ THỊ MAI" and "Bà lò thị mai" are "Lò Thị Mai".

    BadInput where it is none; see `check_name`.
    """
    return read_name(written).name


def read_name(written: str, sex: str = "") -> WrittenName:
    """The name without what is only said before or after it. BadInput where it is none.

    `sex`: of the person, where it is known. "Ông" before the name of a woman is her family name.
    """
    lines = written.translate(_INVISIBLE).translate(_APOSTROPHES).splitlines()
    tidy = "\n".join(filter(None, map(text.normalise, lines)))
    names = _AFTER_NAME.sub("", tidy)
    _check_is_one_name(names.splitlines())
    # line breaks of a narrow cell are spaces once nothing is cut off at them
    without_end = text.normalise(_BRACKETS.sub(" ", names))
    name, said_sex = _without_titles(_LIST_SIGN.sub("", without_end.strip(" '\"")), sex)
    name = _ETHNIC_DASH.sub("-", name.strip(" .,;:"))
    check_name(name)
    name = "".join(part[:1].upper() + part[1:].lower() for part in _PARTS.split(name))
    whole = text.normalise(tidy).strip(" .,;:")
    return WrittenName(name, "" if len(whole) == len(name) else whole, said_sex)


def check_name(name: str) -> None:
    """BadInput for digits, signs and broken letters, for what is plainly nobody's name, and for one
    that is too long. One word may be a whole name ("K'Brểu"; Luật Hộ tịch asks for no more).
    """
    shown = {"name": name[:60]}
    if _DASH_BETWEEN.search(name):
        _refuse_name(
            _("“%(name)s” holds more than a name, behind a dash. Write the name alone.") % shown
        )
    if any(letter.isdigit() for letter in name):
        _refuse_name(_("“%(name)s” holds digits. Write the name alone.") % shown)
    _check_letters(name)
    if len([letter for letter in name if letter.isalpha()]) < 2 or name.lower() in _NO_NAMES:
        _refuse_name(_("“%(name)s” is not a person's name. Write the full name.") % shown)
    if len(name) > LONGEST_NAME:
        _refuse_name(_("The name is longer than %(limit)d letters.") % {"limit": LONGEST_NAME})


def validate_name(written: str) -> None:
    """ValidationError where the rule of names refuses what is written; for fields of models."""
    try:
        read_name(written)
    except BadInput as refusal:
        raise ValidationError(refusal.message) from refusal


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without marks and order."""
    return tuple(sorted(text.fold_marks(name).split()))


def may_be_one_name(name: str, other: str, *, same_hand: bool) -> bool:
    """Whether two spellings may be those of one name: "Hoà" and "Hòa", but not "Tám" and "Tâm".

    `same_hand`: written in one list; otherwise words may also lack their marks ("Lo Thi Lan").
    """
    words, others = _words_in_order(name), _words_in_order(other)
    return len(words) == len(others) and all(
        marks == other_marks or not (same_hand or (marks and other_marks))
        for marks, other_marks in zip(map(_marks_of, words), map(_marks_of, others), strict=True)
    )


def _words_in_order(name: str) -> list[str]:
    return sorted(name.split(), key=text.fold_marks)


def _marks_of(word: str) -> list[str]:
    """The marks of a word, and its đ, wherever they stand in it."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return sorted(sign for sign in decomposed if unicodedata.combining(sign) or sign in "đð")


def name_columns(full_name: str) -> dict[str, str]:
    """The values of the columns by which a name is searched and sorted (models.Official)."""
    return {
        "name_low": f" {full_name.lower()}",
        "name_fold": f" {text.fold_marks(full_name)}",
        "name_key": text.name_key(full_name),
        "name_sorted": " ".join(name_words(full_name)),
    }


def _without_titles(name: str, sex: str) -> tuple[str, str]:
    """The name without titles and forms of address before it, and the sex that these say."""
    said_sex = ""
    while True:
        title = _TITLE.match(name)
        address = title or _address_of(name, said_sex or sex)
        if address is None:
            return name, said_sex
        word = address[0].strip(" .:,;").lower()
        if word in _MALE | _FEMALE:
            said_sex = "m" if word in _MALE else "f"
        name = name[address.end() :]


def _address_of(name: str, sex: str) -> "re.Match[str] | None":
    """The match of "Ông", "Bà", "Anh" … before a name, or None where it is a part of the name.

    A form of address stands before a whole name: a family name and more words, or a name that
    begins as those of ethnic groups do. "Ông Thị Mai" and "Bà Rịa" stay as they are, for "Thị" and
    "Rịa" begin no name; so does "Ông Trần Mai" of a woman. A sign after it ("Ô.", "Bà:") settles
    it.
    """
    match = _ADDRESS.match(name)
    if match is None:
        return None
    word, rest = match[1].lower(), name[match.end() :]
    if match[2].strip():
        return match
    if (word in _MALE and sex == "f") or (word in _FEMALE and sex == "m"):
        return None
    family, *others = rest.split()
    is_whole = bool(others) and family.lower() in FAMILY_NAMES
    return match if is_whole or _TITLE.match(rest) or _BEGINS_ETHNIC.match(rest) else None


def _check_is_one_name(lines: list[str]) -> None:
    """BadInput where two lines are whole names: "Lò Văn Pó" above "Lò Văn Tủa"."""
    names = [
        words
        for words in map(str.split, lines)
        if len(words) >= _WORDS_OF_WHOLE_NAME and words[0].lower() in FAMILY_NAMES
    ]
    if len(names) > 1:
        _refuse_name(
            _("“%(name)s” are several people. Give each a row of their own.")
            % {"name": ", ".join(map(" ".join, names))[:60]}
        )


def _check_letters(name: str) -> None:
    """BadInput for signs that are in no name and for letters of a font that is not Unicode."""
    for sign in name:
        if not (sign in " '-" or unicodedata.category(sign) == "Mn" or _is_latin(sign)):
            _refuse_name(
                _(
                    "“%(name)s” holds “%(sign)s”, which is in no name. Write the name alone; if the"
                    " letters are broken (old fonts .VnTime, VNI), convert the file to Unicode."
                )
                % {"name": name[:60], "sign": sign}
            )
    # "NguyÔn" in an old font shows capitals inside a word
    has_inner_capital = any(
        letter.islower() and after.isupper() for letter, after in itertools.pairwise(name)
    )
    if has_inner_capital or _BROKEN.search(name.lower()):
        _refuse_name(
            _(
                "The letters of “%(name)s” are broken (old fonts .VnTime, VNI). Convert the file to"
                " Unicode, for example with Unikey."
            )
            % {"name": name[:60]}
        )


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")


def _refuse_name(message: str) -> None:
    raise BadInput(message, field="full_name")

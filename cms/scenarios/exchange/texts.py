"""Words as people type them in files: labels, arrows, amounts, kinds of ending and basis."""

import re
import unicodedata
from typing import Literal

from lms.core import text

Ending = Literal["", "good", "fair", "poor"]
Ground = Literal["law", "internal", "practice"]

# Hyphens, dashes, full-width and Arabic colons: people and programs write all of them after a
# label.
COLON = r"\s*[:：﹕∶ː]\s*"
ARROW = re.compile(r"\s*(?:[→➔➜➙➝➞➡➨➩⇒⇨⟶⟹⭢⮕🠖🡒►▶]|[-–—=]+\s*>)\s*")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000"), " ")
_HIDDEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))

ENDINGS: dict[str, Ending] = {
    "tot": "good",
    "good": "good",
    "kha": "fair",
    "fair": "fair",
    "trung binh": "fair",
    "kem": "poor",
    "xau": "poor",
    "poor": "poor",
    "bad": "poor",
    "chua dat": "poor",
}
ENDING_WORDS: dict[str, str] = {"good": "tốt", "fair": "khá", "poor": "kém"}

GROUNDS: dict[str, Ground] = {
    "luat": "law",
    "phap luat": "law",
    "law": "law",
    "van ban": "law",
    "van ban phap luat": "law",
    "noi quy": "internal",
    "quy dinh noi bo": "internal",
    "noi bo": "internal",
    "quy che": "internal",
    "internal": "internal",
    "cach lam tot": "practice",
    "kinh nghiem": "practice",
    "loi khuyen": "practice",
    "practice": "practice",
}
GROUND_WORDS: dict[str, str] = {"law": "luật", "internal": "nội quy", "practice": "cách làm tốt"}
_LOOKS_LIKE_LAW = re.compile(
    r"^(?:luat|bo luat|nghi dinh|thong tu|phap lenh|quyet dinh|hien phap|nd|tt|qd)\b"
)

Status = Literal["ok", "missing", "wrong"]
_STATUSES: tuple[tuple[Status, tuple[str, ...]], ...] = (
    ("missing", ("thieu", "khong co", "chua co", "missing")),
    ("wrong", ("sai", "lech", "tay xoa", "khong hop le", "het han", "wrong")),
    ("ok", ("du", "co", "da", "hop le", "dung", "ok")),
)

COMPETENCES = {
    "nghiep vu": "nghiep_vu",
    "thai do": "thai_do",
    "phap luat": "phap_luat",
    "phoi hop": "phoi_hop",
}
COMPETENCE_WORDS = {
    "nghiep_vu": "nghiệp vụ",
    "thai_do": "thái độ",
    "phap_luat": "pháp luật",
    "phoi_hop": "phối hợp",
}


def tidy_text(raw: str) -> str:
    """The text in NFC, with plain spaces and without invisible or control characters; lines
    stay.
    """
    plain = unicodedata.normalize("NFC", raw).translate(_SPACES).translate(_HIDDEN)
    plain = "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fold_label(raw: str) -> str:
    """A text for comparing labels: lower case, without marks, without punctuation at the ends."""
    return text.fold_marks(tidy_text(raw)).strip(" .:;,*_-–—()[]“”\"'")


def fold_letters(line: str) -> str:
    """A line in lower case without marks, letter for letter: positions stay those of the line."""
    return "".join((text.fold_marks(c) or c.lower())[:1] for c in line)


def key_of(raw: str, taken: set[str]) -> str:
    """A key that is not in `taken`, and is added there: "Quầy một cửa" → quay-mot-cua, then
    quay-mot-cua-2.
    """
    base = text.make_slug(raw)[:60].strip("-") or "canh"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def choice_key(number: int) -> str:
    """The key of the choice with this index: a … z, then c27, c28."""
    return chr(ord("a") + number) if number < 26 else f"c{number + 1}"


def ending_of(raw: str) -> Ending:
    """The kind of ending that a word means ("tốt", "Khá", "poor"); empty where it is none."""
    return ENDINGS.get(fold_label(raw), "")


def ground_of(raw: str) -> Ground | None:
    """The kind of basis that a word means ("luật", "nội quy", "cách làm tốt"), or None."""
    return GROUNDS.get(fold_label(raw))


def looks_like_law(raw: str) -> bool:
    """Whether the text of a basis begins like the name of a legal document."""
    return bool(_LOOKS_LIKE_LAW.match(fold_label(raw)))


def status_of(raw: str) -> Status | None:
    """The state of a paper in the words used for it ("Không có" → missing); None for others."""
    phrase = fold_label(raw)
    for status, beginnings in _STATUSES:
        for beginning in beginnings:
            if phrase == beginning or phrase.startswith(beginning + " "):
                return status
    return None


def parse_whole_number(raw: str) -> int | None:
    """A whole number as people write it: "20.000", "+1", "−5", "3,0"; None for anything else."""
    digits = tidy_text(raw).replace("−", "-").replace("–", "-").replace(" ", "")
    match = re.fullmatch(r"([+-]?)(\d{1,3}(?:[.,]\d{3})+|\d+?)(?:[.,]0+)?", digits)
    if not match or len(match.group(2)) > 15:
        return None
    return int(match.group(1) + re.sub(r"[.,]", "", match.group(2)))

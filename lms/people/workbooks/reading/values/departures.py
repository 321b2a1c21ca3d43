"""Whether a cell says that a person has left the unit: "Nghỉ hưu từ 01/9/2026", "Đã mất".

Lists keep such people for a while and write it where there is room: in the remarks, beside the
title, in a column of changes. Who is away for a time (maternity, a course, a secondment) has not
left.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from lms.people.workbooks.reading.words import plain_words, tidy_text

# Longer texts tell of a whole career; what they say of some year is no remark of today.
_LONGEST = 240
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DepartureRead:
    """`written`: the text; `last_day`: the last day at the unit, None where no day is written.

    `destination`: where the person went, as written, "" where that is not said.
    """

    written: str
    last_day: dt.date | None = None
    destination: str = ""


_AWAY_FOR_A_TIME = (
    r"thai san|sinh con|con om|om|phep|khong luong|khong huong luong|duong suc|bu|viec rieng|he|le"
    r"|tet|rieng|mat suc|dieu tri|dieu duong|chua benh|hoc"
)
# What ends a post by itself, in words without marks.
_ENDS = re.compile(
    r"\bnghi (?:che do )?huu\b|\b(?:da|ve|den) huu\b|\bhuu tri\b|\bve nghi\b"
    rf"|\bnghi che do\b(?! (?:{_AWAY_FOR_A_TIME})\b)|\bnghi viec\b(?! (?:{_AWAY_FOR_A_TIME})\b)"
    r"|\bnghi cho che do\b|\bnghi cong tac\b(?! cho)|\bnghi theo (?:nd|nghi dinh|nq|nghi quyet)\b"
    r"|\bnghi (?:nd )?(?:178|154)\b"
    r"|\bnghi tinh gian\b|\btinh gian bien che\b|\bnghi huong (?:che do|bhxh)\b"
    r"|\bthoi viec\b|\bthoi (?:giu|lam|dam nhiem)\b|\bthoi cong tac\b|\bbo viec\b"
    r"|\bsa thai\b|\bbuoc thoi\b|\b(?:cham dut|het|thanh ly) (?:hop dong|hd|hdld|hdlv)\b"
    r"|\btu tran\b|\bqua doi\b|\bda mat\b|\bda chet\b|\bhy sinh\b|\btu vong\b"
    r"|^mat(?: (?:ngay|thang|nam|tu|do)\b.*| \d.*)?$|\bmat (?:ngay|thang|nam) \d|^chet\b"
    r"|\bbai nhiem\b|\bcach chuc\b|\bmien nhiem\b|\bkhong con (?:cong tac|lam viec)\b"
    r"|\bra khoi (?:nganh|co quan|don vi|bien che)\b|\bkhong tai cu\b"
)
# Only its tone tells a name from "hưu": "Vũ Hữu Ước".
_NOT_RETIRED = re.compile(r"\bh[ữựừửứ]u\b", re.IGNORECASE)
# Alone it is told from the name Hữu by its marks.
_RETIRED = re.compile(r"(?:hưu|huu)\b")
# What moves a person elsewhere, or here.
_MOVES = re.compile(
    r"\b(?:chuyen|dieu dong|thuyen chuyen|luan chuyen|bo nhiem sang|tiep nhan sang|tang cuong)\b"
)
_MOVES_OF_SOMETHING = re.compile(
    r"\bchuyen (?:ngach|xep|loai|hang|sinh hoat|doi|vien chuc|cong chuc|mon|trach|khoan|diem"
    r"|tiep|nghiep vu|chuc danh)\b|\bchuyen (?:tu )?(?:vien chuc|cong chuc) sang\b"
    r"|\b(?:chuyen|dieu dong) sang (?:lam|ngach|giu|phu trach|vien chuc|cong chuc|vi tri|dang)\b"
)
_GOES = re.compile(
    r"\bchuyen (?:cong tac|di|nganh|vung|noi|don vi|co quan|xa|huyen|tinh|truong)\b"
    r"|\bdieu dong di\b"
)
_ARRIVES = re.compile(r"\b(?:moi|duoc|tiep nhan|nhan) (?:chuyen|dieu dong|luan chuyen)\b.*\bden\b")
_TO = re.compile(r"\b(?:về|sang|đến|tới|lên|xuống|qua|ra|vào)\s+(?:công tác\s+)?(?:tại\s+)?(.*)")
_STRAIGHT_TO = re.compile(r"\b(?:chuyển|điều động)\s+(.*)")
_END_OF_PLACE = re.compile(r"[,;.()]|\s+(?:từ|kể từ|theo|ngày|tháng|năm|làm)\b|\d")
_FROM = re.compile(r"\btu (?!(?:ngay|thang|nam|thoi diem|khi|nay|quy)\b|\d)")
_PLACE = re.compile(
    r"^(?:xa|phuong|thi tran|thi xa|tt|huyen|tinh|thanh pho|tp|so|ban|phong|ubnd|hdnd|dang uy"
    r"|huyen uy|tinh uy|thanh uy|van phong|trung tam|truong|cong ty|doanh nghiep|co quan|don vi"
    r"|bo|cuc|chi cuc|benh vien|noi|mttq|mat tran|cong an|quan doi|doan|hoi|khoi|tram|kho bac"
    r"|toa an|vien|thanh tra|nganh)\b"
)
# The list's own unit, as it calls itself: who was moved there came.
_HERE = re.compile(
    r"(?:ubnd |dang uy |uy ban )?(?:xa|phuong|don vi|co quan|dia phuong)(?: nha| nay| ta)?"
)
# What is only to come, or is said of somebody else.
_NOT_YET = re.compile(
    r"\bse\b|\bdu kien\b|\bdu tuoi\b|\b(?:chuan bi|sap) (?:nghi|ve huu|thoi|chuyen|den|du)\b"
    r"|\bden (?:tuoi|han|thoi diem|nam)\b|\bde xuat\b|\bnguyen vong (?:nghi|xin|thoi|chuyen)\b"
    r"|\bxin (?:nghi|thoi|chuyen)\b|\bdon xin\b|\bthu tuc\b|\bco the\b|\bthuoc dien\b|\bneu\b"
    r"|\bchua (?:nghi|ve huu|thoi|chuyen|den|du|co (?:qd|quyet dinh))\b"
    r"|\bkhong (?:nghi|thoi|chuyen)\b"
)
# Told apart by their marks alone: "chờ nghỉ hưu" waits, "cho nghỉ hưu" is a decision.
_NOT_YET_WITH_MARKS = re.compile(r"\bchờ\b(?! chế độ)|\bđề nghị\b")
# "Nghỉ chờ chế độ", "nghỉ chờ hưu": with marks, for "cho nghỉ" is a decision.
_WAITS_AT_HOME = re.compile(
    r"\bnghỉ (?:việc |công tác |làm )?(?:để )?chờ (?:giải quyết |hưởng |đủ |đến )*"
    r"(?:chế độ|hưu|nghỉ hưu|về hưu|nghỉ chế độ|tuổi|bhxh|bảo hiểm|quyết định)"
)
_SOMEBODY_ELSE = re.compile(
    r"^thay\b|^(?:d c|dc|dong chi|ong|ba|anh|chi) \w.* (?:nhan thay|len thay|thay the)\b"
    r"|\bthay (?:the |cho )?(?:dong chi|d c|dc|ong|ba|anh|chi|co)\b"
    r"|^(?:vo|chong|me|con)\b"
)
# Told apart by its marks alone: "Bố nghỉ hưu", "Bỏ việc".
_SOMEBODY_ELSE_WITH_MARKS = re.compile(r"^bố\b")
# What ends an office, not the work at the unit: who gets another one for it is still there.
_LOST_OFFICE = re.compile(
    r"\b(?:mien nhiem|bai nhiem|cach chuc|khong tai cu"
    r"|thoi (?:giu|lam|dam nhiem|chuc|kiem nhiem))\b(?: (?:chuc|vu|danh|giu))*"
)
_GETS_OFFICE = re.compile(
    r"\b(?:bo nhiem|(?:nay|hien|hien nay|chi con|van) (?:la|lam|giu|dang)|giu chuc|giu cuong vi"
    r"|(?:duoc|de) bau|bau (?:lam|giu|chuc|vao)|trung cu|phan cong|bo tri|dieu dong|tiep tuc"
    r"|chuyen (?:sang )?(?:lam|giu)|de (?:giu|dam nhiem|nhan|lam)|nhan (?:chuc|nhiem vu)"
    r"|dam nhiem|xuong giu|(?:sang|xuong|len) lam)\b"
)
# A punishment of earlier years: who is still in the list works on.
_PUNISHED = re.compile(r"\bky luat\b")
_FOR_A_TIME = re.compile(r"\bbiet phai\b|\btam thoi\b|\bthoi han\b|\btang cuong\b")

# Numbers and days of documents are not the day on which somebody leaves.
_DOCUMENT = re.compile(
    r"(?:nghị định|nđ|nghị quyết|nq|công văn|cv|quyết định|qđ|thông báo|tb|luật|kết luận|kl)"
    r"\s*(?:số)?\s*[:.]?\s*\d+(?:[-/.]?[\w-]*)*(?:\s*(?:,|ký)?\s*ngày\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})?"
    r"|\b\d+/\d*/?(?:qđ|nđ|nq|tb|cv|kl)[\w-]*(?:\s*(?:,|ký)?\s*ngày\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<lead>(?:kể\s+)?từ(?:\s+(?:ngày|tháng))?|ngày|tháng)?[\s:]*"
    r"(?:(?P<d>\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(?P<y>\d{4}|\d{2})"
    r"|(?P<m2>\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(?P<y2>\d{4}))(?![\d/])",
    re.IGNORECASE,
)


@lru_cache(4096)
def read_departure(written: str, as_of: dt.date) -> DepartureRead | None:
    """What the text says of a person's leaving; None where it says nothing of the kind.

    Somebody who only will leave, without a day or on a day after `as_of` that is not decided, has
    not left. A decided day to come is read.
    """
    text = tidy_text(written)
    words = plain_words(_NOT_RETIRED.sub(" ", text))
    if not words or len(text) > _LONGEST or _is_of_somebody_else(text, words):
        return None
    destination = _destination_of(text, words)
    if not _says_the_end(text, words) and destination is None:
        return None
    last_day = _last_day_of(text)
    if _is_to_come(text, words) and (last_day is None or last_day >= as_of):
        return None
    return DepartureRead(text, last_day, destination or "")


def _is_of_somebody_else(text: str, words: str) -> bool:
    return bool(_SOMEBODY_ELSE.search(words) or _SOMEBODY_ELSE_WITH_MARKS.search(text.lower()))


def _without_lost_offices(words: str) -> str:
    """The words without an office that somebody gave up for another, or lost as a punishment."""
    rest = _LOST_OFFICE.sub(" ", words)
    return rest if _GETS_OFFICE.search(rest) or _PUNISHED.search(rest) else words


def _says_the_end(text: str, words: str) -> bool:
    """Whether the text says that somebody's work at the unit ended."""
    lower = text.lower()
    return bool(
        _ENDS.search(_without_lost_offices(words))
        or _RETIRED.match(lower)
        or _WAITS_AT_HOME.search(lower)
    )


def _is_to_come(text: str, words: str) -> bool:
    """Whether the text speaks of what is planned, asked for or waited for."""
    if _WAITS_AT_HOME.search(text.lower()):
        return False
    return bool(_NOT_YET.search(words) or _NOT_YET_WITH_MARKS.search(text.lower()))


def _destination_of(text: str, words: str) -> str | None:
    """Where a person was moved, "" where that is not said; None: they were not moved away."""
    if not _MOVES.search(words) or _FOR_A_TIME.search(words) or _MOVES_OF_SOMETHING.search(words):
        return None
    if _ARRIVES.search(words):
        return None
    place = _place_in(text)
    if _HERE.fullmatch(plain_words(place)):
        return None
    if place:
        return place
    # "chuyển từ xã A", "chuyển về từ 7/2025": they came here
    return "" if _GOES.search(words) and not _FROM.search(words) else None


def _place_in(text: str) -> str:
    """The place behind "về", "sang", "đến" …: "" where none stands there."""
    match = _TO.search(text.lower()) or _STRAIGHT_TO.search(text.lower())
    if match is None:
        return ""
    place = _END_OF_PLACE.split(text[match.start(1) :])[0].strip()
    plain = plain_words(place)
    if not plain or plain.startswith("tu "):
        return ""
    return place if _PLACE.search(plain) or place[:1].isupper() else ""


def _last_day_of(text: str) -> dt.date | None:
    """The last day at the unit: the day before one that stands behind "từ", else the day itself."""
    text = _DOCUMENT.sub(" ", text)
    ends = list(_DATE.finditer(text))
    if not ends:
        return None
    match = ends[0]
    day = _day_of(match)
    if day is None:
        return None
    lead = plain_words(match["lead"] or "")
    if "tu" in lead.split():
        return day - _DAY
    if match["m2"]:
        # a month alone: the post is held to its end
        return _month_end(day)
    return day


def _day_of(match: re.Match[str]) -> dt.date | None:
    """The day that is written; of a month alone its first. None for one that does not exist."""
    year = int(match["y"] or match["y2"])
    if year < 100:
        year += 2000
    try:
        return dt.date(year, int(match["m"] or match["m2"]), int(match["d"] or 1))
    except ValueError:
        return None


def _month_end(first: dt.date) -> dt.date:
    return (first.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY

"""What a column is about: columns that are known and never read, and words that stand above columns
about something else than the person's own entry.
"""

import re
from collections.abc import Sequence

from lms.people.workbooks.reading.fields.base import split_words
from lms.people.workbooks.reading.words import words_without_brackets

# Stands between the words of one path where it is shown: "Trình độ › Chuyên môn".
PATH_SEPARATOR = " › "
NUMBERINGS = frozenset(split_words("stt | tt | so tt | stt tt | so thu tu | s tt | tt chung | st"))
# How a date is to be written, as a row of the header says.
DATE_FORMATS = frozenset({"dd mm yyyy", "dd mm yy", "d m yyyy", "mm yyyy", "ngay thang nam"})
# Headers of columns that are known and never read.
IGNORED = NUMBERINGS | frozenset(
    split_words(
        "dien thoai | so dien thoai | sdt | dtdd | email | e mail | thu dien tu | dia chi | que"
        " quan | noi sinh | noi o | noi o hien nay | ho khau | he so | he so luong | bac | bac"
        " luong | ton giao | tuoi | luong | so dien thoai di dong | dien thoai di dong | chu ky |"
        " ky nhan | nguyen quan | phu cap | tham nien | tinh trang | nang khieu | dien thoai lien"
        " he | hom thu | thu dien tu cong vu | so nha | ky ten | so tai khoan | tai khoan | ma so"
        " thue | thuc linh | tien luong | so bhxh | bao hiem xa hoi | que | ho khau thuong tru |"
        " noi thuong tru | thuong tru | tuoi dang | anh | anh 3x4 | khu vuc | thu hut | cong vu |"
        " trach nhiem | uu dai | vuot khung | thanh tien | thuc nhan"
    )
)
# About something else, wherever it stands in the path: planned, former or proposed posts, the grade
# of a degree, the ranking of Party members, pay, awards, family, contacts.
_OTHER_SUBJECTS = re.compile(
    r"dien thoai|\bsdt\b|\bemail\b|thu dien tu|tai khoan|cap uy\b|quy hoach|de nghi|du kien"
    r"|du thi|thi nang|xet thang|truoc (?:day|khi)|da qua\b|truoc do\b"
    r"|(?:chuc vu|chuc danh|don vi|co quan|ngach|ho ten|ho va ten|ma|ma so) cu\b"
    r"|(?:xep loai|danh gia).*(?:tot nghiep|bang|hoc luc|dang vien|to chuc)"
    r"|phu cap|nang luong|huong luong|tro cap|thu nhap|truy linh|bao hiem|bhxh|bhyt"
    r"|thoi gian (?:giu|xep|huong) (?:ngach|bac|luong)|(?:ngay|thoi diem|thoi gian) (?:bo nhiem"
    r"|xep|huong|giu|vao)(?: vao)? (?:ngach|bac|hang)|\b(?:duoi|o) ngach hien|nang ngach"
    r"|chuyen ngach|khen thuong|ky luat|nghi huu|nghi viec|nghi che do|tinh gian"
    r"|\bhe so\b|^so (?:nam|thang)\b|\bdien thoai\b|\bcua (?:vo|chong|con|cha|me|bo)\b"
    r"|nguoi (?:lien he|ky|lap|gioi thieu|bao tin|than|phu trach|quan ly|kiem tra|nhan xet)"
    r"|lien he khi|(?:ho )?(?:va )?ten (?:vo|chong|con|cha|me|bo)\b"
    r"|cua (?:vo|chong|con|cha|me|bo)\b|\b(?:vo chong|vo hoac chong|cha me|bo me|con de|con ruot)\b"
    r"|gia dinh|than nhan|quan he|anh chi em"
    r"|que quan|nguyen quan|noi sinh|\bnoi o\b|thuong tru|tam tru|ho khau|dia chi|cho o\b"
    r"|nhap ngu|xuat ngu|quan ham|thuong binh|(?:di|ra|o) nuoc ngoai"
    r"|\bthe dang|tuoi dang|ngay vao nganh|vao (?:cong )?doan\b|chi bo\b|dang vien huong dan"
)
# The same, but only as a whole word of the path.
_OTHER_WORDS = re.compile(
    r"(?:vo|chong|con|cha|bo|me|cac con|nguoi ky|que)"
    r"|(?:ngay|noi|co quan|thoi gian|ngay thang|ngay thang nam) (?:cap|ky)"
    r"(?: (?:cccd|cmnd|can cuoc|the can cuoc|can cuoc cong dan|the))?"
)
_RELATIVES_NAME = re.compile(
    r"\bten (?:cua )?(?:vo|chong|con|cha|me|bo|than nhan|nguoi than)\b"
    r"|\b(?:vo|chong|con|cha|me|bo|than nhan)\b.*\bho (?:va )?ten\b"
)
# Says plainly what the column is, whatever stands above it: "Thời gian giữ ngạch › Mã số ngạch".
_PLAIN_RANKS = re.compile(r"(?:ma|ma so|ten) (?:ngach|hang|cdnn)\b.*|ngach(?: cong chuc)? hien giu")
# Offices beside the post: taken only where the list has no other.
_ASIDE = re.compile(
    r"\bchuc (?:vu|danh)\b.*\b(?:dang|doan the|kiem nhiem|doan|hoi|cap uy|mat tran|mttq)\b"
    r"|\b(?:dang|doan the|kiem nhiem|cap uy)\b.*\bchuc (?:vu|danh)\b|dang chinh thuc|^chinh thuc$"
)
# "Chức vụ, chức danh (Đảng, chính quyền)" is the one office of the list.
_OF_OFFICE = re.compile(r"chinh quyen|chuyen mon|cong tac")


def plain_path(path: Sequence[str]) -> tuple[str, ...]:
    """The words above a column as they are compared, without the form of its values."""
    words = tuple(map(words_without_brackets, path))
    return tuple(word for word in words if word not in DATE_FORMATS) or words


def names_relative(words: Sequence[str]) -> bool:
    """Whether a column holds names of relatives: "Họ và tên vợ (chồng)"."""
    return _RELATIVES_NAME.search(" ".join(words)) is not None


def is_about_other(words: Sequence[str]) -> bool:
    """Whether a column is about something else than the person's own entry in the register.

    `words`: the plain words of its path from top to bottom.
    """
    if _PLAIN_RANKS.fullmatch(words[-1]) and not re.search(r"\bcu\b|de nghi|du thi", words[-1]):
        return False
    if any(map(_OTHER_WORDS.fullmatch, words)):
        return True
    return bool(_OTHER_SUBJECTS.search(" ".join(words)))


def is_aside(words: Sequence[str]) -> bool:
    """Whether a column is about an office in the Party or a union, held beside the post."""
    whole = " ".join(words)
    return bool(_ASIDE.search(whole)) and not _OF_OFFICE.search(whole)


def is_known_header(header: str) -> bool:
    """Whether a column that is not read is left out on purpose; `header`: its path as shown."""
    words = plain_path(header.split(PATH_SEPARATOR))
    return words[-1] in IGNORED or is_about_other(words)

"""A list of officials as a commune keeps it in Excel, for the journey that brings it in and for
its picture.
"""

import io

import openpyxl

SHEET = "Na Son"
TITLE, MOVED = "Chuyên viên Văn phòng HĐND và UBND", "Phó Trưởng phòng Kinh tế"
NEW = "Thào Thị Xuân Sương"
# The three rows that cannot be read, and where.
REFUSED = {"Vàng A Sử": "D9", "Lò Văn Ngân": "G10", "Cà Thị Ơn": "F11"}
_HEADERS = (
    "TT",
    "Mã CB",
    "Họ và tên",
    "Ngày, tháng,\nnăm sinh",
    "G.tính",
    "Đơn vị",
    "Việc đang giữ",
    "Tin học",
)
_LEVELS = {"I": "ĐH", "J": "CĐ", "K": "TC"}


def messy_list(known: list[tuple[str, str]]) -> bytes:
    """Titles above, a header over three columns of marks, a date that is none, a formula, a unit
    that is not there.

    known: name and staff code of two people who are in the register; the first one gets another
    post.
    """
    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET
    page["A1"], page["A2"] = "ỦY BAN NHÂN DÂN XÃ NA SON", "DANH SÁCH CÁN BỘ, CÔNG CHỨC"
    page.merge_cells("A1:D1")
    for column, words in zip("ABCDEFGH", _HEADERS, strict=True):
        page[f"{column}4"] = words
        page.merge_cells(f"{column}4:{column}5")
    page["I4"] = "Trình độ chuyên môn"
    page.merge_cells("I4:K4")
    for column, words in _LEVELS.items():
        page[f"{column}5"] = words
    wrong = list(REFUSED)
    rows = (
        (1, known[0][1], known[0][0], None, None, None, MOVED, "x"),
        (2, known[1][1], known[1][0]),
        (3, None, NEW.replace(" ", "  ").upper(), "7/3/1994", "Nữ", None, TITLE, None, "x"),
        (4, None, wrong[0], "31/02/1990", "Nam", None, TITLE, "x", None, "x"),
        (5, None, wrong[1], "12/09/1988", "Nam", None, '=UPPER("chuyên viên")', None, "x"),
        (6, None, wrong[2], "25/11/1991", "Nữ", "Xã Không Có Thật", TITLE, None, None, None, "x"),
    )
    for row, values in enumerate(rows, start=6):
        for column, value in enumerate(values, start=1):
            page.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

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


def messy_list(known_people: list[tuple[str, str]]) -> bytes:
    """Titles above, a header over three columns of marks, a date that is none, a formula, a unit
    that is not there.

    known_people: name and staff code of two people in the register; the first gets another post.
    """
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    worksheet.title = SHEET
    worksheet["A1"], worksheet["A2"] = "ỦY BAN NHÂN DÂN XÃ NA SON", "DANH SÁCH CÁN BỘ, CÔNG CHỨC"
    worksheet.merge_cells("A1:D1")
    for column, words in zip("ABCDEFGH", _HEADERS, strict=True):
        worksheet[f"{column}4"] = words
        worksheet.merge_cells(f"{column}4:{column}5")
    worksheet["I4"] = "Trình độ chuyên môn"
    worksheet.merge_cells("I4:K4")
    for column, words in _LEVELS.items():
        worksheet[f"{column}5"] = words
    wrong = list(REFUSED)
    rows = (
        (1, known_people[0][1], known_people[0][0], None, None, None, MOVED, "x"),
        (2, known_people[1][1], known_people[1][0]),
        (3, None, NEW.replace(" ", "  ").upper(), "7/3/1994", "Nữ", None, TITLE, None, "x"),
        (4, None, wrong[0], "31/02/1990", "Nam", None, TITLE, "x", None, "x"),
        (5, None, wrong[1], "12/09/1988", "Nam", None, '=UPPER("chuyên viên")', None, "x"),
        (6, None, wrong[2], "25/11/1991", "Nữ", "Xã Không Có Thật", TITLE, None, None, None, "x"),
    )
    for row, values in enumerate(rows, start=6):
        for column, value in enumerate(values, start=1):
            worksheet.cell(row, column, value)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()

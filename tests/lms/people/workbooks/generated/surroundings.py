"""What stands around the people of a list: letterhead, titles, headings, totals, signatures."""

import datetime as dt
import random

from tests.lms.people.workbooks.generated.columns import ListColumn
from tests.lms.people.workbooks.generated.grid import GridCell, GridSheet
from tests.lms.people.workbooks.generated.invented import PROVINCE_NAME, Place
from tests.lms.people.workbooks.generated.layouts import Layout
from tests.lms.people.workbooks.generated.sections import Heading

REMARKS = ListColumn("remarks", (("Ghi chú",),), lambda _person: ("",), None)
_HARMLESS = (
    "",
    "",
    "Hồ sơ đủ",
    "Đang học đại học tại chức",
    "Kiêm nhiệm Trưởng bản",
    "Đảng ủy viên",
    "Nghỉ thai sản từ 01/5/2026",
    "Mới chuyển đến từ 01/02/2026",
)
# A note that somebody has left → the last day, where that is still to come.
LEFT: dict[str, dt.date | None] = {
    "Nghỉ hưu từ 01/3/2026": None,
    "Nghỉ hưu theo Quyết định số 12/QĐ-UBND ngày 01/02/2026": None,
    "Đã mất": None,
    "Chuyển công tác từ 15/4/2026": None,
    "Đã nghỉ việc từ tháng 01/2026": None,
    "Nghỉ hưu từ 01/9/2026": dt.date(2026, 8, 31),
}


def remark_of(layout: Layout, rng: random.Random) -> str:
    """A note beside a person; in some lists some of them say that the person has left."""
    if layout["remarks"] == "some have left" and rng.random() < 0.3:
        return rng.choice(list(LEFT))
    return rng.choice(_HARMLESS)


def _names_unit(layout: Layout, *ways: str) -> bool:
    return layout["units"] in ways


def write_letterhead(
    sheet: GridSheet,
    layout: Layout,
    place: Place,
    upload: Place,
    width: int,
    rng: random.Random,
) -> None:
    """Who sends the list, and the motto of the country. Only in a list that names units nowhere
    else does the sender say whose people these are.
    """
    if layout["letterhead"] == "none":
        return
    sender = place if _names_unit(layout, "letterhead") else upload
    below = "SỞ NỘI VỤ" if sender.is_province else f"UBND {(sender.commune or sender.name).upper()}"
    left, right = 1, max(4, width - 2)
    upper = (f"UBND {PROVINCE_NAME.upper()}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    lower = (below, "Độc lập - Tự do - Hạnh phúc")
    row = sheet.last_row + 1
    if layout["letterhead"] == "two corners":
        for line, (sender_text, motto) in enumerate((upper, lower)):
            sheet.put(row + line, left, sender_text)
            sheet.put(row + line, right, motto)
    else:
        for column, texts in ((left, (upper[0], lower[0])), (right, (upper[1], lower[1]))):
            sheet.put(row, column, "\n".join(texts))
    sheet.last_row += 1
    if rng.random() < 0.3:
        sheet.put(sheet.last_row + 1, right, "Na Son, ngày 20 tháng 6 năm 2026")
        sheet.last_row += 1


def write_title(
    sheet: GridSheet, layout: Layout, place: Place, width: int, rng: random.Random
) -> None:
    """The title lines; they name the unit only where the list says by them whose people it has."""
    says_unit = _names_unit(layout, "title", "title of each sheet", "title of each table")
    if layout["title lines"] == "none" and not says_unit:
        return
    name = place.name
    titles = [
        rng.choice(("DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", "DANH SÁCH TRÍCH NGANG CÁN BỘ"))
    ]
    if says_unit:
        titles = rng.choice(
            (
                [f"DANH SÁCH CÁN BỘ {name.upper()}"],
                [f"Danh sách cán bộ, công chức {name[:1].lower()}{name[1:]} năm 2026"],
                [*titles, f"Đơn vị: {name}"],
                [*titles, name.upper()],
            )
        )
    if layout["title lines"] == "three":
        titles += ["(Kèm theo Công văn số 12/SNV-CCVC ngày 03 tháng 6 năm 2026)", "Năm 2026"]
    is_merged = layout["header"] != "not merged"
    for text in titles:
        row = sheet.last_row + 1
        sheet.put(row, 1, text)
        if is_merged:
            sheet.merge(1, row, width, row)
    sheet.last_row += rng.choice((0, 1))


def sheet_name(layout: Layout, place: Place, rng: random.Random) -> str:
    """The name of the sheet of one unit; different for each unit in any case."""
    if _names_unit(layout, "name of each sheet"):
        short = place.name if place.commune else place.name.partition(" ")[2]
        return rng.choice((place.name, short))[:31]
    return f"DS {place.code}"


def write_column_numbers(sheet: GridSheet, layout: Layout, width: int) -> None:
    form = layout["column numbers"]
    if form == "none":
        return
    row = sheet.last_row + 1
    for number in range(1, width + 1):
        text: object = number
        if form == "(1) (2)":
            text = f"({number})"
        elif form == "A B 1 2":
            text = "AB"[number - 1] if number < 3 else number - 2
        sheet.put(row, number, text)


def write_running_number(
    sheet: GridSheet, layout: Layout, row: int, column: int, number: int
) -> None:
    form = layout["running number"]
    if form == "formula":
        sheet.put(row, column, number, formula=f"ROW()-{row - number}")
    else:
        sheet.put(row, column, str(number) if form == "text" else number)


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def write_heading(
    sheet: GridSheet,
    layout: Layout,
    heading: Heading,
    width: int,
) -> None:
    """A heading between the people, for a unit or a group: "I. XÃ NA SON", "1. Công chức"."""
    row = sheet.last_row + 1
    number = heading.number
    mark = (_ROMAN[number - 1], str(number), "abcdefghijkl"[number - 1])[heading.depth]
    text = heading.text.upper() if heading.depth == 0 else heading.text
    form = layout["headings"]
    if form == "number and text in two cells":
        sheet.put(row, 1, mark)
        sheet.put(row, 2, text)
        return
    if form == "with the count behind":
        text = f"{text} ({heading.count} người)"
    sheet.put(row, 1, f"{mark}. {text}")
    if form == "with the count beside":
        sheet.put(row, 4, heading.count)
    elif form == "merged over the table":
        sheet.merge(1, row, width, row)


def write_total(sheet: GridSheet, word: str, count: int, column: int) -> None:
    row = sheet.last_row + 1
    sheet.put(row, column, word)
    sheet.put(row, column + 1, count)


def write_foot(sheet: GridSheet, layout: Layout, width: int) -> None:
    """What stands below the table."""
    form = layout["foot"]
    if form == "none":
        return
    right = max(4, width - 2)
    if form == "total and signatures":
        sheet.put(sheet.last_row + 1, 1, "Tổng cộng: 25 người")
    if form == "notes":
        sheet.last_row += 1
        sheet.put(sheet.last_row + 1, 1, "Ghi chú: Danh sách này gồm cả người đang đi học.")
        return
    sheet.last_row += 1
    sheet.put(sheet.last_row + 1, right, "Na Son, ngày 20 tháng 6 năm 2026")
    row = sheet.last_row + 1
    sheet.put(row, 2, "NGƯỜI LẬP BIỂU")
    sheet.put(row, right, "TM. ỦY BAN NHÂN DÂN")
    sheet.put(row + 1, 2, "(Ký, ghi rõ họ tên)")
    sheet.put(row + 1, right, "CHỦ TỊCH")
    sheet.put(row + 5, 2, "Lò Thị Lập Biểu")
    sheet.put(row + 5, right, "Trần Văn Ký Tên")


def other_sheet(layout: Layout) -> GridSheet | None:
    """A sheet that is not about the people of the list."""
    rows = {
        "instructions": (
            ("Hướng dẫn ghi biểu",),
            ("Cột 2: họ và tên ghi chữ in hoa.",),
            ("Cán bộ ghi CB, công chức ghi CC.",),
        ),
        "hidden list": (("STT", "Mã CBCCVC", "Họ và tên"), (1, "AN001", "Người Trong Danh Mục")),
        "statistics": (
            ("THỐNG KÊ SỐ LƯỢNG, CHẤT LƯỢNG",),
            ("STT", "Đơn vị", "Tổng số", "Nữ", "Dân tộc thiểu số", "Đảng viên"),
            (1, "Xã Na Son", 25, 11, 20, 18),
            (2, "Xã Xa Dung", 23, 9, 21, 15),
        ),
    }.get(layout["other sheets"])
    if rows is None:
        return None
    sheet = GridSheet(
        "Phụ lục" if layout["other sheets"] != "hidden list" else "Danh mục",
        is_hidden=layout["other sheets"] == "hidden list",
    )
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            sheet.cells[number, column] = GridCell(value)
    return sheet

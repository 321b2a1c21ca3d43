"""Every filled cell of a person's row is read, refused, warned of, or listed as not read: exactly
one of them.
"""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.workbooks.reading import RefusedRow, guess_workbook, read_rows
from lms.people.workbooks.reading.files.grid import column_name
from lms.people.workbooks.reading.unread import UnreadCells
from tests.lms.people.workbooks.reading.workbook_files import build_table, open_bytes

# Header → values that may stand below it, some of them wrong.
COLUMNS = {
    "STT": (1,),
    "Ngày sinh": ("05/03/1980", "31/02/1980"),
    "Giới tính": ("Nam", "?"),
    "Chức vụ": ("Chủ tịch", 0.25),
    "Đơn vị": ("Xã Na Son",),
    "Phụ cấp": (0.7,),
    "Điện thoại": ("0912345678",),
    "Sở trường": ("Hát",),
    "Ghi chú": ("Nghỉ hưu từ 01/9/2026",),
    "LLCT": ("Trung cấp", "Đã học"),
    None: ("không có tiêu đề",),
}
NAME = "Họ và tên"


@st.composite
def lists(draw):
    """Headers in any order, once or twice side by side, and one row below them."""
    others = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=1, unique=True))
    block = draw(st.permutations([NAME, "Dân tộc", *others]))
    blocks = draw(st.integers(1, 2))
    row = []
    for header in block * blocks:
        if header == NAME:
            row.append(draw(st.sampled_from(["Lò Thị Mai", "Hờ A Páo", "Cà Văn Minh"])))
        elif header == "Dân tộc":
            row.append("Thái")
        else:
            row.append(draw(st.sampled_from([None, *COLUMNS[header]])))
    return [list(block) * blocks, row]


@settings(max_examples=40, deadline=None)
@given(lists())
def test_every_cell_of_a_persons_row_is_accounted_for_once(rows):
    workbook = open_bytes(build_table(rows))
    mapping, unread = guess_workbook(workbook), UnreadCells()
    people = list(read_rows(workbook, mapping, dt.date(2026, 11, 30), unread))
    assert len(people) == rows[0].count(NAME)
    filled = {column_name(number) for number, value in enumerate(rows[1], 1) if value is not None}
    listed = [column.column for column in unread.columns_of("DS", mapping["DS"].headers)]
    read = set(mapping["DS"].columns) & filled
    assert len(listed) == len(set(listed))
    assert read.isdisjoint(listed)
    assert read | set(listed) == filled
    for person in people:
        if isinstance(person, RefusedRow):
            assert person.cell.rstrip("2") in read
        else:
            cells = {cell.rstrip("2") for cell in person.cells.values() if cell}
            assert cells <= read
    if not any(isinstance(person, RefusedRow) for person in people):
        assert {cell.rstrip("2") for person in people for cell in person.cells.values()} == read

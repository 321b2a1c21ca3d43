"""Layouts that generated lists showed to be read wrong: headings, page headers and deep headers."""

import datetime as dt

import pytest

from lms.people.workbooks.reading import guess_workbook, read_rows
from tests.lms.people.workbooks.reading.workbook_files import build_table, guess_table, open_bytes

AS_OF = dt.date(2026, 6, 30)


def read_table(rows, merges=()):
    workbook = open_bytes(build_table(rows, merges))
    return list(read_rows(workbook, guess_workbook(workbook), AS_OF))


def named(rows):
    return [row.full_name for row in rows]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("I. XÃ NA SON (6 người)", "XÃ NA SON"),
        ("I. Xã Na Son: 6 đồng chí", "Xã Na Son"),
        ("II. Phòng Văn hóa - Xã hội (có 3 người)", "Phòng Văn hóa - Xã hội"),
        ("III. Tổ 5 (12)", ""),
    ],
)
def test_a_heading_with_its_count_in_the_column_of_codes(heading, unit):
    rows = read_table(
        [
            ["Mã cán bộ", "Họ và tên", "Ngày sinh"],
            [heading],
            ["CB1", "Lò Thị Mai", "05/03/1980"],
            ["Tổng cộng: 25 người"],
        ]
    )
    assert named(rows) == ["Lò Thị Mai"]
    assert rows[0].unit == unit


def test_numbered_units_in_the_column_of_codes_with_their_count_beside():
    rows = read_table(
        [
            ["Mã cán bộ", "Họ và tên", "Ngày sinh"],
            ["I. CÁN BỘ", None, 3],
            ["1. Xã Mường Luân", None, 2],
            ["CB1", "Lò Thị Mai", "05/03/1980"],
            ["CB 2", "Vừ A Sình", "05/03/1981"],
            ["2. Xã Na Son", None, 1],
            ["CB3", "Hờ A Páo", "05/03/1982"],
        ]
    )
    assert [row.unit for row in rows] == ["Xã Mường Luân", "Xã Mường Luân", "Xã Na Son"]


def test_a_group_heading_with_its_count():
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh"],
            ["I. VIÊN CHỨC (1 người)"],
            [1, "Lò Thị Mai", "05/03/1980"],
            ["II", "NGƯỜI HOẠT ĐỘNG KHÔNG CHUYÊN TRÁCH"],
            [2, "Vừ A Sình", "05/03/1981"],
        ]
    )
    assert [row.group for row in rows] == ["public_employee", "part_time_commune_worker"]


def test_a_page_header_whose_first_row_has_general_words_alone():
    header = [
        ["STT", "Thông tin cá nhân", None, "Đảng viên"],
        [None, "Họ và tên", "Ngày sinh", None],
    ]
    merges = ("A1:A2", "B1:C1", "D1:D2", "A4:A5", "B4:C4", "D4:D5")
    rows = read_table(
        [*header, [1, "Lò Thị Mai", "05/03/1980"], *header, [2, "Vừ A Sình", "05/03/1981"]],
        merges,
    )
    assert named(rows) == ["Lò Thị Mai", "Vừ A Sình"]


def test_the_remark_of_a_neighbour_is_not_about_somebody_else():
    head = ["STT", "Họ và tên", "Ngày sinh", "Ghi chú"] * 2
    left, right = read_table(
        [
            head,
            [1, "Lò Thị Mai", "05/03/1980", "Đã mất", 2, "Vừ A Sình", "05/03/1981", None],
        ]
    )
    assert left.departure is not None
    assert right.departure is None


def test_words_over_words_over_columns_that_were_not_merged():
    guessed = guess_table(
        [
            ["STT", "Thông tin chung"],
            [None, "Họ và tên", "Ngày sinh", None, None, "Giới tính"],
            [None, None, "Ngày", "Tháng", "Năm"],
            [1, "Lò Thị Mai", 5, 3, 1980, "Nữ"],
        ]
    )
    assert guessed.columns == {
        "B": "full_name",
        "C": "birth_date.day",
        "D": "birth_date.month",
        "E": "birth_date.year",
        "F": "sex",
    }


def test_three_levels_of_headers_each_two_rows_high():
    guessed = guess_table(
        [
            ["STT", "Họ và tên", None, "Trình độ", None],
            [],
            [None, None, None, "Chuyên môn", None],
            [],
            [None, None, None, "Đại học", "Cao đẳng"],
            [],
            [1, "Lò Thị", "Mai", "x", None],
        ],
        ("A1:A6", "B1:C6", "D1:E2", "D3:E4", "D5:D6", "E5:E6"),
    )
    assert guessed.columns == {
        "B": "family_name",
        "C": "given_name",
        "D": "professional.university",
        "E": "professional.college",
    }
    assert guessed.header_last == 6


@pytest.mark.parametrize("header", ["Số điện thoại cơ quan", "Năm sinh của vợ (chồng)"])
def test_columns_about_something_else(header):
    guessed = guess_table([["Họ và tên", header], ["Lò Thị Mai", "1985"]])
    assert guessed.columns == {"A": "full_name"}


def test_the_office_in_the_party_committee_stands_behind_the_post():
    guessed = guess_table(
        [
            ["Họ và tên", "Cấp ủy", None, "Chức vụ hiện nay"],
            [None, "Chức vụ", "Nhiệm kỳ", None],
            ["Lò Thị Mai", "Đảng ủy viên", "2025-2030", "Chủ tịch"],
        ],
        ("A1:A2", "B1:C1", "D1:D2"),
    )
    assert guessed.columns == {"A": "full_name", "D": "title"}


def test_a_header_above_empty_rows_that_are_merged():
    guessed = guess_table(
        [
            ["STT", "Thông tin cá nhân", None, "Kết quả xếp loại", None],
            [],
            [None, "Họ và tên", "Ngày sinh", "Năm 2024", "Năm 2025"],
            [],
            [1, "Lò Thị Mai", "05/03/1980", "HTTNV", "HTNV"],
        ],
        ("A1:A4", "B1:C2", "D1:E2", "B3:B4", "C3:C4", "D3:D4", "E3:E4"),
    )
    assert guessed.columns == {
        "B": "full_name",
        "C": "birth_date",
        "D": "rating:2024",
        "E": "rating:2025",
    }


def test_wider_words_above_the_names_of_which_some_are_unknown():
    guessed = guess_table(
        [
            ["Thông tin cá nhân", None, "Dân tộc", "Đơn vị", "Khác nữa"],
            ["Họ và tên", "Ngày sinh", None, None, "Tùy ghi"],
            ["Lò Thị Mai", "05/03/1980", "Thái", "Xã Na Son", "a"],
        ]
    )
    assert guessed.columns == {
        "A": "full_name",
        "B": "birth_date",
        "C": "ethnicity",
        "D": "unit",
    }


def test_the_count_beside_the_first_heading_is_no_word_of_the_header():
    guessed = guess_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Giới tính"],
            ["I. PHƯỜNG MƯỜNG THANH", None, None, 6],
            [1, "Lò Thị Mai", "05/03/1980", "Nữ"],
        ]
    )
    assert guessed.header_last == 1
    assert guessed.columns["D"] == "sex"


def test_marks_are_counted_without_the_headers_of_later_pages():
    header = ["STT", "Họ và tên", "Nữ"]
    numbers = ["(1)", "(2)", "(3)"]
    guessed = guess_table(
        [header, numbers, [1, "Lò Thị Mai", "x"], header, numbers, [2, "Vừ A Sình", None]]
    )
    assert guessed.columns["C"] == "sex_female"


@pytest.mark.parametrize("mark", ["-nt-", "nt", "Như trên", '"', "''", "”", '- " -', "//", "〃"])
def test_a_ditto_mark_says_what_stands_above(mark):
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ"],
            [1, "Lò Thị Mai", "05/03/1980", "Xã Na Son", "Văn thư"],
            [2, "Vừ A Sình", "05/03/1981", mark, mark],
            [3, "Cà Thị Ún", "05/03/1982", mark, "Thủ quỹ"],
        ]
    )
    assert [(row.unit, row.title) for row in rows] == [
        ("Xã Na Son", "Văn thư"),
        ("Xã Na Son", "Văn thư"),
        ("Xã Na Son", "Thủ quỹ"),
    ]
    assert rows[1].cells["unit"] == "D3"


def test_a_lettered_heading_is_no_name_though_it_begins_like_one():
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh"],
            ["III", "VĂN PHÒNG HĐND VÀ UBND"],
            [1, "Lò Thị Mai", "05/03/1980"],
        ]
    )
    assert [(row.full_name, row.unit) for row in rows] == [("Lò Thị Mai", "VĂN PHÒNG HĐND VÀ UBND")]


def test_units_above_blocks_are_no_header():
    rows = read_table(
        [
            ["VĂN PHÒNG HĐND VÀ UBND", None, None, "PHÒNG VĂN HÓA - XÃ HỘI", None, None],
            ["STT", "Họ và tên", "Ngày sinh"] * 2,
            [1, "Lò Thị Mai", "05/03/1980", 2, "Vừ A Sình", "05/03/1981"],
        ]
    )
    assert [(row.full_name, row.unit_sources[0].text) for row in rows] == [
        ("Lò Thị Mai", "VĂN PHÒNG HĐND VÀ UBND"),
        ("Vừ A Sình", "PHÒNG VĂN HÓA - XÃ HỘI"),
    ]


def test_a_title_in_the_column_of_codes_is_no_code():
    rows = read_table(
        [
            ["Mã cán bộ", "Họ và tên", "Ngày sinh"],
            ["CB1", "Lò Thị Mai", "05/03/1980"],
            [],
            ["Danh sách cán bộ, công chức xã Mường Luân năm 2026"],
            ["Năm 2026"],
            ["Mã cán bộ", "Họ và tên", "Ngày sinh"],
            ["CB2", "Vừ A Sình", "05/03/1981"],
        ]
    )
    assert named(rows) == ["Lò Thị Mai", "Vừ A Sình"]
    assert rows[1].unit_sources[0].text == "xã Mường Luân"


def test_a_name_on_two_lines_says_nothing_of_retirement():
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Ghi chú"],
            [1, "Vũ\nHữu Ước", "05/03/1980", None],
            [2, "Vũ Văn An\n(đã nghỉ hưu)", "05/03/1981", None],
        ]
    )
    assert [row.departure is not None for row in rows] == [False, True]


def test_a_header_typed_anew_above_a_list_in_an_old_font():
    rows = read_table(
        [
            ["STT", "Họ và đệm", "Tên", "Ngày sinh"],
            [1, "Hµ V¨n", "Tè", "05/03/1980"],
            [2, "L­êng ThÞ", "Dî", "05/03/1981"],
            [3, "NguyÔn V¨n", "B¾c", "05/03/1982"],
        ]
    )
    assert named(rows) == ["Hà Văn Tố", "Lường Thị Dợ", "Nguyễn Văn Bắc"]


def test_the_name_of_a_place_over_two_lines():
    rows = read_table(
        [
            ["PHƯỜNG MƯỜNG\nTHANH", None, None, "UBND TỈNH ĐIỆN BIÊN\nUBND XÃ\nNA SON"],
            ["STT", "Họ và tên", "Ngày sinh", "Dân tộc"],
            [1, "Lò Thị Mai", "05/03/1980", "Thái"],
        ]
    )
    assert "PHƯỜNG MƯỜNG THANH" in [source.text for source in rows[0].unit_sources]


def test_a_heading_right_below_a_page_header_is_none_of_its_rows():
    header = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
    rows = read_table(
        [
            header,
            ["I", "PHƯỜNG MƯỜNG THANH"],
            [1, "Lò Thị Mai", "05/03/1980", "011080000001"],
            header,
            ["II", "NGƯỜI HOẠT ĐỘNG KHÔNG CHUYÊN TRÁCH"],
            [2, "Vừ A Sình", "05/03/1981", "011081000002"],
        ]
    )
    assert [(row.unit, row.group) for row in rows] == [
        ("PHƯỜNG MƯỜNG THANH", ""),
        ("", "part_time_commune_worker"),
    ]

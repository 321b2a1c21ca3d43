"""What stands around the people of real lists: offices of several kinds, hints how to fill in a
column, figures beside the table, words for men and women, notes and titles.
"""

import datetime as dt

import openpyxl
import openpyxl.chart
import pytest

from lms.core.errors import BadInput
from lms.people.personnel.rules.ages import BirthPrecision
from lms.people.workbooks.reading import RefusedRow, guess_workbook, read_rows
from lms.people.workbooks.reading.values.departures import read_departure
from tests.lms.people.workbooks.reading.workbook_files import (
    build_table,
    excel_day,
    open_bytes,
    save_workbook,
)

AS_OF = dt.date(2026, 11, 30)
BORN = "15/03/1985"


def read_table(rows, merges=(), name="DS"):
    workbook = open_bytes(build_table(rows, merges, name))
    return list(read_rows(workbook, guess_workbook(workbook), AS_OF))


class TestOfficesOfSeveralKinds:
    @pytest.mark.parametrize(
        ("kinds", "titles"),
        [
            (["Đảng", "Chính quyền", "Đoàn thể"], ["Chủ tịch UBND", "Văn phòng"]),
            (["Chính quyền", "Đảng", "Mặt trận"], ["Phó Bí thư", "Bí thư"]),
            (["Đảng", "Chuyên môn", "Công đoàn"], ["Chủ tịch UBND", "Văn phòng"]),
        ],
    )
    @pytest.mark.parametrize("merges", [(), ("D1:F1",), ("A1:A2", "B1:B2", "C1:C2", "D1:F1")])
    def test_the_office_of_the_state_is_the_title(self, kinds, titles, merges):
        rows = read_table(
            [
                ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", None, None, "Giới tính"],
                [None, None, None, *kinds, None],
                [1, "Lò Thị Mai", BORN, "Phó Bí thư", "Chủ tịch UBND", None, "Nữ"],
                [2, "Vừ A Sình", BORN, "Bí thư", "Văn phòng", "Đoàn viên", "Nam"],
            ],
            merges,
        )
        assert [(row.full_name, row.title) for row in rows] == list(
            zip(["Lò Thị Mai", "Vừ A Sình"], titles, strict=True)
        )

    def test_somebody_without_a_name_is_no_second_row_of_the_header(self):
        rows = read_table(
            [
                ["TT", "Họ và tên", "Ngày sinh", "Chức vụ"],
                [1, None, BORN, "Văn phòng"],
                [2, "Vừ A Sình", BORN, "Bí thư"],
            ]
        )
        assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize(
    "hints",
    [
        [None, None, "dd/mm/yyyy", None],
        [None, None, "(ngày/tháng/năm)", "(Nam/Nữ)"],
        [None, "(Viết in hoa có dấu)", "dd/mm/yyyy", "Ghi Nam hoặc Nữ"],
        [None, "Ví dụ: Lò Văn A", "mm/yyyy", None],
    ],
)
@pytest.mark.parametrize("numbering", [True, False])
def test_hints_how_to_fill_in_a_column_are_about_nobody(hints, numbering):
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Giới tính"],
            hints,
            *([["(1)", "(2)", "(3)", "(4)"]] if numbering else []),
            [1, "Vừ A Sình", BORN, "Nam"],
        ]
    )
    assert [(row.full_name, row.sex) for row in rows] == [("Vừ A Sình", "m")]


class TestFiguresBeside:
    @pytest.mark.parametrize(
        ("header", "figures"),
        [
            (["Đơn vị", "Số lượng"], [["Xã Na Son", 12], ["Xã Xa Dung", 9], ["Cộng", 21]]),
            (["Chức danh", "Số người"], [["Công chức", 12], ["Cán bộ", 9], ["Tổng", 21]]),
            (["Xã", "Tổng số", "Nữ"], [["Na Son", 12, 5], ["Xa Dung", 9, 4], [None, 21, 9]]),
        ],
    )
    def test_they_say_nothing_of_the_people(self, header, figures):
        rows = read_table(
            [
                ["STT", "Họ và tên", "Ngày sinh", "Giới tính", None, *header],
                [1, "Lò Thị Mai", BORN, "Nữ", None, *figures[0]],
                [2, "Vừ A Sình", BORN, "Nam", None, *figures[1]],
                [None, None, None, None, None, *figures[2]],
            ]
        )
        assert [(row.full_name, row.unit, row.title) for row in rows] == [
            ("Lò Thị Mai", "", ""),
            ("Vừ A Sình", "", ""),
        ]

    def test_an_empty_column_within_a_list_ends_nothing(self):
        rows = read_table(
            [
                ["STT", "Họ và tên", "Ngày sinh", None, "Đơn vị", "Chức vụ", "Hệ số"],
                [1, "Lò Thị Mai", BORN, None, "Xã Na Son", "Văn phòng", 3],
            ]
        )
        assert [(row.unit, row.title) for row in rows] == [("Xã Na Son", "Văn phòng")]


class TestSexAroundThePeople:
    @pytest.mark.parametrize(("men", "women"), [("NAM", "NỮ"), ("Nam giới", "Nữ giới")])
    def test_above_people_side_by_side(self, men, women):
        block = ["STT", "Họ và tên", "Năm sinh"]
        rows = read_table(
            [
                [men, None, None, women, None, None],
                block * 2,
                [1, "Vừ A Sình", 1990, 1, "Lò Thị Mai", 1985],
                [2, "Hạng A Chứ", 1983, 2, "Cà Thị Ún", 1991],
            ]
        )
        assert [(row.full_name, row.sex) for row in rows] == [
            ("Vừ A Sình", "m"),
            ("Lò Thị Mai", "f"),
            ("Hạng A Chứ", "m"),
            ("Cà Thị Ún", "f"),
        ]

    def test_as_headings_between_the_people(self):
        rows = read_table(
            [
                ["STT", "Họ và tên", "Ngày sinh"],
                ["I", "Nam", None],
                [1, "Vừ A Sình", BORN],
                ["II", "Nữ (1 người)", None],
                [2, "Lò Thị Mai", BORN],
            ]
        )
        assert [row.sex for row in rows] == ["m", "f"]

    def test_a_column_of_forms_of_address(self):
        rows = read_table(
            [
                ["STT", "Ông/Bà", "Họ và tên", "Ngày sinh"],
                [1, "Bà", "Lò Thị Mai", BORN],
                [2, "Ông", "Lò Văn Nam", BORN],
            ]
        )
        assert [(row.full_name, row.sex) for row in rows] == [
            ("Lò Thị Mai", "f"),
            ("Lò Văn Nam", "m"),
        ]

    def test_births_below_men_and_women(self):
        rows = read_table(
            [
                ["Họ và tên", "Nam", "Nữ", "Chức danh"],
                ["Cà Thị Ún", None, 1991, "Trưởng bản"],
                ["Hạng A Chứ", 1983, None, "Bí thư chi bộ"],
            ]
        )
        assert [(row.sex, row.birth_date.year) for row in rows] == [("f", 1991), ("m", 1983)]


def test_a_header_shortly_below_that_of_another_table_is_seen():
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Giới tính"],
            [1, "Lò Thị Mai", BORN, "Nữ"],
            ["Họ và tên", "Giới tính", "Năm sinh", "Chức danh"],
            ["Cà Thị Ún", "Nữ", 1991, "Trưởng bản"],
        ]
    )
    assert [(row.full_name, row.sex, row.title) for row in rows] == [
        ("Lò Thị Mai", "f", ""),
        ("Cà Thị Ún", "f", "Trưởng bản"),
    ]


HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]
PEOPLE = [[1, "Lò Thị Mai", BORN, "Nữ"], [2, "Quàng Văn Ơn", BORN, "Nam"]]


class TestNotesBesideTheTable:
    @pytest.mark.parametrize(
        "note",
        [
            "Ghi chú: danh sách này gồm 02 người, trong đó Quàng Văn Ơn đã nghỉ hưu",
            "* Quàng Văn Ơn chuyển xã Xa Dung",
            "Đ/c Quàng Văn Ơn nghỉ hưu từ 01/9/2026, Lò Thị Mai nhận thay",
            "Quàng Văn Ơn: thôi việc.\nLò Thị Mai: nghỉ thai sản",
        ],
    )
    @pytest.mark.parametrize("is_below", [True, False])
    def test_say_who_has_left(self, note, is_below):
        table = [HEADER, *PEOPLE]
        rows = read_table([*table, [], [note]] if is_below else [[note], [], *table])
        assert [(row.full_name, row.departure is not None) for row in rows] == [
            ("Lò Thị Mai", False),
            ("Quàng Văn Ơn", True),
        ]
        assert rows[1].cells["departure"] == ("A5" if is_below else "A1")

    def test_of_others_say_nothing(self):
        rows = read_table([HEADER, *PEOPLE, [], ["Ghi chú: Quàng Văn Ơn Em đã nghỉ hưu"]])
        assert [row.departure for row in rows] == [None, None]


class TestGroupOfTheTitle:
    @pytest.mark.parametrize(
        ("title", "group"),
        [
            ("DANH SÁCH NGƯỜI HĐ KHÔNG CHUYÊN TRÁCH", "part_time_commune_worker"),
            ("Danh sách người hoạt động không chuyên trách ở bản", "part_time_commune_worker"),
            ("DANH SÁCH CÁN BỘ KHÔNG CHUYÊN TRÁCH XÃ NA SON", "part_time_commune_worker"),
            ("DANH SÁCH NGƯỜI HĐKCT NĂM 2026", "part_time_commune_worker"),
            ("DANH SÁCH VIÊN CHỨC TRƯỜNG TIỂU HỌC NA SON", "public_employee"),
            ("II. CÔNG CHỨC", "civil_servant"),
            ("DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", ""),
            ("DANH SÁCH CÁN BỘ, CÔNG CHỨC VÀ NGƯỜI HOẠT ĐỘNG KHÔNG CHUYÊN TRÁCH", ""),
            ("DANH SÁCH VIÊN CHỨC VÀ NGƯỜI HOẠT ĐỘNG KHÔNG CHUYÊN TRÁCH", ""),
            ("DANH SÁCH CÁN BỘ XÃ NA SON", ""),
        ],
    )
    def test_holds_where_neither_column_nor_section_names_one(self, title, group):
        rows = read_table([[title], HEADER, *PEOPLE])
        assert {row.group for row in rows} == {group}

    def test_gives_way_to_the_column_and_to_the_section(self):
        rows = read_table(
            [
                ["DANH SÁCH VIÊN CHỨC"],
                [*HEADER, "Đối tượng"],
                [*PEOPLE[0], "Công chức"],
                ["II", "Người hoạt động không chuyên trách ở bản"],
                PEOPLE[1],
            ]
        )
        assert [row.group for row in rows] == ["civil_servant", "part_time_commune_worker"]

    def test_of_the_sheet(self):
        rows = read_table([HEADER, *PEOPLE], name="HĐKCT")
        assert {row.group for row in rows} == {"part_time_commune_worker"}

    def test_each_table_has_its_own(self):
        rows = read_table(
            [
                ["DANH SÁCH CÔNG CHỨC, CÁN BỘ"],
                HEADER,
                PEOPLE[0],
                ["DANH SÁCH VIÊN CHỨC"],
                ["Họ và tên", "Giới tính", "Ngày sinh"],
                ["Quàng Văn Ơn", "Nam", BORN],
            ]
        )
        assert [row.group for row in rows] == ["", "public_employee"]


class TestMonthsThatExcelMakesDays:
    @pytest.mark.parametrize("header", ["Tháng, năm sinh", "Tháng/năm sinh", "Năm sinh (mm/yyyy)"])
    def test_stay_months(self, header):
        rows = read_table(
            [
                ["TT", "Họ và tên", header, "GT"],
                [1, "Lò Thị Mai", "3/1985", "Nữ"],
                [2, "Cà Thị Ún", excel_day("1991-02-01"), "Nữ"],
                [3, "Vừ A Sình", excel_day("1991-02-14"), "Nam"],
            ]
        )
        assert [(row.birth_date, row.birth_precision) for row in rows] == [
            (dt.date(1985, 3, 1), BirthPrecision.MONTH),
            (dt.date(1991, 2, 1), BirthPrecision.MONTH),
            (dt.date(1991, 2, 14), BirthPrecision.DAY),
        ]

    def test_a_day_below_a_header_of_days_stays_a_day(self):
        rows = read_table(
            [
                ["TT", "Họ và tên", "Ngày, tháng, năm sinh", "GT"],
                [1, "Cà Thị Ún", excel_day("1991-02-01"), "Nữ"],
            ]
        )
        assert rows[0].birth_precision == BirthPrecision.DAY


class TestPeopleOverSeveralRows:
    MERGES = ("A2:A3", "B2:B3", "C2:C3", "D2:D3")

    def test_a_further_row_of_somebody_is_no_heading(self):
        rows = read_table(
            [[*HEADER, "Trình độ"], [*PEOPLE[0], "Đại học Luật"], [None] * 4 + ["Thạc sĩ"]],
            self.MERGES,
        )
        assert [(row.full_name, row.levels["professional"].level) for row in rows] == [
            ("Lò Thị Mai", "university"),
            ("Lò Thị Mai", "master"),
        ]

    def test_a_level_of_another_kind_is_refused_with_its_name(self):
        rows = read_table(
            [[*HEADER, "Trình độ"], [*PEOPLE[0], "Đại học"], [None] * 4 + ["Cao cấp LLCT"]],
            self.MERGES,
        )
        assert isinstance(rows[1], RefusedRow)
        assert rows[1].cell == "E3"
        assert "lý luận chính trị" in rows[1].reason


def test_further_rows_of_a_header_that_is_printed_again_are_about_nobody():
    header = [["STT", "Họ và tên", "Giới tính", None], [None, None, "Nam", "Nữ"]]
    rows = read_table(
        [*header, [1, "Vừ A Sình", "x", None], *header, [2, "Lò Thị Mai", None, "x"]],
        ("A1:A2", "B1:B2", "C1:D1", "A4:A5", "B4:B5", "C4:D4"),
    )
    assert [row.full_name for row in rows] == ["Vừ A Sình", "Lò Thị Mai"]


def test_a_header_of_names_alone_is_named():
    workbook = open_bytes(build_table([["Họ và tên"], ["Lò Thị Mai"]]))
    with pytest.raises(BadInput, match="chỉ có tiêu đề “Họ và tên” \\(ô A1\\)"):
        guess_workbook(workbook)


def test_a_workbook_of_charts_alone_is_not_called_damaged():
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.create_chartsheet("Biểu đồ").add_chart(openpyxl.chart.BarChart())
    with pytest.raises(BadInput, match="không có trang tính nào"):
        open_bytes(save_workbook(workbook))


@pytest.mark.parametrize(
    "remark",
    [
        "Miễn nhiệm Phó Chủ tịch, bổ nhiệm Chủ tịch",
        "thôi giữ chức PCT từ 1/7/2025, nay là CT HĐND",
        "Được bầu Chủ tịch HĐND, thôi giữ chức PCT UBND",
        "Thôi giữ chức Phó Chủ tịch để giữ chức Chủ tịch",
        "Miễn nhiệm chức vụ Trưởng ban, phân công làm công chức văn phòng",
        "Thôi đảm nhiệm Bí thư Đoàn, chuyển sang làm công chức",
        "Bị kỷ luật cách chức năm 2020",
        "Đ/c Lò Thị B nghỉ hưu 2025, đ/c này nhận thay",
    ],
)
def test_who_gets_another_office_stays(remark):
    assert read_departure(remark, AS_OF) is None


@pytest.mark.parametrize(
    "remark",
    [
        "Nghỉ chờ chế độ",
        "Nghỉ chờ hưu",
        "nghỉ việc chờ hưởng chế độ",
        "Nghỉ chờ đủ tuổi nghỉ hưu",
        "Thôi giữ chức Chủ tịch, nghỉ hưu từ 01/9/2026",
        "Miễn nhiệm, điều động về Sở Nội vụ",
        "Kỷ luật buộc thôi việc",
        "Thôi giữ chức Phó Chủ tịch",
    ],
)
def test_who_only_gives_up_their_work_has_left(remark):
    assert read_departure(remark, AS_OF) is not None


@pytest.mark.parametrize("words", [["Mã", "Hệ số"], ["Tên", "Bậc"], ["Mã số", "Hệ số"]])
def test_codes_and_names_below_the_rank_are_those_of_the_rank(words):
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Ngạch", None],
            [None, None, None, *words],
            [1, "Lò Thị Mai", BORN, "01.003", 3],
        ]
    )
    assert [(row.full_name, row.code, row.rank != "") for row in rows] == [("Lò Thị Mai", "", True)]

"""Rows read into people or refused: what goes together, what contradicts, what is no person at
all.
"""

import datetime as dt

import openpyxl
import pytest

from lms.people.workbooks.reading import (
    HeldLevel,
    PersonRow,
    RatingRead,
    RefusedRow,
    TrainingRead,
    UnitPlace,
    UnitSource,
    guess_workbook,
    read_rows,
)
from tests.lms.people.workbooks.reading.workbook_files import (
    build_table,
    excel_day,
    open_bytes,
    save_workbook,
)

AS_OF = dt.date(2026, 6, 30)
HEAD = ["STT", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức vụ"]
MAI = [1, "CB1", "Lò Thị Mai", "05/03/1980", "Nữ", "Xã Na Son", "Chủ tịch"]


def read_people(rows, merges=(), data=None):
    workbook = open_bytes(data or build_table(rows, merges))
    return list(read_rows(workbook, guess_workbook(workbook), AS_OF))


def read_one(head, row, merges=()):
    (row_read,) = read_people([head, row], merges)
    return row_read


def test_a_row_in_the_form_of_the_register():
    assert read_one(HEAD, MAI) == PersonRow(
        sheet="DS",
        number=2,
        code="CB1",
        full_name="Lò Thị Mai",
        birth_date=dt.date(1980, 3, 5),
        sex="f",
        unit="Xã Na Son",
        unit_sources=(UnitSource(UnitPlace.COLUMN, "Xã Na Son", "F2"),),
        title="Chủ tịch",
        cells={
            "code": "B2",
            "full_name": "C2",
            "birth_date": "D2",
            "sex": "E2",
            "unit": "F2",
            "title": "G2",
        },
    )


def test_empty_cells_and_dashes_say_nothing():
    row = read_one(HEAD, [1, "CB1", "Lò Thị Mai", None, "-", " ", "không"])
    assert (row.birth_date, row.sex, row.unit, row.title) == (None, "", "", "")


class TestRefusals:
    def test_the_first_cell_is_named_and_all_others_are_told(self, english):
        row = read_one(HEAD, [1, "CB1", "Nam", "31/02/1980", "N", "Xã Na Son", "Chủ tịch"])
        assert isinstance(row, RefusedRow)
        assert (row.sheet, row.number, row.cell, row.label) == ("DS", 2, "C2", "Nam · CB1")
        assert row.reason.startswith("“Nam” is not a person")
        assert "D2: There is no day" in row.reason
        assert "E2: “N” is no sex" in row.reason

    def test_columns_beyond_z_stand_behind_it(self):
        head = [*HEAD, *["Ghi chú"] * 19, "LLCT"]
        row = read_one(head, [1, "CB1", "Lò Thị Mai", "05/03/1980", "N", *[None] * 21, "?"])
        assert row.cell == "E2"
        assert "AA2" in row.reason

    def test_a_formula_in_a_column_that_is_read(self, english):
        row = read_one(
            HEAD,
            ["=ROW()-1", "CB1", "Lò Thị Mai", "=DATE(1980,3,5)", "Nữ", "Xã Na Son", "Chủ tịch"],
        )
        assert (row.cell, "is a formula" in row.reason) == ("D2", True)

    def test_a_formula_elsewhere_is_nobody_s_business(self):
        assert isinstance(read_one(HEAD, ["=ROW()-1", *MAI[1:]]), PersonRow)

    def test_an_error_of_excel(self, english):
        assert "#N/A" in read_one(HEAD, [1, "CB1", "Lò Thị Mai", "#N/A", "Nữ"]).reason

    def test_nobody_is_named(self, english):
        row = read_one(HEAD, [1, None, None, "05/03/1980", "Nữ", "Xã Na Son", "Chủ tịch"])
        assert (row.cell, row.label) == ("B2", "")
        assert "nobody" in row.reason

    def test_texts_that_are_too_long(self, english):
        assert "at most 160" in read_one(HEAD, [*MAI[:6], "Chủ tịch " * 30]).reason


class TestParts:
    def test_family_and_given_name(self):
        head = ["STT", "Họ và đệm", "Tên", "Mã số"]
        assert read_one(head, [1, "LÒ THỊ", "mai", "CB1"]).full_name == "Lò Thị Mai"
        assert read_one(head, [1, "Lò Thị", None, "CB1"]).full_name == "Lò Thị"
        refused = read_one(head, [1, "Lò 3", "Mai", "CB1"])
        assert refused.cell == "B2"

    def test_birth_dates_below_nam_and_nu_give_the_sex(self):
        rows = [["TT", "Họ và tên", "Ngày sinh", None], [None, None, "Nam", "Nữ"]]
        men, women = read_people(
            [*rows, [1, "Hờ A Páo", "1/2/1985"], [2, "Lò Thị Mai", None, "05/03/1980"]], ["C1:D1"]
        )
        assert (men.sex, men.birth_date, men.cells["birth_date"]) == (
            "m",
            dt.date(1985, 2, 1),
            "C3",
        )
        assert (women.sex, women.birth_date) == ("f", dt.date(1980, 3, 5))
        (both,) = read_people([*rows, [1, "Hờ A Páo", "1/2/1985", "05/03/1980"]], ["C1:D1"])
        assert both.cell == "D3"

    def test_a_single_column_of_marks_for_women(self):
        head = ["STT", "Họ và tên", "Nữ"]
        assert read_one(head, [1, "Lò Thị Mai", "x"]).sex == "f"
        assert read_one(head, [1, "Hờ A Páo", None]).sex == "m"

    def test_two_columns_of_marks_for_the_sex(self):
        head, below = ["STT", "Họ và tên", "Giới tính", None], [None, None, "Nam", "Nữ"]
        (row,) = read_people([head, below, [1, "Hờ A Páo", None, None]], ["C1:D1"])
        assert row.sex == ""
        (row,) = read_people([head, below, [1, "Hờ A Páo", "x", "x"]], ["C1:D1"])
        assert row.cell == "D3"

    def test_ethnicity_and_the_mark_of_a_minority(self):
        head = ["STT", "Họ và tên", "Dân tộc", "Dân tộc thiểu số"]
        assert read_one(head, [1, "Lò Thị Mai", "thái", None]).is_ethnic_minority is True
        assert read_one(head, [1, "Lê Văn An", "Kinh", None]).is_ethnic_minority is False
        assert read_one(head, [1, "Lò Thị Mai", None, "x"]).is_ethnic_minority is True
        assert read_one(head, [1, "Lò Thị Mai", None, None]).is_ethnic_minority is None
        assert read_one(head, [1, "Lò Thị Mai", "Kinh", "x"]).cell == "D2"

    def test_party_membership_by_mark_or_by_day(self):
        head = ["STT", "Họ và tên", "Đảng viên", "Ngày vào Đảng"]
        assert read_one(head, [1, "Lò Thị Mai", "x", None]).is_party_member is True
        assert read_one(head, [1, "Lò Thị Mai", None, None]).is_party_member is None
        by_day = read_one(head, [1, "Lò Thị Mai", "03/02/2015", None])
        assert (by_day.is_party_member, by_day.party_date) == (True, dt.date(2015, 2, 3))
        assert read_one(head, [1, "Lò Thị Mai", None, "03/02/2015"]).is_party_member is True
        assert read_one(head, [1, "Lò Thị Mai", "không", "03/02/2015"]).cell == "D2"

    def test_groups_by_marks(self):
        rows = [["STT", "Họ và tên", "Đối tượng", None], [None, None, "Cán bộ", "Công chức"]]
        merges = ["A1:A2", "B1:B2", "C1:D1"]
        (row,) = read_people([*rows, [1, "Lò Thị Mai", None, "x"]], merges)
        assert (row.group, row.cells["group"]) == ("civil_servant", "D3")
        (row,) = read_people([*rows, [1, "Lò Thị Mai", "x", "x"]], merges)
        assert row.cell == "D3"

    def test_numbers_that_excel_made_of_codes(self):
        head = ["STT", "Mã cán bộ", "Họ và tên", "Số CCCD", "Ngạch"]
        row = read_one(head, [1, 123, "Lò Thị Mai", 11080000123, 1.003])
        assert (row.code, row.code_was_number) == ("123", True)
        assert (row.id_number, row.rank, row.rank_title) == (
            "011080000123",
            "expert",
            "01.003",
        )
        assert read_one(head, [1, "00123", "Lò Thị Mai"]).code_was_number is False


class TestLevels:
    HEAD = [
        ["TT", "Họ và tên", "Trình độ", None, None, None, None, None],
        [None, None, "Chuyên môn", None, None, None, "Chuyên ngành", "LLCT"],
        [None, None, "ThS", "ĐH", "CĐ", "Chưa qua đào tạo", None, None],
    ]
    MERGES = ("A1:A3", "B1:B3", "C1:H1", "C2:F2", "G2:G3", "H2:H3")

    def row(self, *cells):
        (row,) = read_people([*self.HEAD, [1, "Lò Thị Mai", *cells]], self.MERGES)
        return row

    def test_a_mark_with_its_field(self):
        row = self.row(None, "x", None, None, "Luật", "TC")
        assert row.levels == {
            "professional": HeldLevel("university", "Luật", written="x"),
            "political_theory": HeldLevel("intermediate", written="TC"),
        }
        assert row.cells["professional"] == "D4"

    def test_the_field_in_place_of_the_mark(self):
        assert self.row(None, "Luật kinh tế").levels["professional"].field == "Luật kinh tế"

    def test_two_marks_contradict(self, english):
        row = self.row("x", "x", None, None, None, None)
        assert (row.cell, "Two levels" in row.reason) == ("D4", True)
        assert self.row(None, "x", None, "x").cell == "F4"

    def test_none_of_them(self):
        assert self.row(None, None, None, "x", None, "không").levels == {}

    def test_a_field_without_a_level(self, english):
        row = self.row(None, None, None, None, "Luật", None)
        assert (row.cell, "names none" in row.reason) == ("G4", True)

    def test_details_of_a_degree(self):
        head = [
            "STT",
            "Mã cán bộ",
            "Trình độ chuyên môn",
            "Chuyên ngành",
            "Trường đào tạo",
            "Hình thức đào tạo",
            "Năm tốt nghiệp",
        ]
        level = read_one(head, [1, "CB1", "Đại học", "Luật", "ĐH Tây Bắc", "VLVH", 2015]).levels[
            "professional"
        ]
        assert level == HeldLevel(
            "university", "Luật", "ĐH Tây Bắc", "part_time", dt.date(2015, 12, 31), "Đại học"
        )

    def test_schooling_that_excel_made_a_date_of(self):
        head = ["STT", "Họ và tên", "Văn hóa"]
        assert (
            read_one(head, [1, "Lò Thị Mai", excel_day("2026-12-09")])
            .levels["general_education"]
            .level
            == "lower_secondary"
        )


class TestRatings:
    def test_several_periods(self):
        head = [
            "STT",
            "Mã cán bộ",
            "Xếp loại năm 2023",
            "Xếp loại 6 tháng đầu năm 2025",
            "Số QĐ xếp loại",
        ]
        assert read_one(head, [1, "CB1", "HTTNV", "Xuất sắc", "12/QĐ-UBND"]).ratings == (
            RatingRead("2023", "good", "12/QĐ-UBND", "HTTNV"),
            RatingRead("2025-H1", "excellent", "12/QĐ-UBND", "Xuất sắc"),
        )

    def test_by_marks_and_twice_in_one_period(self):
        rows = [["STT", "Mã cán bộ", "Xếp loại năm 2025", None], [None, None, "HTXSNV", "HTTNV"]]
        merges = ["A1:A2", "B1:B2", "C1:D1"]
        (row,) = read_people([*rows, [1, "CB1", None, "x"]], merges)
        assert [(rating.period, rating.value) for rating in row.ratings] == [("2025", "good")]
        assert row.cells["rating:2025"] == "D3"
        (row,) = read_people([*rows, [1, "CB1", "x", "x"]], merges)
        assert row.cell == "D3"

    def test_the_period_in_a_column_of_its_own(self):
        head = ["STT", "Mã cán bộ", "Năm", "Xếp loại"]
        (rating,) = read_one(head, [1, "CB1", 2024, "Tốt"]).ratings
        assert (rating.period, rating.value) == ("2024", "good")

    def test_without_a_period(self, english):
        row = read_one(["STT", "Mã cán bộ", "Xếp loại"], [1, "CB1", "Tốt"])
        assert (row.cell, "period" in row.reason) == ("C2", True)


class TestTraining:
    HEAD = [
        "STT",
        "Mã cán bộ",
        "Tên lớp bồi dưỡng",
        "Đơn vị tổ chức",
        "Ngày bắt đầu",
        "Ngày kết thúc",
        "Số tiết",
        "Số chứng chỉ",
    ]

    def test_a_course(self):
        row = read_one(
            self.HEAD,
            [
                1,
                "CB1",
                "QLNN ngạch chuyên viên",
                "Trường Chính trị tỉnh",
                "01/03/2024",
                "5/2024",
                "320 tiết",
                "12/CC",
            ],
        )
        assert row.training == TrainingRead(
            "QLNN ngạch chuyên viên",
            "Trường Chính trị tỉnh",
            "",
            dt.date(2024, 3, 1),
            dt.date(2024, 5, 31),
            320,
            "12/CC",
        )

    def test_a_course_that_ends_before_it_begins_or_has_no_name(self):
        assert (
            read_one(self.HEAD, [1, "CB1", "QPAN", None, "01/03/2024", "01/02/2024"]).cell == "F2"
        )
        assert read_one(self.HEAD, [1, "CB1", None, "Trường Chính trị tỉnh"]).cell == "D2"
        assert read_one(self.HEAD, [1, "CB1"]).training is None


class TestAroundThePeople:
    def test_headings_give_unit_and_group_to_the_rows_below(self):
        people = read_people(
            [
                ["STT", "Họ và tên", "Ngày sinh"],
                ["A", "KHỐI ĐẢNG"],
                ["I. Xã Na Son"],
                ["1", "Cán bộ"],
                [1, "Lò Thị Mai", "05/03/1980"],
                ["2", "Công chức"],
                [1, "Hờ A Páo", "01/02/1985"],
                ["II", "XÃ PHÌNH GIÀNG", 12],
                [1, "Cà Văn Minh", "01/02/1986"],
            ]
        )
        assert [(row.full_name, row.unit, row.group) for row in people] == [
            ("Lò Thị Mai", "Xã Na Son", "elected_official"),
            ("Hờ A Páo", "Xã Na Son", "civil_servant"),
            ("Cà Văn Minh", "XÃ PHÌNH GIÀNG", ""),
        ]
        assert people[0].section == ("KHỐI ĐẢNG", "Xã Na Son", "Cán bộ")

    def test_groups_outside_and_units_inside(self):
        people = read_people(
            [
                ["STT", "Họ và tên", "Ngày sinh"],
                ["A. CÁN BỘ"],
                ["I. Xã Na Son"],
                [1, "Lò Thị Mai", "05/03/1980"],
                ["II. Xã Xa Dung"],
                [1, "Hờ A Páo", "01/02/1985"],
                ["B. CÔNG CHỨC"],
                ["I. Xã Na Son"],
                [1, "Cà Văn Minh", "01/02/1986"],
            ]
        )
        assert [(row.unit, row.group) for row in people] == [
            ("Xã Na Son", "elected_official"),
            ("Xã Xa Dung", "elected_official"),
            ("Xã Na Son", "civil_servant"),
        ]

    def test_the_row_s_own_unit_goes_before_the_heading(self):
        people = read_people([HEAD, ["I. Xã Xa Dung"], MAI])
        assert people[0].unit == "Xã Na Son"

    def test_totals_empty_rows_headers_and_signatures_are_passed_over(self):
        people = read_people(
            [
                HEAD,
                MAI,
                [],
                [None, "Cộng", None, 1],
                ["TỔNG CỘNG: 25 người"],
                [None, None, "Tổng số", "=COUNTA(C2:C3)", 12],
                HEAD,
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                [2, *MAI[1:]],
                [3],
                [None, None, None, 12, 13],
                [None, None, None, None, "Na Son, ngày 5 tháng 3 năm 2026"],
                [None, "Người lập biểu", None, None, "TM. ỦY BAN NHÂN DÂN"],
                [None, None, None, None, "(Ký, ghi rõ họ tên)"],
                [None, None, "Hờ A Páo"],
            ]
        )
        assert [row.number for row in people] == [2, 9]

    def test_people_whose_names_sound_like_totals_or_signatures(self):
        head = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"]
        people = read_people(
            [
                head,
                [1, "Tống Văn An", "ngày 5 tháng 3 năm 1980", "Kế toán"],
                [2, "Kỷ Thị Tên", "01/02/1985", "KT trưởng"],
                [3, "Tống Số Một", "1/2/1985", None],
            ]
        )
        assert [row.number for row in people] == [2, 3, 4]

    def test_titles_and_notes_that_begin_like_totals_or_signatures(self):
        head = ["Họ và tên", "Chức vụ", "Xếp loại năm 2024", "Ghi chú"]
        people = read_people(
            [
                head,
                ["Lò Thị Mai", "Cộng tác viên dân số", "Tốt"],
                ["Hờ A Páo", "Tổng đài viên", "Tốt"],
                ["Cà Văn Minh", "KT trưởng", "Tốt", "Ghi chú: nghỉ thai sản"],
                ["Lò Văn An", "Thủ trưởng cơ quan", "Tốt"],
            ]
        )
        assert [row.number for row in people] == [2, 3, 4, 5]

    def test_numbered_people_after_a_signature_are_not_lost_though_they_have_no_code(self):
        head = ["STT", "Họ và tên", "Chức vụ"]
        people = read_people(
            [
                head,
                [1, "Lò Thị Mai", "Chủ tịch"],
                [None, "Người lập biểu", "TM. ỦY BAN"],
                [None, "Lò Thị Ký", "Trần Văn Duyệt"],
                [2, "Hờ A Páo", "Phó Chủ tịch"],
            ]
        )
        assert [row.number for row in people] == [2, 5]

    def test_a_heading_that_only_counts_names_no_unit(self):
        (row,) = read_people(
            [["STT", "Họ và tên", "Ngày sinh"], ["Số lượng: 25"], [1, "Lò Thị Mai", "05/03/1980"]]
        )
        assert row.unit == ""

    def test_very_long_texts_are_refused_at_once(self):
        import time

        start = time.process_time()
        row = read_one(
            [*HEAD, "Chuyên môn", "LLCT", "Ngoại ngữ"],
            [
                1,
                "CB1",
                "ngay nam " * 3000,
                "5 " * 9000,
                "x" * 30_000,
                None,
                None,
                "ĐH, " * 8000,
                "TC " * 9000,
                "a " * 9000,
            ],
        )
        assert isinstance(row, RefusedRow)
        assert time.process_time() - start < 3

    def test_a_numbered_name_alone_is_a_person(self):
        (row,) = read_people([HEAD, [1, None, "Lò Thị Mai"]])
        assert row.full_name == "Lò Thị Mai"

    def test_people_after_a_signature_in_the_middle_are_not_lost(self):
        people = read_people(
            [HEAD, MAI, [None, None, "Người lập biểu"], [2, "CB2", "Hờ A Páo", "01/02/1985", "Nam"]]
        )
        assert [row.number for row in people] == [2, 4]

    def test_formulas_drawn_down_below_the_last_person(self):
        assert (
            len(
                read_people(
                    [HEAD, MAI, ["=ROW()", None, None, '=IF(C3="","",1)', '=IF(C3="","",1)']]
                )
            )
            == 1
        )

    def test_a_merged_unit_belongs_to_all_its_rows(self):
        first, second = read_people(
            [HEAD, MAI, [2, "CB2", "Hờ A Páo", "01/02/1985", "Nam", None, "Phó Chủ tịch"]],
            ["F2:F3"],
        )
        assert (first.unit, second.unit, second.cells["unit"]) == ("Xã Na Son", "Xã Na Son", "F2")

    def test_a_merged_person_with_two_courses(self):
        rows = [
            ["Mã cán bộ", "Họ và tên", "Tên khóa học", "Ngày kết thúc"],
            ["CB1", "Lò Thị Mai", "QPAN", "01/02/2024"],
            [None, None, "Tin học", "01/03/2024"],
        ]
        people = read_people(rows, ["A2:A3", "B2:B3"])
        assert [(row.code, row.training.title) for row in people] == [
            ("CB1", "QPAN"),
            ("CB1", "Tin học"),
        ]

    def test_hidden_rows_are_read_and_hidden_sheets_are_not(self):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        for row in (HEAD, MAI, [2, "CB2", "Hờ A Páo", "01/02/1985", "Nam"]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        hidden = workbook.create_sheet("Danh mục")
        hidden.append(HEAD)
        hidden.append(MAI)
        hidden.sheet_state = "hidden"
        assert [
            (row.sheet, row.number) for row in read_people([], data=save_workbook(workbook))
        ] == [
            ("Sheet", 2),
            ("Sheet", 3),
        ]

    def test_several_sheets_one_after_the_other(self):
        workbook = openpyxl.Workbook()
        workbook.active.title = "Người"
        for row in (HEAD, MAI):
            workbook.active.append(row)
        ratings = workbook.create_sheet("Xếp loại")
        for row in (["STT", "Mã cán bộ", "Xếp loại năm 2024"], [1, "CB1", "Tốt"]):
            ratings.append(row)
        people, rated = read_people([], data=save_workbook(workbook))
        assert (people.sheet, people.full_name) == ("Người", "Lò Thị Mai")
        assert (rated.sheet, rated.code, rated.ratings[0].value) == ("Xếp loại", "CB1", "good")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_refusals_speak_the_language_of_the_reader(language):
    from django.utils import translation

    with translation.override(language):
        row = read_one(HEAD, [1, "CB1", "Lò Thị Mai", "31/02/1980"])
    assert ("There is no day" in row.reason) is (language == "en")


def test_remarks_are_kept_as_written_and_refuse_nobody():
    head = ["Họ và tên", "Chức vụ", "Ghi chú"]
    first, second = read_people(
        [head, ["Lò Thị Mai", "Chủ tịch", "Nghỉ hưu từ 01/9/2026"], ["Hờ A Páo", "CC", "x" * 5000]]
    )
    assert (first.remarks, first.cells["remarks"]) == ("Nghỉ hưu từ 01/9/2026", "C2")
    assert second.full_name == "Hờ A Páo"
    assert second.remarks == "x" * 1000


def test_what_the_list_says_of_the_unit_comes_with_its_place_the_nearest_first():
    people = read_people(
        [
            ["STT", "Họ và tên", "Đơn vị"],
            ["I", "XÃ NA SON"],
            ["1", "Văn phòng"],
            [1, "Lò Thị Mai", None],
            [2, "Hờ A Páo", "Xã Xa Dung"],
        ]
    )
    assert [person.unit_sources for person in people] == [
        (
            UnitSource(UnitPlace.SECTION, "Văn phòng", "B3"),
            UnitSource(UnitPlace.SECTION, "XÃ NA SON", "B2"),
        ),
        (
            UnitSource(UnitPlace.COLUMN, "Xã Xa Dung", "C5"),
            UnitSource(UnitPlace.SECTION, "Văn phòng", "B3"),
            UnitSource(UnitPlace.SECTION, "XÃ NA SON", "B2"),
        ),
    ]

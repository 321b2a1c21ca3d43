"""The shapes in which offices keep their lists: which columns are found in them."""

import datetime as dt

import pytest

from lms.core.errors import BadInput
from lms.people.workbooks.reading import guess_sheet, guess_workbook
from lms.people.workbooks.reading.fields import FIELDS
from lms.people.workbooks.reading.words import plain_words
from tests.lms.people.workbooks.reading.workbook_files import (
    build_table,
    guess_table,
    open_bytes,
    save_workbook,
)

TITLE = [
    ["UBND XÃ NA SON", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG VĂN HÓA - XÃ HỘI", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH TRÍCH NGANG CÁN BỘ, CÔNG CHỨC CẤP XÃ NĂM 2026"],
    ["(Kèm theo Công văn số 12/UBND ngày 05 tháng 3 năm 2026)"],
]
PERSON = ["Lò Thị Mai", "05/03/1980"]


class TestShapes:
    """Each is a kind of list that is in use."""

    def test_one_header_row_at_the_top(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Mã cán bộ",
                    "Họ và tên",
                    "Ngày sinh",
                    "Giới tính",
                    "Dân tộc",
                    "Chức vụ",
                    "Đơn vị công tác",
                    "Ghi chú",
                ],
                [1, "CB001", *PERSON, "Nữ", "Thái", "Chủ tịch", "Xã Na Son"],
            ]
        )
        assert mapping.columns == {
            "B": "code",
            "C": "full_name",
            "D": "birth_date",
            "E": "sex",
            "F": "ethnicity",
            "G": "title",
            "H": "unit",
            "I": "remarks",
        }
        assert (mapping.header_first, mapping.header_last) == (1, 1)

    def test_without_marks_and_in_small_letters(self):
        mapping = guess_table(
            [
                [
                    "tt",
                    "ho va ten",
                    "ngay thang nam sinh",
                    "gioi tinh",
                    "trinh do chuyen mon",
                    "ly luan chinh tri",
                    "ngoai ngu",
                    "tin hoc",
                ],
                [1, *PERSON, "Nu", "DH", "TC", "A2", "B"],
            ]
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_date",
            "D": "sex",
            "E": "professional",
            "F": "political_theory",
            "G": "foreign_language",
            "H": "it",
        }

    def test_abbreviations(self):
        mapping = guess_table(
            [
                [
                    "TT",
                    "Họ & tên",
                    "Ngày th.\nnăm sinh",
                    "GT",
                    "DT",
                    "C.vụ",
                    "Đ.vị công tác",
                    "Trđộ CM",
                    "LLCT",
                    "QLNN",
                    "ĐV",
                    "ĐT",
                ],
                [
                    1,
                    *PERSON,
                    "Nữ",
                    "Thái",
                    "Chủ tịch",
                    "Xã Na Son",
                    "ĐH",
                    "TC",
                    "CV",
                    "x",
                    "0912345678",
                ],
            ]
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_date",
            "D": "sex",
            "E": "ethnicity",
            "F": "title",
            "G": "unit",
            "H": "professional",
            "I": "political_theory",
            "J": "state_management",
            "K": "party_member",
        }

    def test_below_a_title_with_merged_headers_of_two_rows_and_numbered_columns(self):
        mapping = guess_table(
            [
                *TITLE,
                [
                    "STT",
                    "Họ và tên",
                    "Ngày, tháng, năm sinh",
                    None,
                    "Dân tộc",
                    "Chức vụ, chức danh",
                    "Trình độ",
                    None,
                    None,
                    None,
                ],
                [None, None, "Nam", "Nữ", None, None, "Văn hóa", "Chuyên môn", "LLCT", "QLNN"],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
                [
                    1,
                    "Lò Thị Mai",
                    None,
                    "05/03/1980",
                    "Thái",
                    "Chủ tịch",
                    "12/12",
                    "ĐH",
                    "TC",
                    "CV",
                ],
            ],
            [
                "A1:C1",
                "E1:J1",
                "A4:J4",
                "A5:J5",
                "A6:A7",
                "B6:B7",
                "C6:D6",
                "E6:E7",
                "F6:F7",
                "G6:J6",
            ],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_male",
            "D": "birth_female",
            "E": "ethnicity",
            "F": "title",
            "G": "general_education",
            "H": "professional",
            "I": "political_theory",
            "J": "state_management",
        }
        assert (mapping.header_first, mapping.header_last) == (6, 8)

    def test_three_header_rows_with_marks_below_each_level(self):
        mapping = guess_table(
            [
                ["DANH SÁCH"],
                ["TT", "Họ và tên", "Năm sinh", "Trình độ", None, None, None, None, None, None],
                [None, None, None, "Chuyên môn", None, None, None, "Lý luận chính trị", None, None],
                [None, None, None, "Thạc sĩ", "ĐH", "CĐ", "TC", "Cao cấp", "Trung cấp", "Sơ cấp"],
                [1, *PERSON, None, "x", None, None, None, "x", None],
            ],
            ["A2:A4", "B2:B4", "C2:C4", "D2:J2", "D3:G3", "H3:J3"],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_date",
            "D": "professional.master",
            "E": "professional.university",
            "F": "professional.college",
            "G": "professional.intermediate",
            "H": "political_theory.advanced",
            "I": "political_theory.intermediate",
            "J": "political_theory.elementary",
        }

    def test_headers_that_look_merged_and_are_not(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Họ tên",
                    "Ngày sinh",
                    "Trình độ chuyên môn",
                    None,
                    None,
                    "Giới tính",
                    None,
                ],
                [None, None, None, "Trình độ", "Chuyên ngành", "Trường đào tạo", "Nam", "Nữ"],
                [1, *PERSON, "ĐH", "Luật", "ĐH Tây Bắc", None, "x"],
            ]
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_date",
            "D": "professional",
            "E": "professional.field",
            "F": "professional.institution",
            "G": "sex_male",
            "H": "sex_female",
        }

    def test_the_name_in_two_columns_below_one_header(self):
        mapping = guess_table(
            [
                ["STT", "Họ và tên", None, "Ngày sinh", "Chức danh"],
                [1, "Lò Thị", "Mai", "05/03/1980", "Chủ tịch"],
            ],
            ["B1:C1"],
        )
        assert mapping.columns == {
            "B": "family_name",
            "C": "given_name",
            "D": "birth_date",
            "E": "title",
        }

    def test_the_name_in_two_columns_with_headers_of_their_own(self):
        mapping = guess_table(
            [
                ["Số TT", "Họ và đệm", "Tên", "Sinh ngày", "Mã số CBCC"],
                [1, "Lò Thị", "Mai", "05/03/1980", "CB1"],
            ]
        )
        assert mapping.columns == {
            "B": "family_name",
            "C": "given_name",
            "D": "birth_date",
            "E": "code",
        }

    def test_groups_and_key_officials_as_marks(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Họ và tên",
                    "Đối tượng",
                    None,
                    None,
                    None,
                    "Cán bộ chủ chốt",
                    "Nữ",
                    "Dân tộc thiểu số",
                    "Đảng viên",
                ],
                [
                    None,
                    None,
                    "Cán bộ",
                    "Công chức",
                    "Viên chức",
                    "Người hoạt động không chuyên trách",
                    None,
                    None,
                    None,
                    None,
                ],
                [1, "Lò Thị Mai", "x", None, None, None, "x", "x", "x", "x"],
            ],
            ["A1:A2", "B1:B2", "C1:F1", "G1:G2", "H1:H2", "I1:I2", "J1:J2"],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "group.elected_official",
            "D": "group.civil_servant",
            "E": "group.public_employee",
            "F": "group.part_time_commune_worker",
            "G": "is_key",
            "H": "sex_female",
            "I": "ethnic_minority",
            "J": "party_member",
        }

    def test_ratings_of_several_periods(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Mã CBCCVC",
                    "Họ và tên",
                    "Kết quả xếp loại",
                    None,
                    "Xếp loại 6 tháng đầu năm 2025",
                    "Số QĐ xếp loại",
                ],
                [None, None, None, "Năm 2023", "Năm 2024", None, None],
                [1, "CB1", "Lò Thị Mai", "HTTNV", "HTXSNV", "Tốt", "12/QĐ-UBND"],
            ],
            ["D1:E1", "A1:A2", "B1:B2", "C1:C2", "F1:F2", "G1:G2"],
        )
        assert mapping.columns == {
            "B": "code",
            "C": "full_name",
            "D": "rating:2023",
            "E": "rating:2024",
            "F": "rating:2025-H1",
            "G": "rating.decision",
        }

    def test_ratings_as_marks_with_the_year_in_the_title(self):
        mapping = guess_table(
            [
                ["TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG NĂM 2025"],
                ["STT", "Họ và tên", "Mức xếp loại", None, None, None],
                [None, None, "HTXSNV", "HTTNV", "HTNV", "KHTNV"],
                [1, "Lò Thị Mai", None, "x", None, None],
            ],
            ["A1:F1", "A2:A3", "B2:B3", "C2:F2"],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "rating:2025:excellent",
            "D": "rating:2025:good",
            "E": "rating:2025:completed",
            "F": "rating:2025:not_completed",
        }

    def test_one_rating_a_row_with_its_year(self):
        mapping = guess_table(
            [
                ["STT", "Mã số", "Họ và tên", "Năm", "Xếp loại"],
                [1, "CB1", "Lò Thị Mai", 2024, "Tốt"],
            ]
        )
        assert mapping.columns == {
            "B": "code",
            "C": "full_name",
            "D": "rating.period",
            "E": "rating",
        }

    def test_training_history(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Mã cán bộ",
                    "Họ và tên",
                    "Tên lớp bồi dưỡng",
                    "Cơ sở đào tạo",
                    "Hình thức",
                    "Thời gian",
                    None,
                    "Số tiết",
                    "Văn bằng, chứng chỉ",
                ],
                [None, None, None, None, None, None, "Từ ngày", "Đến ngày", None, None],
                [
                    1,
                    "CB1",
                    "Lò Thị Mai",
                    "QLNN ngạch chuyên viên",
                    "Trường Chính trị tỉnh",
                    "Tập trung",
                    "01/03/2024",
                    "30/04/2024",
                    320,
                    "Số 12",
                ],
            ],
            ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:H1", "I1:I2", "J1:J2"],
        )
        assert mapping.columns == {
            "B": "code",
            "C": "full_name",
            "D": "training.title",
            "E": "training.school",
            "F": "training.kind",
            "G": "training.from",
            "H": "training.to",
            "I": "training.periods",
            "J": "training.document",
        }

    def test_posts_alone(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Số CCCD",
                    "Chức danh",
                    "Vị trí việc làm",
                    "Mã ngạch",
                    "Ngày bổ nhiệm",
                    "Số quyết định",
                    "Mã đơn vị",
                    "Nhóm",
                ],
                [
                    1,
                    "011080000123",
                    "Công chức Tư pháp",
                    "Hộ tịch",
                    "01.003",
                    "01/01/2020",
                    "12/QĐ",
                    "NASON",
                    "Công chức",
                ],
            ]
        )
        assert mapping.columns == {
            "B": "id_number",
            "C": "title",
            "D": "position",
            "E": "rank",
            "F": "post_from",
            "G": "decision",
            "H": "unit_code",
            "I": "group",
        }

    def test_all_eight_dimensions_with_details(self):
        mapping = guess_table(
            [
                [
                    "TT",
                    "Họ và tên",
                    "Trình độ được đào tạo",
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                ],
                [
                    None,
                    None,
                    "Giáo dục phổ thông",
                    "Trình độ CM",
                    "Chuyên ngành",
                    "Năm tốt nghiệp",
                    "Lý luận chính trị",
                    "Quản lý nhà nước",
                    "QP-AN",
                    "Tin học",
                    "Ngoại ngữ",
                    "Tiếng dân tộc",
                ],
                [1, "Lò Thị Mai", "12/12", "ĐH", "Luật", "2005", "TC", "CV", "ĐT 4", "A", "B", "x"],
            ],
            ["A1:A2", "B1:B2", "C1:L1"],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "general_education",
            "D": "professional",
            "E": "professional.field",
            "F": "professional.date",
            "G": "political_theory",
            "H": "state_management",
            "I": "defence_security",
            "J": "it",
            "K": "foreign_language",
            "L": "ethnic_language",
        }

    def test_the_upper_header_row_may_stand_over_the_levels_only(self):
        mapping = guess_table(
            [
                ["BIỂU SỐ 02"],
                [None, None, None, "Trình độ", None],
                ["TT", "Họ và tên", "Ngày sinh", "Chuyên môn", "LLCT"],
                [1, *PERSON, "ĐH", "TC"],
            ],
            ["D2:E2"],
        )
        assert mapping.columns == {
            "B": "full_name",
            "C": "birth_date",
            "D": "professional",
            "E": "political_theory",
        }
        assert (mapping.header_first, mapping.header_last) == (2, 3)


class TestTraps:
    """Headers that look like others and mean something else."""

    def test_offices_in_the_party_planned_posts_and_grades_of_degrees(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Họ và tên",
                    "Chức vụ Đảng",
                    "Chức vụ chính quyền",
                    "Chức danh quy hoạch",
                    "Xếp loại tốt nghiệp",
                    "Xếp loại đảng viên năm 2024",
                    "Xếp loại năm 2024",
                ],
                [1, "Lò Thị Mai", "Bí thư", "Chủ tịch", "Bí thư", "Khá", "HTTNV", "HTXSNV"],
            ]
        )
        assert mapping.columns == {"B": "full_name", "D": "title", "H": "rating:2024"}

    def test_the_only_office_there_is(self):
        assert (
            guess_table(
                [["STT", "Họ và tên", "Chức vụ Đảng"], [1, "Lò Thị Mai", "Bí thư"]]
            ).columns["C"]
            == "title"
        )

    def test_where_and_when_the_card_was_issued(self):
        mapping = guess_table(
            [
                [
                    "STT",
                    "Họ và tên",
                    "Ngày cấp CCCD",
                    "Số CCCD",
                    "Ngày cấp",
                    "Nơi cấp",
                    "Chuyên môn",
                ],
                [1, "Lò Thị Mai"],
            ]
        )
        assert mapping.columns == {"B": "full_name", "D": "id_number", "G": "professional"}

    def test_a_list_of_words_is_no_list_of_people(self):
        assert not guess_table([["STT", "Mã", "Tên", "Ghi chú"], [1, "01", "Kinh"]]).is_of_people
        assert guess_table([["STT", "Mã", "Tên", "Ngày sinh"], [1, "01", *PERSON]]).is_of_people

    def test_a_title_that_speaks_of_ratings_is_no_header(self):
        mapping = guess_table(
            [
                ["KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI NĂM 2024"],
                ["STT", "Họ và tên", "Xếp loại"],
                [1, "Lò Thị Mai", "Tốt"],
            ]
        )
        assert (mapping.header_first, mapping.columns) == (
            2,
            {"B": "full_name", "C": "rating:2024"},
        )

    def test_the_first_heading_below_is_no_header(self):
        mapping = guess_table(
            [["STT", "Họ và tên", "Ngày sinh"], ["A. CÁN BỘ"], ["I", "Xã Na Son"], [1, *PERSON]]
        )
        assert mapping.header_last == 1


class TestSheets:
    def test_sheets_of_different_shapes_each_have_their_own_columns(self):
        import openpyxl

        workbook = openpyxl.Workbook()
        workbook.active.title = "Danh sách"
        workbook.active.append(["STT", "Mã cán bộ", "Họ và tên", "Ngày sinh"])
        workbook.create_sheet("Hướng dẫn").append(["Điền theo mẫu rồi gửi về Phòng Nội vụ"])
        workbook.create_sheet("Xếp loại").append(["STT", "Mã cán bộ", "Xếp loại năm 2024"])
        hidden = workbook.create_sheet("Danh mục")
        hidden.append(["STT", "Mã cán bộ", "Họ và tên"])
        hidden.sheet_state = "hidden"
        mappings = guess_workbook(open_bytes(save_workbook(workbook)))
        assert {name: mapping.columns for name, mapping in mappings.items()} == {
            "Danh sách": {"B": "code", "C": "full_name", "D": "birth_date"},
            "Xếp loại": {"B": "code", "C": "rating:2024"},
        }

    def test_a_workbook_without_people_is_refused(self):
        data = build_table([["Năm", "Số lớp", "Số lượt"], [2024, 12, 480]])
        with pytest.raises(BadInput, match="Mã cán bộ"):
            guess_workbook(open_bytes(data))

    def test_sheets_that_say_nothing_of_whom_are_passed_over_when_others_do(self):
        import openpyxl

        from lms.people.workbooks.reading import read_rows

        written = openpyxl.Workbook()
        written.active.append(["STT", "Mã", "Tên"])
        written.active.append([1, "01", "Kinh"])
        people = written.create_sheet("Người")
        people.append(["STT", "Họ và tên", "Ngày sinh"])
        people.append([1, *PERSON])
        workbook = open_bytes(save_workbook(written))
        mappings = guess_workbook(workbook)
        assert {name: bool(mapping.columns) for name, mapping in mappings.items()} == {
            "Sheet": False,
            "Người": True,
        }
        rows = list(read_rows(workbook, mappings, dt.date(2026, 6, 30)))
        assert [(row.sheet, row.full_name) for row in rows] == [("Người", "Lò Thị Mai")]

    def test_the_shape_is_that_of_the_headers_and_not_of_the_rows(self):
        header = ["STT", "Họ và tên", "Ngày sinh"]
        first, second = (
            guess_table([header, [1, *PERSON]]),
            guess_table([header, [1, "Hờ A Páo", "1/1/1990"]]),
        )
        other = guess_table([["STT", "Ngày sinh", "Họ và tên"], [1, *reversed(PERSON)]])
        assert first.shape == second.shape != other.shape

    def test_headers_and_first_values_are_shown(self):
        mapping = guess_table(
            [
                ["STT", "Họ và tên", "Trình độ", None],
                [None, None, "Chuyên môn", "LLCT"],
                [1, "Lò Thị Mai", "ĐH", "TC"],
            ]
        )
        assert mapping.headers["D"] == "Trình độ › LLCT"
        assert mapping.samples["C"] == ("ĐH",)

    def test_a_mapping_comes_back_from_json(self):
        mapping = guess_table([["STT", "Họ và tên", "Ngày sinh"], [1, *PERSON]])
        again = type(mapping).from_json(mapping.as_json())
        assert (again.columns, again.header_last, again.shape) == (
            mapping.columns,
            mapping.header_last,
            mapping.shape,
        )

    def test_an_empty_sheet_has_no_columns(self):
        assert not guess_sheet(open_bytes(build_table([])).sheets[0]).is_of_people


def test_no_header_word_names_two_fields():
    seen = {}
    for field in FIELDS.values():
        for alias in field.aliases:
            assert seen.setdefault(alias, field.key) == field.key, alias
            assert plain_words(alias) == alias

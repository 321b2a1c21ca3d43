"""Layouts of real lists: several people in a row, tables below each other, dates in several
columns, a list a unit, columns about something else.
"""

import datetime as dt

import openpyxl
import pytest

from lms.people.workbooks.reading import RefusedRow, SheetMapping, guess_workbook, read_rows
from lms.people.workbooks.reading.guessing import guess_tables
from lms.people.workbooks.reading.titles import unit_phrases, units_of_sheet
from lms.people.workbooks.reading.unread import UnreadCells
from tests.lms.people.workbooks.reading.workbook_files import (
    build_table,
    excel_day,
    guess_table,
    open_bytes,
    save_workbook,
)

AS_OF = dt.date(2026, 11, 30)
NAMES = ["Lò Thị Mai Hiên", "Vừ A Sình", "Quàng Văn Ơn", "Hạng A Chứ", "Cà Thị Ún", "Bùi Quốc Huy"]
BLOCK = ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]


def read_table(rows, merges=(), name="DS"):
    workbook = open_bytes(build_table(rows, merges, name))
    return list(read_rows(workbook, guess_workbook(workbook), AS_OF))


def read_sheets(sheets):
    written = openpyxl.Workbook()
    written.remove(written.active)
    for name, rows in sheets.items():
        sheet = written.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook = open_bytes(save_workbook(written))
    return list(read_rows(workbook, guess_workbook(workbook), AS_OF))


def person(number, name, sex="Nam"):
    return [number, name, excel_day("1985-03-15"), sex]


class TestPeopleSideBySide:
    def test_two_people_in_a_row(self):
        rows = read_table(
            [BLOCK * 2]
            + [
                [*person(number + 1, NAMES[number]), *person(number + 4, NAMES[number + 3], "Nữ")]
                for number in range(3)
            ]
        )
        assert [(row.number, row.block, row.full_name, row.sex) for row in rows] == [
            (2, 0, NAMES[0], "m"),
            (2, 1, NAMES[3], "f"),
            (3, 0, NAMES[1], "m"),
            (3, 1, NAMES[4], "f"),
            (4, 0, NAMES[2], "m"),
            (4, 1, NAMES[5], "f"),
        ]
        assert (rows[1].cells["full_name"], rows[1].cells["sex"]) == ("F2", "H2")

    @pytest.mark.parametrize(
        "header",
        [
            ["Họ và tên", "Ngày sinh", "Họ và tên", "Ngày sinh"],
            ["Họ và tên", "Ngày sinh", None, "Họ và tên", "Ngày sinh"],
            ["STT", "Họ và tên", "Ngày sinh", None, "STT", "Họ và tên", "Ngày sinh"],
            ["Họ và tên", "Họ và tên", "Họ và tên"],
            ["STT", "Họ tên", "Ngày sinh", "Chức vụ", "STT", "Họ tên"],
            ["STT", "Họ tên", "STT", "Họ tên", "Ngày sinh", "Chức vụ"],
            ["Mã cán bộ", "Họ tên", "Mã cán bộ", "Họ tên"],
            ["Họ tên", "Ngày sinh", "Mã cán bộ", "Họ tên", "Ngày sinh"],
            ["Họ và đệm", "Tên", "Năm sinh", "Họ và đệm", "Tên", "Năm sinh"],
            [*["STT", "Họ tên", "Ngày sinh"] * 3],
        ],
    )
    def test_blocks_of_every_shape(self, header):
        values = {
            "Họ và tên": iter(NAMES),
            "Họ tên": iter(NAMES),
            "Họ và đệm": iter(["Lò Thị", "Vừ A"]),
            "Tên": iter(["Mai", "Sình"]),
            "Mã cán bộ": iter(["CB1", "CB2"]),
            "STT": iter(range(1, 9)),
        }
        row = [
            next(values[word])
            if word in values
            else word and {"Chức vụ": "Chủ tịch"}.get(word, excel_day("1985-03-15"))
            for word in header
        ]
        people = read_table([header, row])
        expected = ["Lò Thị Mai", "Vừ A Sình"] if "Tên" in header else NAMES
        count = max(header.count("Họ và tên"), header.count("Họ tên"), header.count("Tên"))
        assert [person.full_name for person in people] == expected[:count]
        assert [person.block for person in people] == list(range(count))
        written_codes = [value for value in row if str(value).startswith("CB")]
        assert [person.code for person in people if person.code] == written_codes
        if header.count("Mã cán bộ") == 1:
            assert people[1].code == "CB1"

    def test_the_last_row_may_hold_fewer_people(self):
        rows = read_table([BLOCK * 2, [*person(1, NAMES[0]), 2], person(3, NAMES[1])])
        assert [(row.number, row.block) for row in rows] == [(2, 0), (3, 0)]

    def test_somebody_of_the_second_block_is_refused_by_their_cell(self):
        first, second = read_table(
            [BLOCK * 2, [*person(1, NAMES[0]), 2, NAMES[1], "31/02/1980", "Nam"]]
        )
        assert first.full_name == NAMES[0]
        assert isinstance(second, RefusedRow)
        assert (second.cell, second.block, second.label) == ("G2", 1, NAMES[1])

    def test_a_unit_left_of_all_people_is_that_of_each(self):
        rows = read_table(
            [
                ["STT", "Đơn vị", "Bí thư", None, "Chủ tịch", None],
                [None, None, "Họ và tên", "Năm sinh", "Họ và tên", "Năm sinh"],
                [1, "Xã Na Son", NAMES[0], "1/2/1980", NAMES[1], "1/2/1981"],
                [2, "Xã Xa Dung", NAMES[2], "1/2/1982", NAMES[3], "1/2/1983"],
            ],
            ["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
        )
        assert [(row.full_name, row.unit) for row in rows] == [
            (NAMES[0], "Xã Na Son"),
            (NAMES[1], "Xã Na Son"),
            (NAMES[2], "Xã Xa Dung"),
            (NAMES[3], "Xã Xa Dung"),
        ]

    def test_a_heading_alone_in_its_row_stands_over_both_blocks(self):
        rows = read_table(
            [
                BLOCK * 2,
                ["I. XÃ NA SON"],
                [*person(1, NAMES[0]), *person(2, NAMES[1])],
                ["II. XÃ XA DUNG"],
                [*person(3, NAMES[2]), *person(4, NAMES[3])],
            ]
        )
        assert [row.unit for row in rows] == ["XÃ NA SON"] * 2 + ["XÃ XA DUNG"] * 2

    def test_another_table_beside_the_people_is_none_of_their_columns(self):
        mapping = guess_table(
            [
                [*BLOCK, None, "STT", "Đơn vị", "Số người"],
                [*person(1, NAMES[0]), None, 1, "Xã Xa Dung", 12],
            ]
        )
        assert mapping.columns.get("G") is None or mapping.starts
        (row,) = read_table(
            [
                [*BLOCK, None, "STT", "Đơn vị", "Số người"],
                [*person(1, NAMES[0]), None, 1, "Xã Xa Dung", 12],
            ]
        )
        assert (row.full_name, row.unit) == (NAMES[0], "")

    def test_the_names_of_relatives_are_no_second_person(self):
        header = ["STT", "Họ và tên", "Ngày sinh", "Họ và tên vợ (chồng)", "Năm sinh"]
        (row,) = read_table([header, [1, NAMES[0], "1/2/1980", NAMES[1], 1982]])
        assert (row.full_name, row.birth_date) == (NAMES[0], dt.date(1980, 2, 1))

    def test_a_name_at_birth_and_another_in_use_are_of_one_person(self):
        header = ["STT", "Họ và tên khai sinh", "Họ và tên", "Ngày sinh"]
        (row,) = read_table([header, [1, NAMES[0], NAMES[1], "1/2/1980"]])
        assert row.full_name in NAMES[:2]

    def test_a_mapping_with_blocks_comes_back_from_json_and_an_old_one_still_loads(self):
        mapping = guess_table([BLOCK * 2, [*person(1, NAMES[0]), *person(2, NAMES[1])]])
        again = SheetMapping.from_json(mapping.as_json())
        assert (again.columns, again.starts) == (mapping.columns, ("E",))
        old = SheetMapping.from_json({"header": 1, "columns": {"B": "full_name"}})
        assert (old.starts, old.is_of_people) == ((), True)

    def test_columns_chosen_by_hand_may_name_two_people(self):
        mapping = SheetMapping(1, 1, {"A": "full_name"}, "")
        chosen = mapping.with_columns(
            {"A": "full_name", "B": "birth_date", "C": "full_name", "D": "birth_date"}
        )
        assert chosen.starts == ("C",)


class TestTablesBelowEachOther:
    def test_a_second_table_with_other_columns(self):
        rows = read_table(
            [
                ["DANH SÁCH CÁN BỘ XÃ NA SON"],
                ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"],
                [1, NAMES[0], "1/2/1980", "Chủ tịch"],
                [],
                ["DANH SÁCH CÁN BỘ XÃ XA DUNG"],
                ["STT", "Chức vụ", "Họ và tên", "Giới tính", "Ngày sinh"],
                [1, "Bí thư", NAMES[1], "Nam", "3/4/1981"],
            ]
        )
        assert [(row.full_name, row.title, row.birth_date.year) for row in rows] == [
            (NAMES[0], "Chủ tịch", 1980),
            (NAMES[1], "Bí thư", 1981),
        ]
        assert [row.unit_sources[0].text for row in rows] == ["XÃ NA SON", "XÃ XA DUNG"]

    def test_a_header_printed_again_begins_no_other_table(self):
        data = build_table(
            [
                ["STT", "Họ và tên", "Ngày sinh"],
                [1, NAMES[0], "1/2/1980"],
                ["STT", "Họ và tên", "Ngày sinh"],
                [2, NAMES[1], "1/2/1981"],
            ]
        )
        assert len(guess_tables(open_bytes(data).sheets[0])) == 1

    def test_the_same_columns_below_another_title_are_of_another_unit(self):
        header = ["STT", "Họ và tên", "Ngày sinh"]
        rows = read_table(
            [
                ["DANH SÁCH CÁN BỘ XÃ NA SON"],
                header,
                [1, NAMES[0], "1/2/1980"],
                [None, "Người lập biểu", None],
                ["DANH SÁCH CÁN BỘ XÃ XA DUNG"],
                header,
                [1, NAMES[1], "1/2/1981"],
            ]
        )
        assert [(row.full_name, row.unit_sources[0].text) for row in rows] == [
            (NAMES[0], "XÃ NA SON"),
            (NAMES[1], "XÃ XA DUNG"),
        ]

    def test_the_columns_of_a_further_table_have_a_name_of_their_own(self):
        data = build_table(
            [
                ["STT", "Họ và tên", "Ngày sinh"],
                [1, NAMES[0], "1/2/1980"],
                [],
                ["Họ và tên", "Chức vụ"],
                [NAMES[1], "Bí thư"],
            ]
        )
        assert list(guess_workbook(open_bytes(data))) == ["DS", "DS:4"]


class TestUnitsOfLists:
    def test_a_sheet_a_commune(self):
        header = ["TT", "Họ và tên", "Ngày sinh"]
        rows = read_sheets(
            {
                "Na Son": [["DANH SÁCH CÁN BỘ XÃ NA SON"], header, [1, NAMES[0], "1/2/1980"]],
                "xã Xa Dung": [header, [1, NAMES[1], "1/2/1981"]],
                "Sheet3": [header, [1, NAMES[2], "1/2/1981"]],
            }
        )
        assert [
            [(source.kind, source.text, source.cell) for source in row.unit_sources] for row in rows
        ] == [
            [("title", "XÃ NA SON", "A1"), ("sheet", "Na Son", "")],
            [("sheet", "xã Xa Dung", "")],
            [],
        ]

    def test_the_nearest_place_comes_first(self):
        (row,) = read_table(
            [
                ["UBND TỈNH ĐIỆN BIÊN\nUBND XÃ NA SON", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["DANH SÁCH CÁN BỘ PHƯỜNG MƯỜNG THANH"],
                ["(Kèm theo Công văn số 12 của UBND xã Pu Nhi)"],
                ["STT", "Họ và tên", "Đơn vị"],
                ["I", "Xã Xa Dung", None],
                [1, NAMES[0], "Xã Tìa Dình"],
            ],
            name="Keo Lôm",
        )
        assert [(source.kind, source.text) for source in row.unit_sources] == [
            ("column", "Xã Tìa Dình"),
            ("section", "Xã Xa Dung"),
            ("title", "PHƯỜNG MƯỜNG THANH"),
            ("sheet", "Keo Lôm"),
            ("letterhead", "UBND XÃ NA SON"),
            ("letterhead", "UBND TỈNH ĐIỆN BIÊN"),
        ]

    @pytest.mark.parametrize(
        ("title", "unit"),
        [
            ("DANH SÁCH CÁN BỘ XÃ NA SON NĂM 2026", "XÃ NA SON"),
            ("Danh sách cán bộ của phường Mường Thanh tham gia lớp", "phường Mường Thanh"),
            ("DANH SACH CAN BO XA NA SON", "XA NA SON"),
            ("danh sách công chức xã xa dung", "xã xa dung"),
            ("DANH SÁCH CÔNG CHỨC XÃ PU NHI ĐƯỢC CỬ ĐI HỌC", "XÃ PU NHI"),
            ("Danh sách CBCC UBND xã Na Son (tính đến 31/12/2026)", "UBND xã Na Son"),
        ],
    )
    def test_titles_that_name_a_unit(self, title, unit):
        assert unit_phrases(title) == (unit,)

    @pytest.mark.parametrize(
        "title",
        [
            "DANH SÁCH CÁN BỘ, CÔNG CHỨC CẤP XÃ NĂM 2026",
            "Danh sách cán bộ xã, phường",
            "Danh sách cán bộ xã không chuyên trách",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Kiến thức quốc phòng an ninh",
        ],
    )
    def test_titles_that_name_none(self, title):
        assert unit_phrases(title) == ()

    def test_names_of_sheets_that_say_nothing(self):
        assert not any(map(units_of_sheet, ["Sheet1", "Trang tính2", "DS", "Danh sách 2026"]))


class TestDatesInSeveralColumns:
    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            (["Ngày", "Tháng", "Năm"], [15, 3, 1985]),
            (["Ngày sinh", "Tháng sinh", "Năm sinh"], ["15", "03", "1985"]),
            (["Sinh ngày", "tháng", "năm"], [15, 3, 1985]),
            (["Năm sinh", "Tháng sinh", "Ngày sinh"], [1985, 3, 15]),
            (["Ngày, tháng sinh", "Năm sinh"], ["15/3", 1985]),
            (["Ngày tháng sinh", "Năm sinh"], [excel_day("2026-03-15"), 1985]),
            (["Ngày sinh", "Tháng, năm sinh"], [15, "3/1985"]),
        ],
    )
    def test_headers_of_their_own(self, header, cells):
        (row,) = read_table([["Họ tên", *header, "Giới tính"], [NAMES[0], *cells, "Nữ"]])
        assert row.birth_date == dt.date(1985, 3, 15)
        assert row.cells["birth_date"] in {"B2", "C2", "D2"}

    @pytest.mark.parametrize(
        ("word", "attribute"),
        [
            ("Ngày sinh", "birth_date"),
            ("Ngày tháng năm sinh", "birth_date"),
            ("Ngày vào Đảng", "party_date"),
            ("Ngày bổ nhiệm", "post_from"),
        ],
    )
    @pytest.mark.parametrize("parts", [["Ngày", "Tháng", "Năm"], [None, None, None]])
    def test_below_one_header(self, word, attribute, parts):
        (row,) = read_table(
            [
                ["Họ tên", word, None, None, "Giới tính"],
                [None, *parts, None],
                [NAMES[0], 15, 3, 1985, "Nữ"],
            ],
            ["A1:A2", "B1:D1", "E1:E2"] if any(parts) else ["A1:A2", "B1:D2", "E1:E2"],
        )
        assert getattr(row, attribute) == dt.date(1985, 3, 15)

    def test_a_day_that_does_not_exist_is_refused_with_all_its_cells(self, english):
        (row,) = read_table([["Họ tên", "Ngày", "Tháng", "Năm"], [NAMES[0], 31, 2, 1985]])
        assert isinstance(row, RefusedRow)
        assert row.cell == "B2"
        assert "B2, C2, D2" in row.reason

    def test_a_part_that_is_missing_or_no_number_is_refused(self, english):
        head = ["Họ tên", "Ngày", "Tháng", "Năm"]
        rows = read_table(
            [
                head,
                [NAMES[0], 15, 3, 1985],
                [NAMES[1], 15, None, 1985],
                [NAMES[2], 15, 3, None],
                [NAMES[3], 15, "ba", 1985],
                [NAMES[4], None, None, None],
            ]
        )
        reasons = [getattr(row, "reason", "") for row in rows]
        assert reasons[0] == reasons[4] == ""
        assert rows[4].birth_date is None
        assert "month of this date is missing" in reasons[1]
        assert "year of this date is missing" in reasons[2]
        assert "“ba” is no part of a date" in reasons[3]

    def test_days_of_retirement_are_no_birth_dates(self):
        mapping = guess_table(
            [
                ["Họ tên", "Thời điểm nghỉ hưu", None, None],
                [None, "Ngày", "Tháng", "Năm"],
                [NAMES[0], 1, 9, 2026],
            ],
            ["A1:A2", "B1:D1"],
        )
        assert mapping.columns == {"A": "full_name"}


class TestColumnsAboutOtherThings:
    @pytest.mark.parametrize(
        "path",
        [
            ("Phụ cấp", "Chức vụ"),
            ("Quy hoạch", "Chức vụ"),
            ("Chức vụ quy hoạch", None),
            ("Quê quán", "Xã"),
            ("Nơi sinh", "Xã, phường"),
            ("Nơi ở hiện nay", "Đơn vị"),
            ("Người liên hệ", "Họ tên"),
            ("Vợ", "Họ tên"),
            ("Vợ hoặc chồng", "Họ và tên"),
            ("Con", "Năm sinh"),
            ("Bố mẹ", "Họ và tên"),
            ("Người ký", None),
            ("Ngày cấp", None),
            ("CCCD", "Ngày cấp"),
            ("Khen thưởng", "Số quyết định"),
            ("Kỷ luật", "Số quyết định"),
            ("Ngày bổ nhiệm ngạch", None),
            ("Thời gian giữ ngạch", "Ở ngạch hiện giữ"),
            ("Chức vụ cũ", None),
            ("Đơn vị cũ", None),
            ("Lương", "Hệ số"),
            ("Lương", "Bậc"),
            ("Ngày vào Đoàn", None),
            ("Nâng lương lần sau", "Ngày"),
        ],
    )
    @pytest.mark.parametrize("is_first", [True, False])
    def test_wherever_they_stand_they_are_left(self, path, is_first):
        other = [[path[0]], [path[1]], ["0.25"]]
        head = [["Họ và tên", "Ngày sinh"], [None, None], [NAMES[0], "1/2/1980"]]
        sides = (other, head) if is_first else (head, other)
        rows = [[*left, *right] for left, right in zip(*sides, strict=True)]
        letter = "A" if is_first else "C"
        merges = ["B1:B2", "C1:C2"] if is_first else ["A1:A2", "B1:B2"]
        mapping = guess_table(rows, merges if path[1] else [*merges, f"{letter}1:{letter}2"])
        assert letter not in mapping.columns
        assert {"full_name", "birth_date"} == set(mapping.columns.values())

    def test_an_allowance_before_the_title(self):
        rows = read_table(
            [
                ["Họ tên", "Phụ cấp", None, "Chức vụ, chức danh"],
                [None, "Chức vụ", "Khu vực", None],
                [NAMES[0], 0.25, 0.7, "Chủ tịch UBND xã"],
            ],
            ["A1:A2", "B1:C1", "D1:D2"],
        )
        assert [row.title for row in rows] == ["Chủ tịch UBND xã"]

    def test_a_column_of_figures_is_no_title_and_no_unit(self):
        mapping = guess_table([["Họ tên", "Chức vụ", "Đơn vị"], [NAMES[0], 0.25, 0.5]])
        assert mapping.columns == {"A": "full_name"}

    def test_a_single_figure_among_titles_is_refused(self, english):
        rows = read_table(
            [["Họ tên", "Chức vụ"], [NAMES[0], "Chủ tịch"], [NAMES[1], "Bí thư"], [NAMES[2], 0.25]]
        )
        assert (rows[2].cell, rows[2].reason[:16]) == ("B4", "“0.25” is a numb")

    def test_of_two_columns_the_one_with_the_very_words_and_values_counts(self):
        mapping = guess_table(
            [
                ["Họ tên", "Chức vụ Đảng", "Chức vụ", "Ngạch", "Ngạch công chức đang giữ"],
                [NAMES[0], "Bí thư", "Chủ tịch", 3.33, "Chuyên viên"],
            ]
        )
        assert mapping.columns == {"A": "full_name", "C": "title", "E": "rank"}


class TestStatutoryLists:
    def test_four_header_rows_with_the_time_in_a_rank(self):
        rows = read_table(
            [
                ["UBND TỈNH ĐIỆN BIÊN\nUBND XÃ NA SON"],
                ["BÁO CÁO DANH SÁCH VÀ TIỀN LƯƠNG CÔNG CHỨC (Mẫu BNV-01/BCDSTL)"],
                [
                    "STT",
                    "Họ và tên",
                    None,
                    "Ngày tháng năm sinh",
                    None,
                    "Thời gian giữ ngạch",
                    None,
                    None,
                    "Trình độ",
                    None,
                ],
                [None, None, None, None, None, None, None, None, "Chuyên môn", None],
                [
                    None,
                    None,
                    None,
                    "Nam",
                    "Nữ",
                    "Dưới ngạch hiện giữ",
                    "Ở ngạch hiện giữ",
                    "Mã số ngạch hiện giữ",
                    "Trình độ",
                    "Chuyên ngành",
                ],
                [],
                list(range(1, 11)),
                [
                    1,
                    "Lò Thị Mai",
                    "Hiên",
                    None,
                    excel_day("1985-03-15"),
                    "5 năm",
                    "3 năm",
                    1.003,
                    "Đại học",
                    "Luật",
                ],
            ],
            [
                "A3:A6",
                "B3:C6",
                "D3:E4",
                "D5:D6",
                "E5:E6",
                "F3:H4",
                "F5:F6",
                "G5:G6",
                "H5:H6",
                "I3:J3",
                "I4:J4",
                "I5:I6",
                "J5:J6",
            ],
        )
        (row,) = rows
        assert (row.full_name, row.sex, row.rank) == (NAMES[0], "f", "expert")
        assert (row.levels["professional"].level, row.levels["professional"].field) == (
            "university",
            "Luật",
        )


class TestUnreadColumns:
    def test_every_filled_cell_of_a_person_is_read_or_listed(self):
        header = ["STT", "Họ và tên", "Ngày sinh", "Điện thoại", "Sở trường", None, *BLOCK]
        body = [
            [number, NAMES[number], "1/2/1980", "0912", "Hát", "?", *person(9, NAMES[3])]
            for number in range(3)
        ]
        workbook = open_bytes(build_table([header, *body, [None, "Tổng cộng: 3", None, "x"]]))
        mapping, unread = guess_workbook(workbook), UnreadCells()
        rows = list(read_rows(workbook, mapping, AS_OF, unread))
        assert len(rows) == 6
        listed = unread.columns_of("DS", mapping["DS"].headers)
        assert [(col.column, col.header, col.cells, col.is_known) for col in listed] == [
            ("A", "STT", 3, True),
            ("D", "Điện thoại", 3, True),
            ("E", "Sở trường", 3, False),
            ("F", "", 3, False),
            ("G", "STT", 3, True),
        ]
        read = sum(len({*filter(None, row.cells.values())}) for row in rows)
        assert read + sum(col.cells for col in listed) == sum(
            value is not None for line in body for value in line
        )


class TestHeadingsAndNames:
    def test_a_name_with_nothing_beside_it_is_somebody_and_a_unit_is_a_heading(self):
        rows = read_table(
            [
                ["STT", "Họ và tên", "Chức vụ", "Số tiết"],
                [None, "VĂN PHÒNG ĐẢNG ỦY"],
                [None, NAMES[0]],
                [None, NAMES[1], None, 40],
                ["II", "Phòng Kinh tế"],
                [None, NAMES[2], "Chủ tịch"],
            ]
        )
        assert [(row.label, getattr(row, "unit", "")) for row in rows[::2]] == [
            (NAMES[0], "VĂN PHÒNG ĐẢNG ỦY"),
            (NAMES[2], "Phòng Kinh tế"),
        ]
        assert [row.label for row in rows] == NAMES[:3]

    @pytest.mark.parametrize("sign", ["-nt-", "nt", "như trên", '"', "”", "//"])
    def test_a_ditto_stands_for_what_is_written_above(self, sign):
        rows = read_table(
            [
                ["STT", "Họ và tên", "Đơn vị", "Chức vụ"],
                [1, NAMES[0], "Xã Na Son", "Bí thư"],
                [2, NAMES[1], sign, sign],
                [3, NAMES[2], "Xã Xa Dung", "Chủ tịch"],
                [4, NAMES[3], sign, sign],
            ]
        )
        assert [(row.unit, row.title, row.cells["unit"]) for row in rows] == [
            ("Xã Na Son", "Bí thư", "C2"),
            ("Xã Na Son", "Bí thư", "C3"),
            ("Xã Xa Dung", "Chủ tịch", "C4"),
            ("Xã Xa Dung", "Chủ tịch", "C5"),
        ]

    def test_levels_of_a_header_may_be_several_rows_high(self):
        mapping = guess_table(
            [
                ["STT", "Thông tin cá nhân", None, "Kết quả xếp loại", None],
                [],
                [None, "Họ và đệm", "Tên", "Năm 2024", "Năm 2025"],
                [],
                [1, "Lò Thị", "Mai", "HTTNV", "HTXSNV"],
            ],
            ["A1:A4", "B1:C2", "D1:E2", "B3:B4", "C3:C4", "D3:D4", "E3:E4"],
        )
        assert mapping.columns == {
            "B": "family_name",
            "C": "given_name",
            "D": "rating:2024",
            "E": "rating:2025",
        }

    def test_units_above_the_people_of_each_block(self):
        rows = read_table(
            [
                ["DANH SÁCH CÁN BỘ"],
                ["XÃ NA SON", None, None, None, "XÃ XA DUNG"],
                BLOCK * 2,
                [*person(1, NAMES[0]), *person(1, NAMES[1])],
            ],
            ["A2:D2", "E2:H2"],
        )
        assert [row.unit_sources[0].text for row in rows] == ["XÃ NA SON", "XÃ XA DUNG"]


def test_a_unit_written_once_holds_for_the_people_below():
    header = ["STT", "Họ và tên", "Đơn vị"]
    rows = read_table(
        [
            header,
            [1, NAMES[0], "Xã Na Son"],
            [2, NAMES[1], None],
            [3, NAMES[2], "Xã Xa Dung"],
            [4, NAMES[3], None],
        ]
    )
    assert [row.unit for row in rows] == ["Xã Na Son"] * 2 + ["Xã Xa Dung"] * 2


def test_a_unit_of_one_person_alone_says_nothing_of_the_others():
    header = ["STT", "Họ và tên", "Đơn vị"]
    rows = read_table(
        [header, [1, NAMES[0], None], [2, NAMES[1], "Văn phòng"], [3, NAMES[2], None]]
    )
    assert [row.unit for row in rows] == ["", "Văn phòng", ""]


def test_a_unit_in_the_header_is_that_of_the_people_below_it():
    rows = read_table(
        [
            ["PHÒNG KINH TẾ", None, None, "PHÒNG VĂN HÓA - XÃ HỘI", None, None],
            ["Mã cán bộ", "Họ và tên", "Ngày sinh"] * 2,
            ["CB1", NAMES[0], "1/2/1980", "CB2", NAMES[1], "1/2/1981"],
        ],
        ["A1:C1", "D1:F1"],
    )
    assert [(row.code, row.full_name, row.unit_sources[0].text) for row in rows] == [
        ("CB1", NAMES[0], "PHÒNG KINH TẾ"),
        ("CB2", NAMES[1], "PHÒNG VĂN HÓA - XÃ HỘI"),
    ]


class TestColumnsOfSomethingElse:
    def test_what_follows_a_relative_s_name_is_theirs(self):
        header = [
            "Họ và tên chồng (vợ)",
            "Năm sinh",
            "Họ và tên cán bộ",
            "Ngày sinh",
            "Họ tên con",
            "Ngày sinh",
        ]
        [row] = read_table(
            [header, ["Vừ A Dế", 1980, NAMES[0], "15/03/1985", "Vừ A Pó", "01/02/2015"]]
        )
        assert (row.full_name, row.birth_date) == (NAMES[0], dt.date(1985, 3, 15))

    def test_a_birth_date_behind_a_relative_alone_is_nobody_s(self):
        header = ["Họ và tên", "Giới tính", "Họ tên con", "Ngày sinh"]
        [row] = read_table([header, [NAMES[0], "Nữ", "Vừ A Pó", "01/02/2015"]])
        assert row.birth_date is None

    def test_columns_beside_those_of_relatives_stay(self):
        header = ["Họ và tên", "Thân nhân", None, "Đơn vị", "Nữ"]
        below = [None, "Họ tên", "Năm sinh", None, None]
        [row] = read_table(
            [header, below, [NAMES[0], "Vừ A Dế", 1980, "Xã Na Son", "x"]], ["B1:C1"]
        )
        assert (row.unit, row.sex, row.birth_date) == ("Xã Na Son", "f", None)

    def test_a_table_of_figures_beside_the_people_says_nothing_of_them(self):
        header = [*BLOCK, None, "Đơn vị", "Số lượng"]
        rows = read_table(
            [
                header,
                [*person(1, NAMES[0]), None, "Xã Na Son", 12],
                [*person(2, NAMES[1]), None, "Xã Xa Dung", 9],
            ]
        )
        assert [row.unit for row in rows] == ["", ""]

    def test_an_empty_column_alone_parts_nothing(self):
        header = [*BLOCK, None, "Đơn vị"]
        [row] = read_table([header, [*person(1, NAMES[0]), None, "Xã Na Son"]])
        assert row.unit == "Xã Na Son"


class TestStatutoryHeaders:
    @pytest.mark.parametrize(
        ("header", "key"),
        [
            ("Họ, chữ đệm và tên khai sinh", "full_name"),
            ("Họ, chữ đệm và tên", "full_name"),
            ("Nghề nghiệp, chức vụ", "title"),
            ("Mã số chức danh nghề nghiệp", "rank"),
        ],
    )
    def test_words_of_forms(self, header, key):
        names = [] if key == "full_name" else ["Họ và tên"]
        mapping = guess_table([["Ngày sinh", *names, header], ["15/03/1985", NAMES[0]]])
        assert key in mapping.columns.values()

    def test_offices_below_one_header(self):
        header = ["Họ và tên", "Ngày sinh", "Chức vụ", None, None]
        below = [None, None, "Đảng", "Chính quyền", "Đoàn thể"]
        rows = read_table(
            [header, below, [NAMES[0], "15/03/1985", "Phó Bí thư", "Chủ tịch UBND", None]],
            ["C1:E1"],
        )
        assert [row.title for row in rows] == ["Chủ tịch UBND"]

    def test_a_row_that_says_how_dates_are_written_is_of_the_header(self):
        header = ["Họ và tên", "Ngày sinh", None, "Chức vụ"]
        rows = read_table(
            [
                header,
                [None, "Nam", "Nữ", None],
                [None, "dd/mm/yyyy", "(dd/mm/yyyy)", None],
                [NAMES[0], None, "15/03/1985", "Công chức"],
            ],
            ["B1:C1"],
        )
        assert [(row.birth_date, row.sex) for row in rows] == [(dt.date(1985, 3, 15), "f")]

    def test_years_below_nam_and_nu_without_a_word_for_birth(self):
        header = ["Họ và tên", "Nam", "Nữ", "Chức danh"]
        rows = read_table(
            [header, [NAMES[0], None, 1985, "Trưởng bản"], [NAMES[1], 1990, None, "Trưởng bản"]]
        )
        assert [(row.birth_date.year, row.sex) for row in rows] == [(1985, "f"), (1990, "m")]


def test_three_tables_close_below_each_other():
    rows = read_table(
        [
            ["STT", "Họ và tên", "Ngày sinh"],
            [1, NAMES[0], "15/03/1985"],
            ["STT", "Họ và tên", "Giới tính", "Năm sinh"],
            [1, NAMES[1], "Nam", 1990],
            ["Họ và tên", "Nam", "Nữ"],
            [NAMES[2], 1979, None],
        ]
    )
    assert [row.full_name for row in rows] == NAMES[:3]
    assert [row.birth_date.year for row in rows] == [1985, 1990, 1979]


class TestSecondPeopleWithoutHeader:
    @pytest.mark.parametrize("gap", [[], [None]])
    def test_they_are_read_as_the_first(self, gap):
        rows = read_table(
            [
                BLOCK,
                [*person(1, NAMES[0]), *gap, *person(3, NAMES[2])],
                [*person(2, NAMES[1]), *gap, *person(4, NAMES[3])],
            ]
        )
        assert [row.full_name for row in rows] == [NAMES[0], NAMES[2], NAMES[1], NAMES[3]]

    def test_other_values_without_a_header_are_nobody(self):
        rows = read_table([BLOCK, [*person(1, NAMES[0]), 12, "đã họp", "01/02/2026", "x"]])
        assert [row.full_name for row in rows] == [NAMES[0]]


def test_months_of_birth_that_excel_made_days_stay_months():
    header = ["Họ và tên", "Tháng, năm sinh"]
    rows = read_table(
        [header, [NAMES[0], "3/1985"], [NAMES[1], excel_day("1991-02-01")], [NAMES[2], "11-1990"]]
    )
    assert [(row.birth_date.isoformat(), row.birth_precision) for row in rows] == [
        ("1985-03-01", "month"),
        ("1991-02-01", "month"),
        ("1990-11-01", "month"),
    ]


def test_whole_days_below_such_a_header_stay_days():
    [row] = read_table([["Họ và tên", "Tháng, năm sinh"], [NAMES[0], "15/03/1985"]])
    assert (row.birth_date, row.birth_precision) == (dt.date(1985, 3, 15), "day")

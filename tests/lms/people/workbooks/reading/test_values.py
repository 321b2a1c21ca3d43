"""Cells as they are written in real lists, and what is read out of them."""

import datetime as dt
import unicodedata

import pytest

from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import Qualification, Rank
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.rulebook.models import Group
from lms.people.workbooks.reading import fields
from lms.people.workbooks.reading.values import choices, dates, levels, names, numbers, plain
from lms.people.workbooks.reading.values.dates import DatePrecision
from lms.people.workbooks.reading.values.plain import UnreadableCell
from tests.lms.people.workbooks.reading.workbook_files import excel_day

AS_OF = dt.date(2026, 6, 30)


def test_levels_and_groups_are_those_of_the_register():
    assert {key: tuple(steps) for key, steps in fields.LEVELS.items()} == {
        dimension.value: tuple(level.value for level in steps)
        for dimension, steps in LADDER.items()
    }
    assert list(fields.GROUPS) == Group.values
    assert set(choices._MODES) == set(Qualification.Mode.values)
    assert {*choices._RANKS, *choices._GRADES} <= set(Rank.values)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Lò Thị Mai", "Lò Thị Mai"),
        ("LÒ THỊ MAI", "Lò Thị Mai"),
        ("lò thị mai", "Lò Thị Mai"),
        ("  Lò\u00a0 Thị\nMai ", "Lò Thị Mai"),
        (unicodedata.normalize("NFD", "Lường Thị Nguyễn"), "Lường Thị Nguyễn"),
        ("Ðiêu Văn Đức", "Điêu Văn Đức"),
        ("Lò\u200b Thị Mai", "Lò Thị Mai"),
        ("Đ/c Lò Thị Mai", "Lò Thị Mai"),
        ("HỜ A PÁO", "Hờ A Páo"),
        ("giàng a chu", "Giàng A Chu"),
        ("H’HEN NIÊ", "H'Hen Niê"),
        ("Y Moan Ênuôl", "Y Moan Ênuôl"),
        ("Nguyễn văn An", "Nguyễn Văn An"),
        ("Hoàng Hoá", "Hoàng Hoá"),
    ],
)
def test_names(written, read):
    assert names.read_full_name(written).name == read


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Lò Thị Mai 2", "digits"),
        (1234, "digits"),
        ("Nam", "not a person"),
        ("Cộng", "not a person"),
        ("Lò @ Mai", "in no name"),
        ("NguyÔn V¨n A", "broken"),
        ("TrÇn ThÞ Hoa", "broken"),
        ("Nguyeãn Vaên A", "broken"),
        ("Лò Mai", "in no name"),
        ("Lò " + "a" * 130, "longer"),
    ],
)
def test_what_is_no_name(written, why, english):
    with pytest.raises(UnreadableCell, match=why):
        names.read_full_name(written)


@pytest.mark.parametrize(
    "written",
    [
        "05/03/1980",
        "5/3/1980",
        "5.3.80",
        "05-03-1980",
        "5 - 3 - 80",
        " 05 / 03 / 1980 ",
        "ngày 5 tháng 3 năm 1980",
        "5 tháng 3 năm 1980",
        "Ngày 05 th 03 năm 1980",
        "1980-03-05",
        "1980-03-05 00:00:00",
        "05/03/1980 0:00",
        "5-Mar-80",
        29285,
        29285.0,
        29285.25,
        "29285",
        excel_day("1980-03-05"),
    ],
)
def test_birth_dates(written):
    assert dates.read_birth_date(written, is_1904=False, as_of=AS_OF) == BirthDate(
        dt.date(1980, 3, 5)
    )


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("1980", BirthDate(dt.date(1980, 1, 1), BirthPrecision.YEAR)),
        (1980, BirthDate(dt.date(1980, 1, 1), BirthPrecision.YEAR)),
        ("năm 1980", BirthDate(dt.date(1980, 1, 1), BirthPrecision.YEAR)),
        ("3/1980", BirthDate(dt.date(1980, 3, 1), BirthPrecision.MONTH)),
        ("tháng 3 năm 1980", BirthDate(dt.date(1980, 3, 1), BirthPrecision.MONTH)),
    ],
)
def test_birth_dates_that_lack_a_day(written, born):
    assert dates.read_birth_date(written, is_1904=False, as_of=AS_OF) == born


def test_days_of_old_mac_files_count_from_1904():
    assert dates.read_birth_date(29285 - 1462, is_1904=True, as_of=AS_OF) == BirthDate(
        dt.date(1980, 3, 5)
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("03/25/1980", "no month 25.*25/03/1980"),
        ("31/02/1980", "no day “31/02/1980”"),
        ("29/02/1981", "no day"),
        ("00/01/1980", "no day"),
        ("05/13/1980", "no month 13"),
        ("32/01/1980", "no day"),
        ("05/03/1899", "check the year"),
        ("05/03/0080", "check the year"),
        ("chưa rõ", "no date"),
        (5031980, "no date"),
        (0, "no date"),
        (-5, "no date"),
        (1e300, "no date"),
        ("5/3/", "no date"),
    ],
)
def test_what_is_no_birth_date(written, why, english):
    with pytest.raises(UnreadableCell, match=why):
        dates.read_birth_date(written, is_1904=False, as_of=AS_OF)


@pytest.mark.parametrize(
    ("written", "exact", "at_end", "read"),
    [
        ("2015", DatePrecision.YEAR, False, "2015-01-01"),
        (2015, DatePrecision.YEAR, True, "2015-12-31"),
        ("năm 2026", DatePrecision.YEAR, True, "2026-06-30"),
        ("5/2015", DatePrecision.MONTH, False, "2015-05-01"),
        ("2/2016", DatePrecision.YEAR, True, "2016-02-29"),
        ("tháng 12 năm 2015", DatePrecision.MONTH, True, "2015-12-31"),
        ("1/7/26", DatePrecision.DAY, False, None),
        ("30/06/2026", DatePrecision.DAY, False, "2026-06-30"),
        ("2027", DatePrecision.YEAR, True, None),
        ("2015", DatePrecision.MONTH, False, None),
        ("8/2026", DatePrecision.MONTH, False, None),
    ],
)
def test_days_that_may_be_rough(written, exact, at_end, read):
    def day():
        return dates.read_past_day(
            written, is_1904=False, as_of=AS_OF, precision=exact, at_end=at_end
        )

    if read:
        assert day() == dt.date.fromisoformat(read)
    else:
        with pytest.raises(UnreadableCell):
            day()


def test_two_digits_are_the_newest_year_that_can_be():
    assert dates.read_birth_date("5/3/10", is_1904=False, as_of=AS_OF).day.year == 2010
    assert dates.read_past_day("5/3/26", is_1904=False, as_of=AS_OF).year == 2026
    assert dates.read_past_day("5/3/27", is_1904=False, as_of=AS_OF).year == 1927


LEVELS = {
    "general_education": {
        "upper_secondary": [
            "12/12",
            "12/12 BT",
            "THPT",
            "Trung học phổ thông",
            "PTTH",
            "Cấp III",
            "cấp 3",
            "Tốt nghiệp THPT",
            "BTVH cấp 3",
            "10/10",
            "Lớp 12",
            12,
            "12",
            excel_day("2026-12-12"),
            excel_day("2026-10-10"),
        ],
        "lower_secondary": [
            "9/12",
            "10/12",
            "11/12",
            "THCS",
            "Trung học cơ sở",
            "cấp 2",
            "Cấp II",
            "7/10",
            9,
            excel_day("2026-12-09"),
            excel_day("2026-09-12"),
            excel_day("2026-10-07"),
        ],
        "primary": ["5/12", "8/12", "Tiểu học", "cấp 1", "Cấp I", "4/10", 5],
        "none": ["không", "-", "Chưa qua đào tạo", "3/12"],
    },
    "professional": {
        "doctor": ["Tiến sĩ", "Tiến sỹ", "TS", "TS.", "TS Luật", "PGS.TS"],
        "master": [
            "Thạc sĩ",
            "Thạc sỹ",
            "ThS",
            "Th.S",
            "ThS.",
            "THẠC SĨ",
            "Thạc sỹ Quản lý công",
            "Cao học",
            "Sau đại học",
            "Trên ĐH",
        ],
        "university": [
            "Đại học",
            "ĐH",
            "đh",
            "dai hoc",
            "Cử nhân",
            "CN",
            "Cử nhân Luật",
            "Kỹ sư",
            "KS",
            "ĐH Luật",
            "ĐH. Luật",
            "ĐHSP Toán",
            "Bác sĩ",
            "Đại học, Trung cấp",
            "TC; ĐH",
        ],
        "college": ["Cao đẳng", "CĐ", "CĐ Sư phạm", "CĐSP"],
        "intermediate": ["Trung cấp", "TC", "Trung cấp Kế toán", "TCCN", "THCN", "TC Luật", "Y sĩ"],
        "elementary": ["Sơ cấp", "SC", "CNKT", "Công nhân kỹ thuật"],
        "none": ["Chưa qua đào tạo", "Chưa ĐT", "không", "-", "0"],
    },
    "political_theory": {
        "advanced": [
            "Cao cấp",
            "CC",
            "Cao cấp LLCT",
            "Cao cấp lý luận chính trị",
            "Cử nhân",
            "Cử nhân chính trị",
            "CC LLCT-HC",
            "CCLLCT",
        ],
        "intermediate": [
            "Trung cấp",
            "TC",
            "TC LLCT",
            "Trung cấp LLCT",
            "Trung cấp lý luận chính trị",
            "TC LLCT-HC",
            "Tương đương trung cấp",
            "T.Cấp",
        ],
        "elementary": ["Sơ cấp", "SC", "sơ cấp LLCT"],
        "none": ["Chưa", "chưa qua đào tạo", "–"],
    },
    "state_management": {
        "senior": ["Chuyên viên cao cấp", "CVCC", "cv cao cấp"],
        "principal": ["Chuyên viên chính", "CVC", "BD QLNN ngạch chuyên viên chính", "QLNN CVC"],
        "expert": ["Chuyên viên", "CV", "Bồi dưỡng QLNN chương trình chuyên viên", "Ngạch CV"],
        "clerk": ["Cán sự", "CS"],
    },
    "defence_security": {
        "audience_1": ["Đối tượng 1", "ĐT I", "1"],
        "audience_2": ["Đối tượng II", "ĐT2", "Nhóm 2", 2],
        "audience_3": [
            "ĐT III",
            "đối tượng 3",
            "III",
            "KT QPAN đối tượng 3",
            "Bồi dưỡng kiến thức QPAN đối tượng 3",
            3.0,
        ],
        "audience_4": ["Đối tượng 4", "ĐT.IV", "ĐT 4"],
    },
    "it": {
        "basic": [
            "A",
            "B",
            "C",
            "Chứng chỉ A",
            "Chứng chỉ A tin học",
            "CC B tin học",
            "Trình độ B",
            "Cơ bản",
            "UDCNTTCB",
            "ƯDCNTT cơ bản",
            "Ứng dụng CNTT cơ bản",
            "Tin học văn phòng",
            "THVP",
            "x",
            "có",
            "Chứng chỉ",
        ],
        "skilled": [
            "Nâng cao",
            "ƯDCNTT nâng cao",
            "Đại học",
            "ĐH CNTT",
            "Trung cấp tin học",
            "Kỹ sư CNTT",
            "CĐ",
        ],
    },
    "foreign_language": {
        "step_1": ["A1", "A", "Bậc 1", "Anh A"],
        "step_2": ["A2", "B", "Bậc 2/6", "B Anh văn", "Tiếng Anh B", "Anh A2"],
        "step_3": ["B1", "C", "Tiếng Anh bậc 3", "B1 (Anh)", "Trình độ C"],
        "step_4": ["B2", "Bậc 4"],
        "step_5": ["C1", "ĐH tiếng Anh", "Cử nhân Anh văn"],
        "step_6": ["C2", "bậc 6"],
    },
    "ethnic_language": {
        "spoken": ["x", "có", "Tiếng Thái", "Biết tiếng Mông", "giao tiếp được", "Mông"],
        "certified": [
            "Chứng chỉ",
            "CC tiếng Thái",
            "Có chứng chỉ tiếng Mông",
            "Chứng chỉ tiếng dân tộc",
        ],
    },
}


@pytest.mark.parametrize("dimension", LEVELS)
def test_levels_written_in_ten_ways(dimension):
    for level, several in LEVELS[dimension].items():
        for written in several:
            assert levels.read_level(dimension, written).level == level, written


@pytest.mark.parametrize(
    ("dimension", "written", "why"),
    [
        ("professional", "Đang học ĐH", "still being studied"),
        ("professional", "x", "no level"),
        ("professional", "Khá", "no level"),
        ("political_theory", "Đang theo học TC", "still"),
        ("political_theory", "Đã học", "no level"),
        ("state_management", "x", "no level"),
        ("defence_security", "5", "no level"),
        ("defence_security", "x", "no level"),
        ("general_education", "13/12", "no level"),
        ("general_education", excel_day("2026-03-05"), "no level"),
        ("foreign_language", "IELTS 6.0", "no level"),
        ("foreign_language", "x", "no level"),
        ("foreign_language", "Bậc 7", "no level"),
        ("it", "Giỏi", "no level"),
        ("ethnic_language", "??", "no level"),
    ],
)
def test_what_is_no_level(dimension, written, why, english):
    with pytest.raises(UnreadableCell, match=why):
        levels.read_level(dimension, written)


@pytest.mark.parametrize(
    ("dimension", "written", "field"),
    [
        ("professional", "Cử nhân Luật", "Luật"),
        ("professional", "ĐH.Luật kinh tế", "Luật kinh tế"),
        ("professional", "Thạc sỹ ngành Quản lý công", "Quản lý công"),
        ("professional", "Đại học Kinh tế, Luật", "Kinh tế, Luật"),
        ("professional", "ĐH Luật; ThS Kinh tế", "Kinh tế"),
        ("professional", "ĐH Luật\nThS Kinh tế", "Kinh tế"),
        ("foreign_language", "Anh B1", "Tiếng Anh"),
        ("ethnic_language", "Chứng chỉ tiếng Mông", "Tiếng Mông"),
        ("professional", "ĐH", ""),
    ],
)
def test_the_field_that_stands_with_the_level(dimension, written, field):
    assert levels.read_level(dimension, written).field == field


def test_empty_cells_say_nothing_of_a_level():
    assert levels.read_level("professional", None) is None
    assert levels.read_level("professional", "  ") is None


@pytest.mark.parametrize(
    ("read", "several"),
    [
        (True, ["x", "X", "×", "✓", "✔", "√", "v", "V", 1, 1.0, "1", "có", "Có", True, "ü", "●"]),
        (False, [None, "", " ", "-", "–", "0", 0, "không", "Không", "ko", False, "…"]),
    ],
)
def test_marks(read, several):
    for written in several:
        assert plain.read_mark(written) is read, written


@pytest.mark.parametrize("written", ["?", "✗", "abc", 2, "dự bị", "xy"])
def test_what_is_no_mark(written):
    with pytest.raises(UnreadableCell):
        plain.read_mark(written)


@pytest.mark.parametrize(
    ("reader", "written", "read"),
    [
        (choices.read_sex, "Nữ", "f"),
        (choices.read_sex, "NAM", "m"),
        (choices.read_sex, "nu", "f"),
        (choices.read_sex, "N", None),
        (choices.read_sex, "x", None),
        (choices.read_group, "Cán bộ", "elected_official"),
        (choices.read_group, "CC", "civil_servant"),
        (choices.read_group, "viên chức", "public_employee"),
        (choices.read_group, "Người hoạt động không chuyên trách", "part_time_commune_worker"),
        (choices.read_group, "KCT", "part_time_commune_worker"),
        (choices.read_group, "CBCC", None),
        (choices.read_group, "Hợp đồng", None),
        (choices.read_rating, "HTXSNV", "excellent"),
        (choices.read_rating, "Hoàn thành tốt nhiệm vụ", "good"),
        (choices.read_rating, "httnv", "good"),
        (choices.read_rating, "HTNV", "completed"),
        (choices.read_rating, "Không hoàn thành nhiệm vụ", "not_completed"),
        (choices.read_rating, "KHTNV", "not_completed"),
        (choices.read_rating, "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực", "limited"),
        (choices.read_rating, "A", None),
        (choices.read_rating, 9.5, None),
        (choices.read_rank, "Chuyên viên", ("expert", "Chuyên viên")),
        (choices.read_rank, "CVC", ("principal", "CVC")),
        (choices.read_rank, "01.003", ("expert", "01.003")),
        (choices.read_rank, 1.003, ("expert", "01.003")),
        (choices.read_rank, "1.002", ("principal", "01.002")),
        (choices.read_rank, "Chuyên viên (01.003)", ("expert", "Chuyên viên (01.003)")),
        (choices.read_rank, "V.07.03.29", ("grade_3", "V.07.03.29")),
        (choices.read_rank, "Giáo viên THCS hạng II", ("grade_2", "Giáo viên THCS hạng II")),
        (choices.read_rank, "Hạng 3", ("grade_3", "Hạng 3")),
        (choices.read_rank, "III", ("grade_3", "III")),
        (choices.read_rank, "Bậc 3/9", None),
        (choices.read_rank, 3.33, None),
        (choices.read_mode, "Chính quy", "full_time"),
        (choices.read_mode, "VLVH", "part_time"),
        (choices.read_mode, "từ xa", "distance"),
        (choices.read_mode, "Liên thông", "transfer"),
        (choices.read_mode, "?", None),
        (choices.read_ethnicity, "H'Mông", "Mông"),
        (choices.read_ethnicity, "thái", "Thái"),
        (choices.read_ethnicity, "KHƠ MÚ", "Khơ Mú"),
        (choices.read_ethnicity, "Bru - Vân Kiều", "Bru - Vân Kiều"),
        (choices.read_ethnicity, "12", None),
        (numbers.read_code, "CB001", "CB001"),
        (numbers.read_code, " cb 001 ", "CB001"),
        (numbers.read_code, 123, "123"),
        (numbers.read_code, 123.0, "123"),
        (numbers.read_code, "A B@", None),
        (numbers.read_id_number, "011080000123", "011080000123"),
        (numbers.read_id_number, 11080000123, "011080000123"),
        (numbers.read_id_number, 1080012345.0, "001080012345"),
        (numbers.read_id_number, "011 080 000 123", "011080000123"),
        (numbers.read_id_number, "040123456", None),
        (numbers.read_id_number, 140123456, None),
        (numbers.read_id_number, "0110800O0123", None),
        (numbers.read_id_number, "1" * 13, None),
        (numbers.read_id_number, 1.5, None),
        (numbers.read_period, "Xếp loại năm 2024", "2024"),
        (numbers.read_period, 2024, "2024"),
        (numbers.read_period, "6 tháng đầu năm 2025", "2025-H1"),
        (numbers.read_period, "06 tháng cuối năm 2019", "2019-H2"),
        (numbers.read_period, "năm nay", None),
        (numbers.read_period, "2023-2024", None),
        (numbers.read_lesson_periods, "40 tiết", 40),
        (numbers.read_lesson_periods, 320, 320),
        (numbers.read_lesson_periods, "5 ngày", None),
        (numbers.read_lesson_periods, 0, None),
    ],
)
def test_words_and_numbers(reader, written, read):
    if read is None:
        with pytest.raises(UnreadableCell):
            reader(written)
    else:
        assert reader(written) == read

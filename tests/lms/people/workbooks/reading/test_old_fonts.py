"""Lists typed in TCVN3 and VNI: recognised by font and neighbours, converted, never a list in
Unicode.
"""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from lms.people.workbooks.reading import (
    RefusedRow,
    Workbook,
    WorkbookCell,
    WorkbookLimits,
    WorkbookRow,
    WorkbookSheet,
    guess_workbook,
    open_workbook,
    read_rows,
)
from lms.people.workbooks.reading.decoding import decode_old_fonts
from lms.people.workbooks.reading.values.old_fonts import (
    ColumnEvidence,
    OldEncoding,
    decode_in_column,
    decode_text,
    encoding_of_font,
)
from lms.people.workbooks.reading.values.old_fonts.syllables import is_syllable
from tests.lms.people.workbooks.generated.fonts import write_in_old_font

AS_OF = dt.date(2026, 11, 30)
_SMALL = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵbcdđghklmnpqrstvx"
WORDS = st.text(st.sampled_from(_SMALL), min_size=1, max_size=7)
NAMES = [
    "Nguyễn Văn Hùng",
    "Trần Thị Hồng Nhung",
    "Lò Thị Mai Hiên",
    "Vừ A Sình",
    "Quàng Văn Ơn",
    "Tòng Văn Đoàn",
    "Giàng Thị Dợ",
    "Hạng A Chứ",
    "Cà Thị Ún",
    "Đặng Thuỳ Dương",
    "Lý Chè",
    "Tống Hộ",
    "Bùi Quốc Huy",
    "Hà Tú",
    "Lê Hoà",
    "K'Brểu",
    "Ksor Phước",
    "H'Ninh Niê Kdăm",
    "Siu Y-Blôk",
    "Nay Blŭk",
    "Y Č Êban",
    "Y Hôp",
    "Rah Lan Bôt",
    "Y Ñam",
    "Siu Blêh",
    "Rmah Hùng",
    "Giàng A Chừ",
    "Thạch Sa Rết",
    "Hoàng Thị Wỉn",
    "Lý Seo Páo",
    "Bàn Tòn Chòi",
]


def read_names(names, fonts=(), headers=("TT", "Họ và tên", "Ngày sinh", "Giới tính")):
    """The rows of a list of these names, each typed in its font."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(headers)
    for number, name in enumerate(names, start=1):
        sheet.append([number, name, f"{1 + number % 28:02d}/01/1985", "Nam"])
        if number <= len(fonts) and fonts[number - 1]:
            sheet.cell(number + 1, 2).font = Font(name=fonts[number - 1])
    buffer = io.BytesIO()
    workbook.save(buffer)
    opened = open_workbook(buffer, "ds.xlsx", WorkbookLimits())
    return list(read_rows(opened, guess_workbook(opened), AS_OF))


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.sampled_from(OldEncoding))
def test_what_was_encoded_comes_back(text, encoding):
    assert decode_text(write_in_old_font(text, encoding), encoding) == text


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_capitals_come_back_from_vni(text):
    capitals = text.upper()
    assert decode_text(write_in_old_font(capitals, "VNI"), OldEncoding.VNI) == capitals


@pytest.mark.parametrize("encoding", OldEncoding)
def test_a_list_in_an_old_font_is_converted_and_says_so(encoding):
    names = [name for name in NAMES[:14] if name != "Y Č Êban"]
    rows = read_names([write_in_old_font(name, encoding) for name in names])
    for row, name in zip(rows, names, strict=True):
        assert row.full_name == name
        written = write_in_old_font(name, encoding)
        if written != name:
            assert [warning.before for warning in row.warnings] == [written]
            assert row.warnings[0].kind == "old_font"


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=12))
def test_a_list_in_unicode_is_never_converted(names):
    rows = [
        WorkbookRow(number, {"A": WorkbookCell(f"A{number}", name), "B": WorkbookCell("B1", "x")})
        for number, name in enumerate(names, start=1)
    ]
    workbook = Workbook("ds", (WorkbookSheet("ds", False, (), lambda: iter(rows)),))
    [sheet] = decode_old_fonts(workbook).sheets
    assert list(sheet.rows()) == rows


def test_two_old_fonts_in_one_column_are_told_apart_cell_by_cell():
    rows = read_names(["Tèng Hé", "Lý Chè", "Hµ V¨n Tè", "Hoà Thò Hoàng", "Loø Thò Hoàng"])
    assert [row.full_name for row in rows] == [
        "Tống Hộ",
        "Lý Chố",
        "Hà Văn Tố",
        "Hồ Thị Hồng",
        "Lò Thị Hồng",
    ]


@pytest.mark.parametrize("encoding", OldEncoding)
def test_letters_that_both_encodings_have_follow_the_column(encoding):
    names = ("Dợ", "Yến", "Hương", "Đoàn", "Xôm")
    rows = [
        WorkbookRow(number, {"A": WorkbookCell(f"A{number}", text), "B": WorkbookCell("B1", "x")})
        for number, text in enumerate(
            (write_in_old_font(name, encoding) for name in names), start=1
        )
    ]
    workbook = Workbook("ds", (WorkbookSheet("ds", False, (), lambda: iter(rows)),))
    [sheet] = decode_old_fonts(workbook).sheets
    assert [row.cells["A"].value for row in sheet.rows()] == list(names)


def test_beside_unicode_what_may_be_meant_either_way_is_refused_with_what_to_do():
    rows = read_names(["Hµ V¨n Tè", "Nguyễn Thị Ơn", "Lý Chè", "Lê Văn Thực"])
    assert rows[0].full_name == "Hà Văn Tố"
    assert rows[1].full_name == "Nguyễn Thị Ơn"
    assert not rows[1].warnings
    assert isinstance(rows[2], RefusedRow)
    assert rows[2].cell == "B4"
    assert "Lý Chố" in rows[2].reason
    assert "Unicode" in rows[2].reason
    assert rows[3].full_name == "Lê Văn Thực"


def test_the_font_of_the_cell_decides_alone():
    rows = read_names(
        ["Lý Chè", "Lý Chè", "Nguyễn Thị Ơn", "NguyÔn v¨n tó", "Lý"],
        [".VnTime", "", ".VnTime", ".VnTimeH", "VNI-Times"],
    )
    assert [getattr(row, "full_name", "") for row in rows[:4]] == [
        "Lý Chố",
        "Lý Chè",
        "Nguyễn Thị Ơn",
        "Nguyễn Văn Tú",
    ]
    assert rows[0].warnings
    assert not rows[1].warnings


def test_headers_in_an_old_font_are_known():
    headers = ("TT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh")
    rows = read_names(["NguyÔn V¨n Tó", "TrÇn ThÞ Hoa"], headers=headers)
    assert [row.full_name for row in rows] == ["Nguyễn Văn Tú", "Trần Thị Hoa"]


def test_a_sensitive_text_is_converted_and_not_shown():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc"])
    workbook.active.append(["Lò Văn Xôm", "01/01/1985", "Nam", "Th¸i"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    opened = open_workbook(buffer, "ds.xlsx", WorkbookLimits())
    [row] = read_rows(opened, guess_workbook(opened), AS_OF)
    assert row.ethnicity == "Thái"
    [warning] = row.warnings
    assert "Th" not in warning.before + warning.proposal.replace("The", "")


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", OldEncoding.TCVN3),
        (".vnArialH", OldEncoding.TCVN3),
        ("VNI-Times", OldEncoding.VNI),
        ("VNI Helve", OldEncoding.VNI),
        ("Times New Roman", None),
        ("Vniversal", None),
        ("", None),
    ],
)
def test_fonts_are_told_by_their_names(font, encoding):
    assert encoding_of_font(font) == encoding


@pytest.mark.parametrize(
    "word", ["Nguyễn", "Quỳnh", "Khuya", "Giếng", "gì", "Oanh", "Thuỳ", "Thùy", "Hoà", "Hòa", "Ước"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["Blôk", "Kdăm", "Niê", "Haù", "Traàn", "NguyÔn", "Hµ", "V¨n", "Ksor", "Hôp", "Brểu"]
)
def test_no_syllables(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "NghØ h\u00adu theo QuyÕt ®Þnh sè 12/Q§-UBND ngµy 01/02/2026",
            "Nghỉ hưu theo Quyết định số 12/QĐ-UBND ngày 01/02/2026",
        ),
        ("Phoù Chuû tòch HÑND xaõ", "Phó Chủ tịch HĐND xã"),
        ("Ng¹ch/h¹ng", "Ngạch/hạng"),
        ("V¨n hãa - X· héi", "Văn hóa - Xã hội"),
    ],
)
def test_texts_with_numbers_signs_and_abbreviations_are_converted(written, meant):
    evidence = ColumnEvidence()
    evidence.add_text(written)
    reading = decode_in_column(written, evidence, "", None)
    assert reading is not None
    assert reading.text == meant
    assert not reading.is_doubtful


def test_a_word_that_makes_no_sense_follows_the_columns_beside():
    columns = {
        "A": ("Nguyeãn Vaên Huøng", "Traàn Thò Höông"),
        "B": ("Thaùi", "Moâng"),
        "C": ("Hoà", "Mông"),
    }
    rows = [
        WorkbookRow(
            number + 1,
            {
                letter: WorkbookCell(f"{letter}{number}", texts[number])
                for letter, texts in columns.items()
            },
        )
        for number in range(2)
    ]
    workbook = Workbook("ds", (WorkbookSheet("ds", False, (), lambda: iter(rows)),))
    [sheet] = decode_old_fonts(workbook).sheets
    read = [[cell.value for cell in row.cells.values()] for row in sheet.rows()]
    assert read == [["Nguyễn Văn Hùng", "Thái", "Hoà"], ["Trần Thị Hương", "Mông", "Mông"]]

"""What is exported opens again as it was, runs nothing, and says where it comes from."""

import datetime as dt
import io
import tracemalloc
import unicodedata

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.core.spreadsheets import ExportSheet, ExportSource, guard_text, render_workbook

MOMENT = dt.datetime(2026, 7, 1, 18, 30, tzinfo=dt.UTC)
DANGEROUS = ["=1+1", "+84 912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def render_and_open(sheets, source):
    with clock.at(MOMENT):
        return openpyxl.load_workbook(io.BytesIO(render_workbook(sheets, source)))


def make_sheet(rows, name="Nhân sự", title="Xã Na Son"):
    return ExportSheet(name, title, (("Họ và tên", 26), ("Ngày sinh", 12), ("Số", 8)), rows)


SOURCE = ExportSource(
    by="Hờ A Páo",
    as_of=dt.date(2026, 6, 30),
    filters=[("Đơn vị", "Xã Na Son")],
    definitions=["Người: mỗi người một lần."],
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_wherever_it_stands(text):
    workbook = render_and_open(
        [make_sheet([(text, None, 1)], title=text)], ExportSource(by=text, as_of=SOURCE.as_of)
    )
    for page in workbook.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))
    cell = workbook["Nhân sự"]["A4"]
    assert cell.data_type == "s"
    assert text.strip() in cell.value


def test_dates_are_dates_and_numbers_numbers():
    page = render_and_open([make_sheet([("Lò Thị Lan", dt.date(1990, 5, 17), 8)])], SOURCE)[
        "Nhân sự"
    ]
    assert page["B4"].value.date() == dt.date(1990, 5, 17)
    assert page["B4"].number_format == "dd/mm/yyyy"
    assert page["C4"].value == 8
    assert page.freeze_panes == "A4"


def test_the_last_sheet_says_when_who_which_filter_and_how_many():
    workbook = render_and_open([make_sheet(iter([("A B", None, 1), ("C D", None, 2)]))], SOURCE)
    assert workbook.sheetnames[-1] == "Nguồn"
    lines = {row[0].value: row[1].value for row in workbook["Nguồn"].iter_rows(min_row=4)}
    values = set(lines.values())
    # 18:30 UTC is after midnight in Vietnam
    assert "01:30, 02/07/2026" in values
    assert {"Hờ A Páo", "Xã Na Son", "Người: mỗi người một lần.", 2} <= values
    assert SOURCE.as_of in {v.date() for v in values if isinstance(v, dt.datetime)}


def test_a_sheet_name_that_excel_forbids_is_mended():
    workbook = render_and_open([make_sheet([], name="Xã [Na Son]: a/b " + "x" * 40)], SOURCE)
    assert len(workbook.sheetnames[0]) <= 31


@pytest.mark.parametrize(("subtitle", "head_row"), [("", 3), ("SỔ GỐC CẤP CHỨNG CHỈ NĂM 2026", 4)])
def test_every_sheet_prints_across_a4_with_its_heads_on_each_page(subtitle, head_row):
    sheet = ExportSheet(
        "Sổ", "Trường", (("Họ và tên", 26), ("1", 6)), [("Lan", "x")], subtitle, 1, marks_from=1
    )
    workbook = render_and_open([sheet], SOURCE)
    for page in workbook.worksheets:
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.paperSize == 9
        # one page wide is the default and not written; as many pages long as needed
        assert page.page_setup.fitToWidth in {None, 1}
        assert page.page_setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr.fitToPage
    page = workbook["Sổ"]
    assert page.print_title_rows == f"${head_row}:${head_row}"
    assert page.freeze_panes == f"B{head_row + 1}"
    assert page.cell(head_row, 1).value == "Họ và tên"
    assert [page.cell(head_row + 1, column).value for column in (1, 2)] == ["Lan", "x"]
    assert page.cell(head_row + 1, 2).alignment.horizontal == "center"
    assert page.cell(head_row + 1, 1).alignment.horizontal is None


def test_a_sheet_without_a_title_begins_with_its_heads():
    page = render_and_open([ExportSheet("Sổ", "", (("Tên", 9),), [("Lan",)])], SOURCE)["Sổ"]
    assert [row[0].value for row in page.iter_rows()] == ["Tên", "Lan"]


def test_control_characters_and_endless_texts_do_not_reach_the_file():
    page = render_and_open(
        [make_sheet([("a\x00b\x07c\nd", None, 1), ("x" * 40_000, None, 1)])], SOURCE
    )
    assert page["Nhân sự"]["A4"].value == "abc\nd"
    assert len(page["Nhân sự"]["A5"].value) == 32_000


def test_a_hundred_thousand_cells_are_written_in_little_memory():
    rows = ((f"Người {n}", None, n) for n in range(30_000))
    tracemalloc.start()
    render_workbook([make_sheet(rows)], SOURCE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15_000_000


@given(st.text(max_size=40))
def test_taking_off_one_apostrophe_gives_back_every_text(text):
    plain = guard_text(text)
    assert not plain.startswith(("=", "+", "-", "@", "\t", "\r"))
    printable = "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    assert printable in {plain, plain.removeprefix("'")}
